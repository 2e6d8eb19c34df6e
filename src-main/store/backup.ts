import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { passesQuickCheck } from './health.ts'

/**
 * Writes a copy of the whole database to a new file and proves it by opening it. Throws when the copy cannot be
 * written, or is not whole.
 */
export function writeVerifiedBackup(sqlite: Database.Database, target: string): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  sqlite.prepare('VACUUM INTO ?').run(target)
  chmodSync(target, 0o600)
  flush(target)
  verify(target, countObjects(sqlite))
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

/** VACUUM INTO leaves the writing to the system's leisure. */
function flush(target: string): void {
  const descriptor = openSync(target, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
