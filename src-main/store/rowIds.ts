import type Database from 'better-sqlite3'

/** Tables whose rows are bound to their id before they are inserted. */
type ReservedTable = 'integration_customer' | 'credential' | 'operation'

/** Reserves ids of AUTOINCREMENT tables, so that a sealed value is bound to its row in the one insert. */
export class RowIds {
  readonly #sqlite: Database.Database
  readonly #highest: Database.Statement<[string]>

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite
    this.#highest = sqlite.prepare<[string]>('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck()
  }

  /** Holds inside the write transaction that also inserts the row with it. */
  next(table: ReservedTable): number {
    if (!this.#sqlite.inTransaction) throw new Error('A row id is reserved inside a transaction only')
    const highest = this.#highest.get(table)
    return typeof highest === 'number' ? highest + 1 : 1
  }
}
