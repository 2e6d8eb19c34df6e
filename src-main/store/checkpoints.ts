import type { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { Logger } from '../ports/logger.ts'

/** Starts `checkpointThread.ts`; how a thread is started differs between the built program and its source. */
export type StartCheckpointThread = (workerData: CheckpointThreadData) => Worker

export interface CheckpointThreadData {
  readonly file: string
  /** Over shared memory: one number each at `IS_AT_WORK` and `IS_CLOSED`, 0 or 1. */
  readonly state: Int32Array
}
/** From when it is asked until the thread has done it, or given up. */
export const IS_AT_WORK = 0
/** Once the thread has let go of the file. */
export const IS_CLOSED = 1

export type CheckpointOrder = 'checkpoint' | 'close'

/** All a thread ever says. */
export interface CheckpointFailure {
  readonly code: string
}

/** As many pages as SQLite itself takes in at a time, which holds a thread 12 to 20 ms. */
const PAGES_AT_A_TIME = 1_000
/** Beyond it the thread is asked no more, and SQLite takes the log in by itself in the middle of a commit. */
const BACKSTOP_PAGES = 10_000
/** A look costs 2 µs. */
const COMMITS_BETWEEN_LOOKS = 16
/** Longer than a disk that works takes for what is left; beyond it the log stays, and the next start takes it in. */
const MOST_WAIT_FOR_END_MS = 5_000

interface LogPages {
  readonly log: number
  readonly checkpointed: number
}

export interface CheckpointsOptions {
  readonly sqlite: Database.Database
  /** Without one SQLite checkpoints on the thread that commits. */
  readonly startThread: StartCheckpointThread | null
  readonly logger: Logger | null
}

/**
 * Has the write-ahead log taken into the database by a thread, so that no commit stands still for it. Nothing depends on
 * the thread: without it SQLite does the same in its own way, and one that fails is asked again when the log has grown.
 */
export class Checkpoints {
  readonly #options: CheckpointsOptions
  readonly #state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  /** Null where there is none to be had, or no longer. */
  #startThread: StartCheckpointThread | null
  /** Made when it is first needed: a start does not wait for it. */
  #thread: Worker | null = null
  #look: Database.Statement<[], LogPages> | null = null
  #commits = 0
  /** How long the log was when the thread was last asked. */
  #askedAt = 0
  #hasFailed = false

  constructor(options: CheckpointsOptions) {
    this.#options = options
    this.#startThread = options.startThread
    if (options.startThread) options.sqlite.pragma(`wal_autocheckpoint = ${BACKSTOP_PAGES}`)
  }

  /** After each commit. */
  follow(): void {
    if (this.#startThread === null) return
    this.#commits += 1
    if (this.#commits % COMMITS_BETWEEN_LOOKS !== 0) return
    // Takes nothing in, and says how much there is.
    this.#look ??= this.#options.sqlite.prepare('PRAGMA wal_checkpoint(NOOP)')
    const pages = this.#look.get()
    if (!pages) return
    // When all of it is in the database, SQLite writes the log from its beginning again.
    if (pages.log < this.#askedAt) this.#askedAt = 0
    if (pages.log - Math.max(pages.checkpointed, this.#askedAt) < PAGES_AT_A_TIME) return
    // One turn of work at a time, and none beyond the backstop: SQLite could not get in between.
    if (pages.log >= BACKSTOP_PAGES || Atomics.load(this.#state, IS_AT_WORK) === 1) return
    this.#askedAt = pages.log
    Atomics.store(this.#state, IS_AT_WORK, 1)
    this.#thread ??= this.#start(this.#startThread)
    this.#thread?.postMessage('checkpoint' satisfies CheckpointOrder)
  }

  /** Stands still until the thread has let go of the file. */
  close(): void {
    const thread = this.#thread
    this.#startThread = null
    this.#thread = null
    if (!thread) return
    thread.postMessage('close' satisfies CheckpointOrder)
    const ended = Atomics.wait(this.#state, IS_CLOSED, 0, MOST_WAIT_FOR_END_MS)
    if (ended === 'timed-out') void thread.terminate()
  }

  #start(startThread: StartCheckpointThread): Worker | null {
    try {
      const thread = startThread({ file: this.#options.sqlite.name, state: this.#state })
      thread.unref()
      thread.on('message', ({ code }: CheckpointFailure) => this.#noteFailure(code))
      thread.on('error', (cause) => this.#doWithout(thread, cause))
      thread.on('exit', () => this.#doWithout(thread, null))
      return thread
    } catch (cause) {
      this.#doWithout(null, cause)
      return null
    }
  }

  /** A full disk, mostly. Whoever writes is told by the write. */
  #noteFailure(code: string): void {
    if (this.#hasFailed) return
    this.#hasFailed = true
    this.#options.logger?.warn('The checkpoint thread could not take the log into the database', { code })
  }

  #doWithout(thread: Worker | null, cause: unknown): void {
    if (thread !== this.#thread) return
    this.#startThread = null
    this.#thread = null
    this.#options.sqlite.pragma(`wal_autocheckpoint = ${PAGES_AT_A_TIME}`)
    this.#options.logger?.warn('The checkpoint thread has ended; SQLite does without', { cause })
  }
}
