import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { passesQuickCheck } from './health.ts'

/** What is not proven yet bears another name: a copy that was broken off is never taken for a backup. */
const UNPROVEN = '.unproven'

/**
 * Writes a copy of the whole database, proves it by opening it, and only then gives it its name. Throws when the copy
 * cannot be written, or is not whole; then there is none.
 */
export function writeVerifiedBackup(sqlite: Database.Database, target: string): void {
  const folder = dirname(target)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeUnproven(folder)
  const unproven = target + UNPROVEN
  try {
    sqlite.prepare('VACUUM INTO ?').run(unproven)
    chmodSync(unproven, 0o600)
    flush(unproven, 'r+')
    verify(unproven, countObjects(sqlite))
    renameSync(unproven, target)
  } catch (cause) {
    removeUnproven(folder)
    throw cause
  }
  // The name as well. Windows flushes it with the file, and opens no folder.
  if (process.platform !== 'win32') flush(folder, 'r')
}

/** What an earlier run was broken off at: half a copy helps nobody and fills the disk. */
function removeUnproven(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.includes(UNPROVEN)) rmSync(join(folder, name), { force: true })
  }
}

function verify(target: string, expectedObjects: unknown): void {
  const copy = new Database(target, { readonly: true, fileMustExist: true })
  try {
    if (!passesQuickCheck(copy) || countObjects(copy) !== expectedObjects) {
      throw new Error('The backup is not a whole database')
    }
  } finally {
    copy.close()
  }
}

function countObjects(sqlite: Database.Database): unknown {
  return sqlite.prepare("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").pluck().get()
}

/** SQLite and the system leave the writing to their leisure. */
function flush(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
