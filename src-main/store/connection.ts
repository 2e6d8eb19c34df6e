import Database from 'better-sqlite3'

/** Older ones can corrupt a WAL database that has two connections (the WAL-reset race). */
const OLDEST_SQLITE = [3, 51, 3] as const
/** Waiting holds up the whole window, and whoever holds the file longer is told about and waited for by the engine's pauses. */
const BUSY_TIMEOUT_MS = 1_000

/** Told each statement as it runs, with its values in place: for tests of query plans, never for a log. */
export type StatementSpy = (statement: string) => void

/** A connection with nothing set yet. Throws what SQLite throws. */
export function connect(file: string, spy?: StatementSpy): Database.Database {
  return new Database(file, {
    timeout: BUSY_TIMEOUT_MS,
    ...(spy && { verbose: (message?: unknown) => spy(String(message)) }),
  })
}

/** Everything a connection needs before it is used; each must hold on every connection. */
export function configure(sqlite: Database.Database): void {
  assertSqliteVersion(sqlite)
  const journalMode = sqlite.pragma('journal_mode = WAL', { simple: true })
  if (journalMode !== 'wal')
    throw new Error(`The database is in journal mode ${String(journalMode)}, not wal`)
  // Written out on each connection: this build falls to NORMAL by itself, and a power cut would take the newest intents.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  // REPLACE would otherwise delete audit rows without asking their trigger.
  sqlite.pragma('recursive_triggers = ON')
  sqlite.pragma('trusted_schema = OFF')
  sqlite.pragma('cell_size_check = ON')
  sqlite.pragma('journal_size_limit = 67108864')
}

function assertSqliteVersion(sqlite: Database.Database): void {
  const version = String(sqlite.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  for (const [index, oldest] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0
    if (part > oldest) return
    if (part < oldest) throw new Error(`SQLite ${version} is too old; ${OLDEST_SQLITE.join('.')} is needed`)
  }
}
