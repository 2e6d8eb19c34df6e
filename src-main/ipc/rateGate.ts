import type { RateLimit } from './requestLimits.ts'

const MINUTE_MS = 60_000

/** Admits a burst and then a steady rate, for each name. Time is monotonic, in milliseconds. */
export interface RateGate {
  admits(name: string, limit: RateLimit): boolean
}

export function createRateGate(monotonicMs: () => number): RateGate {
  const buckets = new Map<string, { tokens: number; filledAtMs: number }>()
  return {
    admits(name, limit) {
      const nowMs = monotonicMs()
      const bucket = buckets.get(name) ?? { tokens: limit.burst, filledAtMs: nowMs }
      const refill = ((nowMs - bucket.filledAtMs) * limit.perMinute) / MINUTE_MS
      const tokens = Math.min(limit.burst, bucket.tokens + refill)
      const isAdmitted = tokens >= 1
      buckets.set(name, { tokens: isAdmitted ? tokens - 1 : tokens, filledAtMs: nowMs })
      return isAdmitted
    },
  }
}
