import { errorCode, isMachineTrouble } from './health.ts'

interface Waiting {
  /** Run before the commit begins. */
  readonly prepare?: () => unknown
  /** Can run again when a commit it joined came to nothing. */
  readonly work: () => unknown
  /** Null for work that nobody waits for. */
  readonly waiter: {
    readonly resolve: (value: unknown) => void
    readonly reject: (cause: unknown) => void
  } | null
}

/** How one piece of work went inside a transaction that is not committed yet. */
export interface Attempt {
  readonly of: Waiting
  readonly end:
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly cause: unknown }
}

/** Work that nobody waits for. Prepared once; what it was made of is let go then. */
export function putOff(prepare: () => () => void): Waiting {
  let unprepared: (() => () => void) | null = prepare
  let prepared = (): void => undefined
  const ready = (): (() => void) => {
    if (unprepared !== null) {
      prepared = unprepared()
      unprepared = null
    }
    return prepared
  }
  return { prepare: ready, work: () => ready()(), waiter: null }
}

/** Work that waits for a commit to share, in the order in which it was asked for. */
export class SharedWork {
  #waiting: Waiting[] = []

  get size(): number {
    return this.#waiting.length
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting)
  }

  /** One after the other, since many of a kind in a row find their code and data in the processor's caches. */
  prepare(): void {
    for (const { prepare } of this.#waiting) {
      if (prepare) attempt(prepare)
    }
  }

  /** Runs all of it. Throws when a piece throws: then all of them are to be taken back. */
  attemptAll(run: (work: () => unknown) => unknown): readonly Attempt[] {
    return this.#waiting.map((of) => ({ of, end: { ok: true, value: run(of.work) } }))
  }

  /**
   * Runs all of it by `nested`: a piece that throws for a reason of its own leaves nothing and spoils no other. A disk
   * that takes no writes spoils the whole.
   */
  attemptEach(nested: (work: () => unknown) => unknown): readonly Attempt[] {
    return stretchesOf(this.#waiting).flatMap((stretch) => attemptStretch(stretch, nested))
  }

  /** After the commit: whoever waits is told. Returns why work that nobody waits for failed. */
  settle(attempts: readonly Attempt[]): readonly unknown[] {
    // What was asked for since stands behind what was attempted.
    this.#waiting = this.#waiting.slice(attempts.length)
    const failed: unknown[] = []
    for (const { of, end } of attempts) {
      if (end.ok) of.waiter?.resolve(end.value)
      else if (of.waiter) of.waiter.reject(end.cause)
      else failed.push(end.cause)
    }
    return failed
  }

  /** The commit failed. Who waits is told; the rest goes on waiting for a better one. */
  refuse(cause: unknown): void {
    const refused = this.#waiting
    this.#waiting = refused.filter((waiting) => waiting.waiter === null)
    for (const { waiter } of refused) waiter?.reject(cause)
  }
}

/** Work that nobody waits for is mostly log rows, and a savepoint for each would cost as much as its row: a stretch has one. */
function stretchesOf(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const stretches: Waiting[][] = []
  for (const piece of waiting) {
    const last = stretches.at(-1)
    if (last && piece.waiter === null && last[0]?.waiter === null) last.push(piece)
    else stretches.push([piece])
  }
  return stretches
}

function attemptStretch(
  stretch: readonly Waiting[],
  nested: (work: () => unknown) => unknown,
): readonly Attempt[] {
  if (stretch.length > 1) {
    const together = attempt(() => nested(() => stretch.map((of) => of.work())))
    if (together.ok) return stretch.map((of) => ({ of, end: { ok: true, value: undefined } }))
  }
  // One of them threw, and took the others of its savepoint with it.
  return stretch.map((of) => ({ of, end: attempt(() => nested(of.work)) }))
}

function attempt(work: () => unknown): Attempt['end'] {
  try {
    return { ok: true, value: work() }
  } catch (cause) {
    if (isMachineTrouble(errorCode(cause))) throw cause
    return { ok: false, cause }
  }
}
