import type Database from 'better-sqlite3'
import type { StoreTopic } from '../ports/store.ts'
import { errorCode, isMachineTrouble } from './health.ts'
import { type Attempt, putOff, SharedWork } from './sharedWork.ts'

type CommitListener = (topics: ReadonlySet<StoreTopic>) => void

export interface TransactionOptions {
  /** Runs after each commit, before the listeners. */
  readonly afterCommit?: (topics: ReadonlySet<StoreTopic>) => void
  /** A listener, `afterCommit` or work that nobody waits for threw. The commit stands all the same. */
  readonly onListenerError: (cause: unknown) => void
}

/** What a repository gathers while a transaction runs and writes once, at its end. */
export interface AtCommit {
  /** How much is gathered so far: a savepoint that is taken back takes back what came after. */
  readonly gathered: number
  takeBackTo(gathered: number): void
  write(): void
}

/** How long work that nobody waits for may be put off, so that others share its commit. */
const SOON_MS = 100
/** Put off while no commit succeeds; more is written at once, or fails before its caller. */
const MOST_PUT_OFF = 2_000

/** The one write path of a connection: BEGIN IMMEDIATE, savepoints for nested calls, topics announced after the commit. */
export class Transactions {
  readonly #sqlite: Database.Database
  readonly #options: TransactionOptions
  readonly #listeners = new Set<CommitListener>()
  readonly #begin: Database.Statement
  readonly #commit: Database.Statement
  readonly #rollback: Database.Statement
  readonly #savepoint: Database.Statement
  readonly #release: Database.Statement
  readonly #rollbackTo: Database.Statement
  readonly #shared = new SharedWork()
  #topics = new Set<StoreTopic>()
  #atCommit: AtCommit | null = null
  /** Why what is open may not be committed: a part of it was left half done. */
  #halfDone: { readonly cause: unknown } | null = null
  #soon: NodeJS.Timeout | null = null
  #thisTurn: NodeJS.Immediate | null = null

  constructor(sqlite: Database.Database, options: TransactionOptions) {
    this.#sqlite = sqlite
    this.#options = options
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE')
    this.#commit = sqlite.prepare('COMMIT')
    this.#rollback = sqlite.prepare('ROLLBACK')
    // SQLite takes the innermost savepoint of a name, so that one name serves every depth.
    this.#savepoint = sqlite.prepare('SAVEPOINT nested')
    this.#release = sqlite.prepare('RELEASE nested')
    this.#rollbackTo = sqlite.prepare('ROLLBACK TO nested')
  }

  /** All of `work` or nothing of it. A nested call that throws leaves nothing of its own; the outer one may go on. */
  write<T>(work: () => T): T {
    return this.#sqlite.inTransaction ? this.#nested(work) : this.#outer(work)
  }

  /** A single statement: joins what is open, else is a transaction of its own. Announces `topics`. */
  run<T>(topics: readonly StoreTopic[], work: () => T): T {
    const touchAndWork = () => {
      for (const topic of topics) this.#topics.add(topic)
      return work()
    }
    return this.#sqlite.inTransaction ? touchAndWork() : this.#outer(touchAndWork)
  }

  /**
   * Several statements that belong together. Announces `topics`. Inside an open transaction they are not taken back by
   * themselves when one throws, which would cost a savepoint each time: then the whole, or the savepoint around, goes.
   */
  writeTouching<T>(topics: readonly StoreTopic[], work: () => T): T {
    return this.run(topics, () => {
      try {
        return work()
      } catch (cause) {
        this.#halfDone ??= { cause }
        throw cause
      }
    })
  }

  /** Has `part` write before each commit what it gathered. */
  beforeCommit(part: AtCommit): void {
    this.#atCommit = part
  }

  /**
   * In one commit with what else asks for it in this turn of the event loop; each piece stands or falls alone. Resolves
   * after the commit. The work may run twice, when a commit it joined came to nothing.
   */
  writeTogether<T>(work: () => T): Promise<T> {
    this.#thisTurn ??= setImmediate(() => this.flush())
    return new Promise<T>((resolve, reject) => {
      // The value is what `work` returned.
      this.#shared.add({ work, waiter: { resolve: (value) => resolve(value as T), reject } })
    })
  }

