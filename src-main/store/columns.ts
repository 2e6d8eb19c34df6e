import { type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'

/** An id read from its own column: which id it is, is what the column means. */
export function asId<Id extends number>(value: number): Id {
  return value as Id
}

export function asIdOrNull<Id extends number>(value: number | null): Id | null {
  return value as Id | null
}

/** The same for ids that are text. */
export function asTextId<Id extends string>(value: string): Id {
  return value as Id
}

export function asTextIdOrNull<Id extends string>(value: string | null): Id | null {
  return value as Id | null
}

/** A value given when the prepared statement runs; for `set`, whose types know no placeholder. */
export function given<T>(name: string): SQL<T> {
  return sql<T>`${sql.placeholder(name)}`
}

/**
 * The same for a text in what is run with each look at a screen. While SQLite plans it looks at what a column is compared
 * with, where that is a bare value, and so compiles the statement anew at each run: longer than finding some rows takes.
 */
export function givenLate(name: string): SQL<string> {
  return sql<string>`${sql.placeholder(name)} || ''`
}

/** For a prepared statement: among the values of a JSON list given as `among`. */
export function isAmong(column: AnySQLiteColumn): SQL {
  return sql`${column} in (select value from json_each(${given('among')}))`
}

export function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

export function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

/** A LIKE pattern for "contains"; use with `ESCAPE '\'`. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** Without regard to case in any script; SQLite's own `lower` knows ASCII alone. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
