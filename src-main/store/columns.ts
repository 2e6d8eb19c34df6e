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

/**
 * A value given when the prepared statement runs; for `set`, whose types know no placeholder. The plus changes no value: while
 * SQLite plans an order or an outer join it looks at bare parameters, and compiles the statement anew when one of them has
 * another value, which takes ten times as long as finding a few rows.
 */
export function given<T>(name: string): SQL<T> {
  return sql<T>`+${sql.placeholder(name)}`
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