  /**
   * In the open transaction, else with the next commit, whoever's it is, at the latest after `SOON_MS`. Announces `topics`.
   * `prepare` gives the work: it runs before that commit begins, whether the commit succeeds or not.
   */
  writeSoon(topics: readonly StoreTopic[], prepare: () => () => void): void {
    if (this.#sqlite.inTransaction || this.#shared.size >= MOST_PUT_OFF) {
      this.writeTouching(topics, prepare())
      return
    }
    const touchAndWork = () => {
      const work = prepare()
      return () => {
        for (const topic of topics) this.#topics.add(topic)
        work()
      }
    }
    this.#shared.add(putOff(touchAndWork))
    this.#soon ??= setTimeout(() => this.flush(), SOON_MS)
  }

  /** Commits what waits for a commit. Never throws: who waits for it is told. */
  flush(): void {
    if (this.#soon) clearTimeout(this.#soon)
    this.#soon = null
    if (this.#thisTurn) clearImmediate(this.#thisTurn)
    this.#thisTurn = null
    if (this.#shared.size === 0 || this.#sqlite.inTransaction || !this.#sqlite.open) return
    try {
      this.#outer(() => undefined)
    } catch (cause) {
      this.#shared.refuse(cause)
      // A full disk is told by the next write that somebody waits for; what waits here goes with that one.
      if (!isMachineTrouble(errorCode(cause))) this.#options.onListenerError(cause)
    }
  }

  onCommitted(listener: CommitListener): () => void {
    // Wrapped, so that the same function given twice is two subscriptions.
    const own: CommitListener = (topics) => listener(topics)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  #outer<T>(work: () => T): T {
    this.#topics = new Set()
    let result: T
    let joined: readonly Attempt[]
    this.#shared.prepare()
    try {
      // What was asked for before comes before.
      joined = this.#beginWithShared()
      result = refusePromise(work())
      if (this.#halfDone) throw this.#halfDone.cause
      this.#atCommit?.write()
      this.#commit.run()
    } catch (cause) {
      this.#takeBack()
      throw cause
    }
    for (const cause of this.#shared.settle(joined)) this.#options.onListenerError(cause)
    this.#announce(this.#topics)
    return result
  }

  /** Mostly all shared pieces succeed; only when one throws do they begin again, with a savepoint around each. */
  #beginWithShared(): readonly Attempt[] {
    this.#begin.run()
    if (this.#shared.size === 0) return []
    try {
      return this.#shared.attemptAll((piece) => refusePromise(piece()))
    } catch {
      this.#takeBack()
      this.#begin.run()
      return this.#shared.attemptEach((piece) => this.#nested(piece))
    }
  }

  #takeBack(): void {
    // A full disk or an I/O error may have rolled back by itself.
    if (this.#sqlite.inTransaction) this.#rollback.run()
    this.#topics = new Set()
    this.#halfDone = null
    this.#atCommit?.takeBackTo(0)
  }

  #nested<T>(work: () => T): T {
    const topicsBefore = new Set(this.#topics)
    const gatheredBefore = this.#atCommit?.gathered ?? 0
    const halfDoneBefore = this.#halfDone
    this.#savepoint.run()
    try {
      const result = refusePromise(work())
      if (this.#halfDone !== halfDoneBefore) throw this.#halfDone?.cause
      this.#release.run()
      return result
    } catch (cause) {
      if (this.#sqlite.inTransaction) {
        this.#rollbackTo.run()
        this.#release.run()
        this.#halfDone = halfDoneBefore
      }
      this.#topics = topicsBefore
      this.#atCommit?.takeBackTo(gatheredBefore)
      throw cause
    }
  }

  #announce(topics: ReadonlySet<StoreTopic>): void {
    const { afterCommit } = this.#options
    if (afterCommit) this.#callSafely(afterCommit, topics)
    if (topics.size === 0) return
    for (const listener of [...this.#listeners]) this.#callSafely(listener, topics)
  }

  #callSafely(listener: CommitListener, topics: ReadonlySet<StoreTopic>): void {
    try {
      listener(topics)
    } catch (cause) {
      this.#options.onListenerError(cause)
    }
  }
}

/** What is awaited in a transaction runs after its commit; such work is refused, and rolled back. */
function refusePromise<T>(result: T): T {
  if (typeof result === 'object' && result !== null && 'then' in result) {
    throw new TypeError('The work of a transaction returned a promise')
  }
  return result
}
