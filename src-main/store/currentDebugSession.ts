import type Database from 'better-sqlite3'

/**
 * Which debug session records at a moment. Asked at every record that is written: one step through an index, so that a
 * session ends by the clock alone and a restart changes nothing.
 */
export class CurrentDebugSession {
  readonly #codeAt

  constructor(sqlite: Database.Database) {
    this.#codeAt = sqlite
      .prepare<[{ readonly at: string }], string>(
        `SELECT code FROM debug_session INDEXED BY debug_session_ends
         WHERE ends_at > @at AND started_at <= @at AND stopped_at IS NULL ORDER BY ends_at LIMIT 1`,
      )
      .pluck()
  }

  codeAt(atIso: string): string | null {
    return this.#codeAt.get({ at: atIso }) ?? null
  }
}
