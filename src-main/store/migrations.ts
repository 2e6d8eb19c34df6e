import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'

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

/** All pending migrations in one transaction, then a check of every reference. Throws, with nothing changed, when one fails. */
export function runMigrations(
  connection: { readonly sqlite: Database.Database; readonly db: BetterSQLite3Database },
  migrationsFolder: string,
): void {
  const { sqlite, db } = connection
  // A migration that makes a table anew would violate references meanwhile; inside its transaction the switch does nothing.
  sqlite.pragma('foreign_keys = OFF')
  try {
    migrate(db, { migrationsFolder })
  } finally {
    sqlite.pragma('foreign_keys = ON')
  }
  const broken = sqlite.pragma('foreign_key_check')
  if (Array.isArray(broken) && broken.length > 0) {
    throw new Error(`The migration left ${broken.length} broken references`)
  }
  sqlite.pragma(`user_version = ${readMigrationFiles({ migrationsFolder }).length}`)
}

/** Triggers and the like, replayed at each start: whole files in the order of their names, all or none. */
export function replayCustomSql(sqlite: Database.Database, sqlFolder: string): void {
  const files = readdirSync(sqlFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const texts = files.map((name) => readFileSync(join(sqlFolder, name), 'utf8'))
  sqlite.transaction(() => {
    for (const text of texts) sqlite.exec(text)
  })()
}

function readApplied(sqlite: Database.Database): z.infer<typeof appliedSchema> {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  if (!table) return []
  return appliedSchema.parse(sqlite.prepare('SELECT hash, created_at FROM __drizzle_migrations').all())
}
