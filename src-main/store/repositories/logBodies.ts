import type Database from 'better-sqlite3'
import type { LongLogBody } from '../../domain/trace/logBody.ts'
import type { StoreContext } from '../storeContext.ts'

interface Known {
  readonly id: number
  readonly lastUsedOn: string
}

/**
 * Long responses of the log, each text once. What is known is asked of the database each time: a memory of it would have
 * to follow each rollback.
 */
export class LogBodies {
  readonly #context: StoreContext
  readonly #find: Database.Statement<[Uint8Array], Known>
  readonly #insert: Database.Statement<[Uint8Array, string, string]>
  readonly #use: Database.Statement<[string, number]>
  readonly #deleteUnused: Database.Statement<[string, number]>

  constructor(context: StoreContext) {
    const { sqlite } = context
    this.#context = context
    this.#find = sqlite.prepare('SELECT id, last_used_on AS lastUsedOn FROM log_body WHERE digest = ?')
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
    const known = this.#find.get(body.digest)
    if (known === undefined) return Number(this.#insert.run(body.digest, day, body.json).lastInsertRowid)
    if (known.lastUsedOn < day) this.#use.run(day, known.id)
    return known.id
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
