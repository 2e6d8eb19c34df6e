import type Database from 'better-sqlite3'
import type { StoreTopic } from '../ports/store.ts'

type CommitListener = (topics: ReadonlySet<StoreTopic>) => void

export interface TransactionOptions {
  /** Runs after each commit that changed something, before the listeners. */
  readonly afterCommit?: (topics: ReadonlySet<StoreTopic>) => void
  /** A listener or `afterCommit` threw. The commit stands all the same. */
  readonly onListenerError: (cause: unknown) => void
}

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
  #topics = new Set<StoreTopic>()

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

  /** Several statements that belong together. Announces `topics`. */
  writeTouching<T>(topics: readonly StoreTopic[], work: () => T): T {
    return this.write(() => this.run(topics, work))
  }

  onCommitted(listener: CommitListener): () => void {
    // Wrapped, so that the same function given twice is two subscriptions.
    const own: CommitListener = (topics) => listener(topics)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  #outer<T>(work: () => T): T {
    this.#topics = new Set()
    this.#begin.run()
    let result: T
    try {
      result = refusePromise(work())
      this.#commit.run()
    } catch (cause) {
      // A full disk or an I/O error may have rolled back by itself.
      if (this.#sqlite.inTransaction) this.#rollback.run()
      throw cause
    }
    this.#announce(this.#topics)
    return result
  }

  #nested<T>(work: () => T): T {
    const topicsBefore = new Set(this.#topics)
    this.#savepoint.run()
    try {
      const result = refusePromise(work())
      this.#release.run()
      return result
    } catch (cause) {
      if (this.#sqlite.inTransaction) {
        this.#rollbackTo.run()
        this.#release.run()
      }
      this.#topics = topicsBefore
      throw cause
    }
  }

  #announce(topics: ReadonlySet<StoreTopic>): void {
    if (topics.size === 0) return
    const { afterCommit } = this.#options
    if (afterCommit) this.#callSafely(afterCommit, topics)
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
