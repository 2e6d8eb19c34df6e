import type Database from 'better-sqlite3'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS __drizzle_migrations (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at numeric
)`

const appliedSchema = z.array(z.object({ hash: z.string(), created_at: z.number() }))

export interface MigrationState {
  /** Applied ones this program does not know: the database is from a newer (or another) program. */
  readonly unknown: number
  readonly applied: number
  readonly pending: number
  /** How many migrations this program knows. */
  readonly known: number
}

/** Compares what the database went through with what this program has. Changes nothing. */
export function readMigrationState(sqlite: Database.Database, migrationsFolder: string): MigrationState {
  const known = readMigrationFiles({ migrationsFolder })
  const applied = readApplied(sqlite)
  const knownHashes = new Map(known.map((migration) => [migration.folderMillis, migration.hash]))
  // The migrator looks at the newest time alone: it would run nothing, and say nothing, on a newer database.
  const unknown = applied.filter((row) => knownHashes.get(row.created_at) !== row.hash).length
  const userVersion = Number(sqlite.pragma('user_version', { simple: true }))
  return {
    unknown: unknown > 0 ? unknown : Math.max(0, userVersion - known.length),
    applied: applied.length,
    pending: known.length - (applied.length - unknown),
    known: known.length,
  }
}

/**
 * All pending migrations, a check of every reference and the version number in one transaction. Throws, with nothing
 * changed, when any of it fails. Its table is that of drizzle's own migrator, which would commit before the check.
 */
export function runMigrations(sqlite: Database.Database, migrationsFolder: string): void {
  const known = readMigrationFiles({ migrationsFolder })
  // A migration that makes a table anew breaks references meanwhile; inside a transaction the switch does nothing.
  sqlite.pragma('foreign_keys = OFF')
  try {
    sqlite.transaction(() => runPending(sqlite, known)).immediate()
  } finally {
    sqlite.pragma('foreign_keys = ON')
  }
}

function runPending(sqlite: Database.Database, known: readonly MigrationMeta[]): void {
  sqlite.exec(MIGRATIONS_TABLE)
  const done = new Set(readApplied(sqlite).map((row) => row.created_at))
  const note = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
  for (const migration of known) {
    if (done.has(migration.folderMillis)) continue
    for (const statement of migration.sql) sqlite.exec(statement)
    note.run(migration.hash, migration.folderMillis)
  }
  const broken = sqlite.pragma('foreign_key_check')
  if (Array.isArray(broken) && broken.length > 0) {
    throw new Error(`The migration leaves ${broken.length} references to nothing`)
  }
  sqlite.pragma(`user_version = ${known.length}`)
}

function readApplied(sqlite: Database.Database): z.infer<typeof appliedSchema> {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  if (!table) return []
  return appliedSchema.parse(sqlite.prepare('SELECT hash, created_at FROM __drizzle_migrations').all())
}
