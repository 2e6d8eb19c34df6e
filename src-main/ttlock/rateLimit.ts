/** At most so many calls start in any stretch of so many ms. The provider publishes no figure for 30006. */
export interface RateLimit {
  readonly calls: number
  readonly perMs: number
}

export const DEFAULT_RATE_LIMIT: RateLimit = { calls: 10, perMs: 1_000 }

/**
 * The provider counts calls as they arrive, and one that was held up on the way falls into the next one's stretch: the
 * stretch kept here is that much longer. 4 % still use 96 % of the limit.
 */
const STRETCHED_BY = 1.04

export interface Pacer {
  /**
   * Resolves when a call may start: those of a lower rank first, equal ones in the order of the asking; false when the
   * signal came first.
   */
  turn(signal: AbortSignal | null, rank?: number): Promise<boolean>
  close(): void
}

interface Waiting {
  readonly rank: number
  readonly settle: (hasTurn: boolean) => void
}

export function createPacer(limit: RateLimit): Pacer {
  const stretchMs = Math.ceil(limit.perMs * STRETCHED_BY)
  /** When calls started by the monotonic clock, as far as they count; the oldest first. */
  const starts: number[] = []
  const waiting = new Set<Waiting>()
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  /** Takes a start when there is one; else how long the next one is away, in ms. */
  function takeStart(): number {
    const nowMs = performance.now()
    while (starts[0] !== undefined && starts[0] + stretchMs <= nowMs) starts.shift()
    if (starts[0] !== undefined && starts.length >= limit.calls) return starts[0] + stretchMs - nowMs
    starts.push(nowMs)
    return 0
  }

  function wake(): void {
    timer = null
    for (let first = firstOf(waiting); first; first = firstOf(waiting)) {
      const restMs = takeStart()
      if (restMs > 0) {
        timer = setTimeout(wake, Math.ceil(restMs))
        return
      }
      first.settle(true)
    }
  }

  function wait(signal: AbortSignal | null, rank: number): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = (): void => call.settle(false)
      const call: Waiting = {
        rank,
        settle(hasTurn) {
          waiting.delete(call)
          signal?.removeEventListener('abort', stop)
          resolve(hasTurn)
        },
      }
      waiting.add(call)
      signal?.addEventListener('abort', stop, { once: true })
      if (timer === null) wake()
    })
  }

  return {
    turn(signal, rank = 0) {
      if (isClosed || signal?.aborted) return Promise.resolve(false)
      return waiting.size === 0 && takeStart() === 0 ? Promise.resolve(true) : wait(signal, rank)
    },
    close() {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      for (const call of waiting) call.settle(false)
    },
  }
}

function firstOf(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let first: Waiting | undefined
  for (const call of waiting) if (first === undefined || call.rank < first.rank) first = call
  return first
}
