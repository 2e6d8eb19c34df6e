import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { toIso } from '../domain/instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import type { AuditHeadNotice } from './auditHead.ts'
import { writeVerifiedBackup } from './backup.ts'
import type { StartCheckpointThread } from './checkpoints.ts'
import { configure, connect, type StatementSpy } from './connection.ts'
import { createStore } from './createStore.ts'
import { replayCustomSql } from './customSql.ts'
import { type DamageReason, errorCode, inspectFile, isMachineTrouble } from './health.ts'
import { type MigrationState, readMigrationState, runMigrations } from './migrations.ts'
import { fileStamp, freeName, setAside } from './setAside.ts'

export interface OpenStoreOptions {
  readonly file: string
  readonly migrationsFolder: string
  readonly sqlFolder: string
  readonly vault: Vault
  readonly clock: Clock
  readonly backupFolder: string
  readonly programVersion: string
  /** Default: `audit-head.json` beside the database. */
  readonly auditHeadFile?: string
  readonly logger?: Logger
  /** Without it SQLite takes its log in by itself, in the middle of a commit. */
  readonly startCheckpointThread?: StartCheckpointThread
  readonly statementSpy?: StatementSpy
}

/** What a person is told after the start. */
export type StoreNotice =
  /** The file was no healthy database; it was renamed and a fresh one began. */
  | { readonly kind: 'set_aside'; readonly reason: DamageReason; readonly files: readonly string[] }
  /** Before a migration the database was copied to this file. */
  | { readonly kind: 'backed_up'; readonly file: string }
  | AuditHeadNotice

export type OpenedStore = {
  readonly kind: 'open'
  readonly store: Store
  readonly notices: readonly StoreNotice[]
  /**
   * Compares the audit with the mark outside the database. Done by `openStore` when the vault is open by then; else to
   * be called after unlocking. Empty when there is nothing to tell, and the second time.
   */
  checkAuditHead(): readonly AuditHeadNotice[]
}

export type OpenFailure =
  /** Made by a newer program: this one would not understand it. Nothing was changed. */
  | { readonly kind: 'newer_program'; readonly file: string; readonly writtenBy: string | null }
  /** It could not be read (rights, a lock, a failing disk). Nothing was changed. */
  | { readonly kind: 'unreachable'; readonly file: string; readonly code: string; readonly cause: unknown }
  /** Without a verified copy no migration runs. Nothing was changed. */
  | { readonly kind: 'backup_failed'; readonly file: string; readonly code: string; readonly cause: unknown }
  /** The migration was rolled back; `backup` is the copy made before, if there was anything to copy. */
  | {
      readonly kind: 'migration_failed'
      readonly file: string
      readonly backup: string | null
      readonly cause: unknown
    }

const VERSION_SETTING = 'store.program_version'

/**
 * Opens a profile's database: look at the file, set the connection up, refuse a newer one, copy before migrating,
 * migrate, replay custom SQL, make sure of the system operator.
 */
export function openStore(options: OpenStoreOptions): OpenedStore | OpenFailure {
  const { file } = options
  const health = inspectFile(file)
  if (health.kind === 'unreachable') {
    return { kind: 'unreachable', file, code: health.code, cause: health.cause }
  }
  const notices: StoreNotice[] = []
  if (health.kind === 'damaged') {
    notices.push({ kind: 'set_aside', reason: health.reason, files: setAside(file, stampNow(options)) })
  }
  let sqlite: Database.Database
  try {
    createPrivately(file)
    sqlite = connect(file, options.statementSpy)
  } catch (cause) {
    return { kind: 'unreachable', file, code: errorCode(cause), cause }
  }
  try {
    const opened = prepare(sqlite, options, notices)
    if (opened.kind !== 'open') sqlite.close()
    return opened
  } catch (cause) {
    sqlite.close()
    const code = errorCode(cause)
    if (!isMachineTrouble(code)) throw cause
    return { kind: 'unreachable', file, code, cause }
  }
}

function prepare(
  sqlite: Database.Database,
  options: OpenStoreOptions,
  notices: StoreNotice[],
): OpenedStore | OpenFailure {
  const { file, migrationsFolder } = options
  configure(sqlite)
  const state = readMigrationState(sqlite, migrationsFolder)
  if (state.unknown > 0) return { kind: 'newer_program', file, writtenBy: readProgramVersion(sqlite) }

  const backup = copyBeforeMigration(sqlite, options, state)
  if (backup.kind === 'backup_failed') return backup
  if (backup.file !== null) notices.push({ kind: 'backed_up', file: backup.file })

  const db = drizzle({ client: sqlite })
  if (state.pending > 0) {
    try {
      runMigrations(sqlite, migrationsFolder)
    } catch (cause) {
      return { kind: 'migration_failed', file, backup: backup.file, cause }
    }
  }
  replayCustomSql(sqlite, options.sqlFolder)
  writeOwnRows(sqlite, options)

  const { store, auditHead } = createStore({
    sqlite,
    db,
    vault: options.vault,
    clock: options.clock,
    auditHeadFile: options.auditHeadFile ?? join(dirname(file), 'audit-head.json'),
    logger: options.logger ?? null,
    startCheckpointThread: options.startCheckpointThread ?? null,
  })
  const checkAuditHead = () => auditHead.check(stampNow(options))
  notices.push(...checkAuditHead())
  return { kind: 'open', store, notices, checkAuditHead }
}

function copyBeforeMigration(
  sqlite: Database.Database,
  options: OpenStoreOptions,
  state: MigrationState,
): { readonly kind: 'copied'; readonly file: string | null } | (OpenFailure & { kind: 'backup_failed' }) {
  if (state.pending === 0 || state.applied === 0) return { kind: 'copied', file: null }
  const target = freeName(join(options.backupFolder, `before-migration-${stampNow(options)}.db`))
  try {
    writeVerifiedBackup(sqlite, target)
    return { kind: 'copied', file: target }
  } catch (cause) {
    return { kind: 'backup_failed', file: target, code: errorCode(cause), cause }
  }
}

/** The system acts as operator 0; the program's version is for the words of an older program that meets this database. */
function writeOwnRows(sqlite: Database.Database, options: OpenStoreOptions): void {
  const at = toIso(options.clock.nowMs())
  sqlite
    .transaction(() => {
      sqlite
        .prepare(
          `INSERT INTO operator (id, name, role, created_at, updated_at)
         VALUES (0, 'System', 'system', ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(at, at)
      if (readProgramVersion(sqlite) === options.programVersion) return
      sqlite
        .prepare(
          `INSERT INTO setting (name, value_json, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at`,
        )
        .run(VERSION_SETTING, JSON.stringify(options.programVersion), at)
    })
    .immediate()
}

/** Null where nothing tells: a newer program may keep its settings otherwise. */
function readProgramVersion(sqlite: Database.Database): string | null {
  const columns = sqlite
    .prepare("SELECT count(*) FROM pragma_table_info('setting') WHERE name IN ('name', 'value_json')")
    .pluck()
    .get()
  if (columns !== 2) return null
  const text = sqlite.prepare('SELECT value_json FROM setting WHERE name = ?').pluck().get(VERSION_SETTING)
  return typeof text === 'string' ? text.replaceAll('"', '') : null
}

/** SQLite gives its log and index the rights of the database. */
function createPrivately(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
  chmodSync(file, 0o600)
}

function stampNow(options: OpenStoreOptions): string {
  return fileStamp(toIso(options.clock.nowMs()))
}
