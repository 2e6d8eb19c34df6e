import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { type Backup, newestFirst, parseBackupName } from '../domain/backup/backup.ts'
import { copyPrivatelySync, flushFile, flushFolder } from './durableFiles.ts'
import { passesQuickCheck } from './health.ts'

/** What is not proven yet bears another name: a copy that was broken off is never taken for a backup. */
const UNPROVEN = '.unproven'

/** Files a database is of no use without; a copy of each that exists lies beside the copy of the database. */
export interface Companions {
  readonly vault: string
  readonly auditHead: string
}

/**
 * Writes a copy of the whole database, proves it by opening it, and only then gives it its name. Throws when the copy
 * cannot be written, or is not whole; then there is none.
 */
export function writeVerifiedBackup(
  sqlite: Database.Database,
  target: string,
  companions: Companions | null = null,
): void {
  const folder = dirname(target)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeUnproven(folder)
  const unproven = target + UNPROVEN
  const beside = companionsOf(target)
  try {
    // The mark first: it may be behind the copy, never ahead of it. An operator made meanwhile needs the later vault.
    if (companions) copyIfThere(companions.auditHead, beside.auditHead + UNPROVEN)
    sqlite.prepare('VACUUM INTO ?').run(unproven)
    chmodSync(unproven, 0o600)
    flushFile(unproven)
    verify(unproven, countObjects(sqlite))
    if (companions) copyIfThere(companions.vault, beside.vault + UNPROVEN)
    // The database last: what bears a backup's name has everything beside it.
    for (const file of [beside.auditHead, beside.vault, target]) {
      if (existsSync(file + UNPROVEN)) renameSync(file + UNPROVEN, file)
    }
  } catch (cause) {
    removeUnproven(folder)
    throw cause
  }
  flushFolder(folder)
}

/** Where the companions of a backup lie, if it has them: one made before a migration has none. */
export function companionsOf(backupFile: string): Companions {
  const stem = backupFile.replace(/\.db$/, '')
  return { vault: `${stem}.vault.json`, auditHead: `${stem}.audit-head.json` }
}

/** Proven copies alone, the newest first, with their size in octets. */
export function listBackups(folder: string): readonly (Backup & { readonly octets: number })[] {
  if (!existsSync(folder)) return []
  const backups = readdirSync(folder).flatMap((name) => parseBackupName(name) ?? [])
  return newestFirst(backups).map((backup) => ({
    ...backup,
    octets: statSync(join(folder, backup.name)).size,
  }))
}

/** The database first: what is left of a removal that was broken off is no backup any more. */
export function removeBackup(folder: string, name: string): void {
  const file = join(folder, name)
  for (const each of [file, ...Object.values(companionsOf(file))]) rmSync(each, { force: true })
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) copyPrivatelySync(from, to)
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
