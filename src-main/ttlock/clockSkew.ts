import type { Clock } from '../ports/clock.ts'

/** The provider refuses calls whose `date` is further off than this. */
const LARGEST_SKEW_MS = 5 * 60_000
/** The Date header is cut to the second: on average half a second has passed since. */
const HEADER_ROUNDING_MS = 500

export interface ClockSkew {
  /** Takes the provider's time from an answer that has just come. */
  measure(dateHeader: string | null): void
  /** Our clock minus the provider's in ms, or null before the first measurement. */
  offsetMs(): number | null
  isTooFar(): boolean
  /** Time since the last measurement in ms, or null before the first. */
  ageMs(): number | null
}

/**
 * Remembers the provider's time against the monotonic clock, so that a corrected PC clock shows at once, without
 * sending anything. After a suspend the estimate may be behind: callers measure again before they believe a large one.
 */
export function createClockSkew(clock: Clock): ClockSkew {
  let measured: { readonly providerMs: number; readonly monotonicMs: number } | null = null

  function offsetMs(): number | null {
    if (measured === null) return null
    const providerNowMs = measured.providerMs + (clock.monotonicMs() - measured.monotonicMs)
    return Math.round(clock.nowMs() - providerNowMs)
  }

  return {
    measure(dateHeader) {
      const providerMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader)
      if (Number.isNaN(providerMs)) return
      measured = { providerMs: providerMs + HEADER_ROUNDING_MS, monotonicMs: clock.monotonicMs() }
    },
    offsetMs,
    isTooFar: () => Math.abs(offsetMs() ?? 0) > LARGEST_SKEW_MS,
    ageMs: () => (measured === null ? null : clock.monotonicMs() - measured.monotonicMs),
  }
}
