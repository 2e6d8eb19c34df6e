import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'

const CREATES = /^CREATE (?:VIRTUAL TABLE|TABLE|TRIGGER)(?: IF NOT EXISTS)? (\w+)/gm
const DROPS = /^DROP (?:TABLE|TRIGGER) IF EXISTS (\w+)/gm

/**
 * Triggers and the like, as they are to be at each start: whole files in the order of their names, all or none. Files
 * whose work stands in the database word for word are left out, so that a start that changes nothing writes nothing.
 */
export function replayCustomSql(sqlite: Database.Database, sqlFolder: string): void {
  const files = readdirSync(sqlFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const texts = files.map((name) => readFileSync(join(sqlFolder, name), 'utf8'))
  const stored = readStored(sqlite)
  if (texts.every((text) => isInPlace(text, stored))) return
  sqlite
    .transaction(() => {
      for (const text of texts) sqlite.exec(text)
    })
    .immediate()
}

/** The statements that made what is there, by name. SQLite keeps them as they were written, from the name on. */
function readStored(sqlite: Database.Database): ReadonlyMap<string, string> {
  const rows = sqlite
    .prepare<[], { readonly name: string; readonly sql: string }>(
      'SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL',
    )
    .all()
  return new Map(rows.map(({ name, sql }) => [name, sql.slice(sql.indexOf(name))]))
}

/** What a file creates is there as the file says it, and what it only drops is gone. */
function isInPlace(text: string, stored: ReadonlyMap<string, string>): boolean {
  const created = namesIn(text, CREATES)
  if (created.size === 0) return false
  for (const name of created) {
    const statement = stored.get(name)
    if (statement === undefined || !text.includes(statement)) return false
  }
  return [...namesIn(text, DROPS)].every((name) => created.has(name) || !stored.has(name))
}

function namesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].flatMap(([, name]) => name ?? []))
}
