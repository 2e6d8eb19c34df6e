import type Database from 'better-sqlite3'
import { errorCode, isMachineTrouble } from '../health.ts'
import type { StoreContext } from '../storeContext.ts'

/** A pause before what was written is indexed: a trace grows row by row, and one entry for all of them is cheaper. */
export const INDEX_DELAY_MS = 1_000
/** Between two slices while nothing else is written. */
const NEXT_SLICE_MS = 30
/** The windows wait for a slice, so it is kept shorter than a frame. */
const SLICE_MS = 8
const SLICE_TRACES = 200

/**
 * Fills the word index of the traces behind their writing, a slice at a time: in the same commit it would cost more
 * than all else. What waits is found by reading it, so nothing is missed meanwhile.
 */
export class TraceIndex {
  readonly #context: StoreContext
  readonly #onError: (cause: unknown) => void
  readonly #next: Database.Statement<[], number>
  readonly #add: Database.Statement<[number]>
  readonly #done: Database.Statement<[number]>
  #timer: NodeJS.Timeout | null = null
  #hasGrown = false

  constructor(context: StoreContext, onError: (cause: unknown) => void) {
    const { sqlite } = context
    this.#context = context
    this.#onError = onError
    this.#next = sqlite
      .prepare<[], number>(`SELECT trace_id FROM trace_unindexed ORDER BY trace_id LIMIT ${SLICE_TRACES}`)
      .pluck()
    this.#add = sqlite.prepare(
      'INSERT OR REPLACE INTO trace_index (rowid, search_text) SELECT id, search_text FROM trace WHERE id = ?',
    )
    this.#done = sqlite.prepare('DELETE FROM trace_unindexed WHERE trace_id = ?')
  }

  /** After a commit that wrote to traces, and once at the start. */
  follow(): void {
    this.#hasGrown = true
    if (this.#timer === null) this.#arm(INDEX_DELAY_MS)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => this.#tick(), ms)
    // What is left waits in its table for the next start.
    this.#timer.unref()
  }

  #tick(): void {
    const isBusy = this.#hasGrown
    this.#hasGrown = false
    let isMore = false
    try {
      isMore = this.#fillSlice()
    } catch (cause) {
      // The next commit arms it again. Of a full disk those are told who wait for a write.
      if (!isMachineTrouble(errorCode(cause))) this.#onError(cause)
    }
    this.#timer = null
    // The slice's own commit may have stored what others write.
    if (isMore || this.#hasGrown) this.#arm(isBusy || this.#hasGrown ? INDEX_DELAY_MS : NEXT_SLICE_MS)
  }

  /** True when more may be waiting. */
  #fillSlice(): boolean {
    const waiting = this.#next.all()
    if (waiting.length === 0) return false
    const { clock, transactions } = this.#context
    const endsAtMs = clock.monotonicMs() + SLICE_MS
    return transactions.write(() => {
      for (const [index, id] of waiting.entries()) {
        this.#add.run(id)
        this.#done.run(id)
        if (clock.monotonicMs() >= endsAtMs && index + 1 < waiting.length) return true
      }
      return waiting.length === SLICE_TRACES
    })
  }
}
