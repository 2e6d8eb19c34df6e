import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { CHAIN_START, findFirstBadRow } from '../domain/audit/chain.ts'
import type { AuditVerdict, DatabaseContents } from '../ports/backups.ts'
import { type Companions, writeVerifiedBackup } from './backup.ts'
import { passesQuickCheck } from './health.ts'
import { readMigrationState } from './migrations.ts'
import { auditRows } from './repositories/auditRows.ts'

/** Work that reads a database from beginning to end: seconds, which no window may feel. */
export type WholeTask =
  | {
      readonly kind: 'back_up'
      readonly file: string
      readonly target: string
      readonly companions: Companions
    }
  /** `isCopy`: it is proven whole before anything in it is believed. */
  | {
      readonly kind: 'contents'
      readonly file: string
      readonly migrationsFolder: string
      readonly isCopy: boolean
    }
  | { readonly kind: 'verify_audit'; readonly file: string; readonly noted: string | null }

export interface WholeReplies {
  readonly back_up: null
  readonly contents: DatabaseContents
  readonly verify_audit: AuditVerdict
}

/** Each opens a connection of its own that only reads; the program goes on writing meanwhile. */
export function carryOut(task: WholeTask): WholeReplies[WholeTask['kind']] {
  const sqlite = new Database(task.file, { readonly: true, fileMustExist: true })
  try {
    switch (task.kind) {
      case 'back_up':
        writeVerifiedBackup(sqlite, task.target, task.companions)
        return null
      case 'contents':
        if (task.isCopy && !passesQuickCheck(sqlite)) throw new Error('The backup is not whole any more')
        return readContents(sqlite, task.migrationsFolder)
      case 'verify_audit':
        return verifyAudit(sqlite, task.noted)
      default:
        return task satisfies never
    }
  } finally {
    sqlite.close()
  }
}

function readContents(sqlite: Database.Database, migrationsFolder: string): DatabaseContents {
  const read = (query: string): unknown => sqlite.prepare(query).pluck().get()
  // One moment of the database, while the program writes into it.
  return sqlite.transaction(() => ({
    doors: Number(read('SELECT count(*) FROM door WHERE is_active = 1')),
    people: Number(read('SELECT count(*) FROM person WHERE removed_at IS NULL')),
    codes: Number(read('SELECT count(*) FROM credential WHERE revoked_at IS NULL')),
    operators: sqlite
      .prepare<[], string>('SELECT name FROM operator WHERE id > 0 AND is_active = 1 ORDER BY id')
      .pluck()
      .all(),
    changes: Number(read('SELECT count(*) FROM app_audit')),
    lastChangeAt: textOrNull(read('SELECT time FROM app_audit ORDER BY id DESC LIMIT 1')),
    writtenBy: textOrNull(
      read("SELECT json_extract(value_json, '$') FROM setting WHERE name = 'store.program_version'"),
    ),
    isUnderstood: readMigrationState(sqlite, migrationsFolder).unknown === 0,
  }))()
}

function verifyAudit(sqlite: Database.Database, noted: string | null): AuditVerdict {
  const last = sqlite.prepare<[], { id: number; hash: string }>(
    'SELECT id, chain_hash AS hash FROM app_audit ORDER BY id DESC LIMIT 1',
  )
  const bearing = sqlite.prepare<[string], number>('SELECT id FROM app_audit WHERE chain_hash = ?').pluck()
  return sqlite.transaction(() => ({
    rows: Number(sqlite.prepare('SELECT count(*) FROM app_audit').pluck().get()),
    head: last.get()?.hash ?? CHAIN_START,
    firstBadRow: findFirstBadRow(auditRows(drizzle({ client: sqlite })))?.badId ?? null,
    notedAt: noted === null ? null : (bearing.get(noted.trim().toLowerCase()) ?? null),
  }))()
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
