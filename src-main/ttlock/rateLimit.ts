import PQueue from 'p-queue'

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
  /** Resolves when a call may start; false when the signal came first. */
  turn(signal: AbortSignal | null): Promise<boolean>
  close(): void
}

export function createPacer(limit: RateLimit): Pacer {
  const interval = Math.ceil(limit.perMs * STRETCHED_BY)
  const queue = new PQueue({ intervalCap: limit.calls, interval, strict: interval > 0 })
  const closing = new AbortController()
  return {
    async turn(signal) {
      const either = signal === null ? closing.signal : AbortSignal.any([closing.signal, signal])
      if (either.aborted) return false
      try {
        await queue.add(() => undefined, { signal: either })
        return true
      } catch (error) {
        if (either.aborted) return false
        throw error
      }
    },
    close: () => closing.abort(),
  }
}
