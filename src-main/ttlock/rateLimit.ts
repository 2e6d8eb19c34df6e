import PQueue from 'p-queue'

/** At most so many calls start in any stretch of so many ms. The provider publishes no figure for 30006. */
export interface RateLimit {
  readonly calls: number
  readonly perMs: number
}

export const DEFAULT_RATE_LIMIT: RateLimit = { calls: 10, perMs: 1_000 }

export interface Pacer {
  /** Resolves when a call may start; false when the signal came first. */
  turn(signal: AbortSignal | null): Promise<boolean>
  close(): void
}

export function createPacer(limit: RateLimit): Pacer {
  const queue = new PQueue({ intervalCap: limit.calls, interval: limit.perMs, strict: limit.perMs > 0 })
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
