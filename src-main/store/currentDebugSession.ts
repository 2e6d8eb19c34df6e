import type Database from 'better-sqlite3'
import { fromIso, toIso } from '../domain/instant.ts'

/** A record of a moment so far before the start was written by a clock that was set back: it belongs to the session. */
const SET_BACK_MS = 5_000

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
      .prepare<[{ readonly at: string; readonly setBack: string }], string>(
        `SELECT code FROM debug_session INDEXED BY debug_session_ends
         WHERE ends_at > @at AND (started_at <= @at OR started_at > @setBack) AND stopped_at IS NULL ORDER BY ends_at LIMIT 1`,
      )
      .pluck()
  }

  codeAt(atIso: string): string | null {
    if (this.#last?.at !== atIso) {
      const setBack = toIso(fromIso(atIso) + SET_BACK_MS)
      this.#last = { at: atIso, code: this.#codeAt.get({ at: atIso, setBack }) ?? null }
    }
    return this.#last.code
  }

  /** A session began or was stopped. */
  forget(): void {
    this.#last = null
  }
}
