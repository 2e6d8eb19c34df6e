import type Database from 'better-sqlite3'
import type { LongLogBody } from '../../domain/trace/logBody.ts'
import type { StoreContext } from '../storeContext.ts'

/**
 * Long responses of the log, each text once. What is known is asked of the database each time: a memory of it would have
 * to follow each rollback.
 */
export class LogBodies {
  readonly #context: StoreContext
  readonly #usedSince: Database.Statement<[Uint8Array, string], number>
  readonly #find: Database.Statement<[Uint8Array], number>
  readonly #insert: Database.Statement<[Uint8Array, string, string]>
  readonly #use: Database.Statement<[string, number]>
  readonly #deleteUnused: Database.Statement<[string, number]>

  constructor(context: StoreContext) {
    const { sqlite } = context
    this.#context = context
    this.#usedSince = sqlite
      .prepare<[Uint8Array, string], number>('SELECT id FROM log_body WHERE digest = ? AND last_used_on >= ?')
      .pluck()
    this.#find = sqlite.prepare<[Uint8Array], number>('SELECT id FROM log_body WHERE digest = ?').pluck()
    this.#insert = sqlite.prepare('INSERT INTO log_body (digest, last_used_on, body_json) VALUES (?, ?, ?)')
    this.#use = sqlite.prepare('UPDATE log_body SET last_used_on = ? WHERE id = ?')
    this.#deleteUnused = sqlite.prepare(
      `DELETE FROM log_body WHERE id IN
        (SELECT id FROM log_body WHERE last_used_on < ? ORDER BY last_used_on LIMIT ? + 0)`,
    )
  }

  /** In a transaction: the row of this text, for a log row of this time. Written to at most once a day. */
  idOf(body: LongLogBody, createdAt: string): number {
    const day = dayOf(createdAt)
    const usedToday = this.#usedSince.get(body.digest, day)
    if (usedToday !== undefined) return usedToday
    const id = this.#find.get(body.digest)
    if (id === undefined) return Number(this.#insert.run(body.digest, day, body.json).lastInsertRowid)
    this.#use.run(day, id)
    return id
  }

  /** Deletes at most `limit` texts that only rows from before `createdBefore` can refer to; how many went. */
  prune({ createdBefore, limit }: { readonly createdBefore: string; readonly limit: number }): number {
    return this.#context.transactions.run(
      ['traces'],
      () => this.#deleteUnused.run(dayOf(createdBefore), limit).changes,
    )
  }
}

function dayOf(time: string): string {
  return time.slice(0, '2026-02-05'.length)
}
