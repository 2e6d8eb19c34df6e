import { type SQL, sql } from 'drizzle-orm'
import { type AnySQLiteColumn, integer, text } from 'drizzle-orm/sqlite-core'

/** Times are ISO 8601 UTC text with milliseconds, so that they sort and read the same everywhere. */
export function timestamp(name: string) {
  return text(name)
}

/** A sealed value: AES-256-GCM text under the vault's key, bound to its table and row. Never plain. */
export function sealed(name: string) {
  return text(name)
}

export function flag(name: string) {
  return integer(name, { mode: 'boolean' })
}

/**
 * For a CHECK on a table that is written at every turn: of an IN list with three values or more, SQLite makes a table
 * anew at each statement.
 */
export function isOneOf(column: AnySQLiteColumn, values: readonly string[]): SQL {
  return sql.join(
    values.map((value) => sql`${column} = ${sql.raw(`'${value}'`)}`),
    sql` or `,
  )
}
