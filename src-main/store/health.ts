import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import Database from 'better-sqlite3'
import { connect } from './connection.ts'

/** Up to this size the whole file is checked at each start (tens of milliseconds); larger ones by maintenance. */
const QUICK_CHECK_LIMIT_BYTES = 64 * 1024 * 1024
const SQLITE_MAGIC = Buffer.from('SQLite format 3\0')

export type DamageReason = 'not_a_database' | 'corrupt' | 'not_ours' | 'stray_log'

export type FileHealth =
  | { readonly kind: 'missing' | 'healthy' }
  /** The file itself is wrong. It is set aside, never overwritten. */
  | { readonly kind: 'damaged'; readonly reason: DamageReason }
  /** It could not be looked at: rights, a lock, a failing disk. Says nothing of the file, so it stays where it is. */
  | { readonly kind: 'unreachable'; readonly code: string; readonly cause: unknown }

export function inspectFile(file: string): FileHealth {
  try {
    if (!existsSync(file)) {
      // A log without its database would be replayed into the fresh one.
      return existsSync(`${file}-wal`) ? { kind: 'damaged', reason: 'stray_log' } : { kind: 'missing' }
    }
    const head = readHead(file)
    if (head.size > 0 && !head.magic.equals(SQLITE_MAGIC))
      return { kind: 'damaged', reason: 'not_a_database' }
    return inspectDatabase(file, head.size)
  } catch (cause) {
    return describeFailure(cause)
  }
}

function readHead(file: string): { size: number; magic: Buffer } {
  const descriptor = openSync(file, 'r')
  try {
    const magic = Buffer.alloc(SQLITE_MAGIC.length)
    readSync(descriptor, magic, 0, magic.length, 0)
    return { size: fstatSync(descriptor).size, magic }
  } finally {
    closeSync(descriptor)
  }
}

function inspectDatabase(file: string, size: number): FileHealth {
  const sqlite = connectToLook(file)
  try {
    const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
    if (tables.length > 0 && !tables.includes('__drizzle_migrations')) {
      return { kind: 'damaged', reason: 'not_ours' }
    }
    if (size <= QUICK_CHECK_LIMIT_BYTES && !passesQuickCheck(sqlite)) {
      return { kind: 'damaged', reason: 'corrupt' }
    }
    return { kind: 'healthy' }
  } finally {
    sqlite.close()
  }
}

/** Read-only, so that closing it does not write the log into a file that is about to be set aside as it is. */
function connectToLook(file: string): Database.Database {
  const sqlite = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  try {
    sqlite.pragma('schema_version')
    return sqlite
  } catch (cause) {
    sqlite.close()
    // A crash before WAL was set leaves a journal that only a writer can take back.
    if (errorCode(cause).startsWith('SQLITE_READONLY')) return connect(file)
    throw cause
  }
}

export function passesQuickCheck(sqlite: Database.Database): boolean {
  return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok'
}

function describeFailure(cause: unknown): FileHealth {
  const code = errorCode(cause)
  if (code === 'SQLITE_NOTADB') return { kind: 'damaged', reason: 'not_a_database' }
  if (code.startsWith('SQLITE_CORRUPT')) return { kind: 'damaged', reason: 'corrupt' }
  return { kind: 'unreachable', code, cause }
}

const MACHINE_TROUBLE = [
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
]

/** True for what a person mends outside the program: room, rights, a lock, a disk. */
export function isMachineTrouble(code: string): boolean {
  return MACHINE_TROUBLE.some((trouble) => code === trouble || code.startsWith(`${trouble}_`))
}

/** `SQLITE_…` or the system's code, e.g. `EACCES`. */
export function errorCode(cause: unknown): string {
  if (cause instanceof Database.SqliteError) return cause.code
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return 'unknown'
}
