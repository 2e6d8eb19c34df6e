import type Database from 'better-sqlite3'

/**
 * Which debug session records at a moment. Asked at every record that is written: one step through an index, so that a
 * session ends by the clock alone and a restart changes nothing.
 */
export class CurrentDebugSession {
  readonly #codeAt
  /** What is written together is of one moment. */
  #last: { readonly at: string; readonly code: string | null } | null = null

  constructor(sqlite: Database.Database) {
    this.#codeAt = sqlite
      .prepare<[{ readonly at: string }], string>(
        `SELECT code FROM debug_session INDEXED BY debug_session_ends
         WHERE ends_at > @at AND started_at <= @at AND stopped_at IS NULL ORDER BY ends_at LIMIT 1`,
      )
      .pluck()
  }

  codeAt(atIso: string): string | null {
    if (this.#last?.at !== atIso) this.#last = { at: atIso, code: this.#codeAt.get({ at: atIso }) ?? null }
    return this.#last.code
  }

  /** A session began or was stopped. */
  forget(): void {
    this.#last = null
  }
}
