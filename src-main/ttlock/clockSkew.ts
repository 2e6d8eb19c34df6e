import { isClockOff } from '../domain/clockTolerance.ts'
import type { Clock } from '../ports/clock.ts'

/** The Date header is cut to the second: on average half a second has passed since. */
const HEADER_ROUNDING_MS = 500

/** As every server writes it; `Date.parse` alone would make a time of a mere year. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

export interface ClockSkew {
  /** Takes the provider's time from an answer that has just come. */
  measure(dateHeader: string | null): void
  /** Our clock minus the provider's in ms, or null before the first measurement. */
  offsetMs(): number | null
  isTooFar(): boolean
  /** Time since the last measurement in ms by whichever clock says more, or null before the first. */
  ageMs(): number | null
}

/**
 * Remembers the provider's time against the monotonic clock, so that a corrected PC clock shows at once, without
 * sending anything. After a suspend the estimate may be behind: callers measure again before they believe a large one.
 */
export function createClockSkew(clock: Clock): ClockSkew {
  let measured: Measurement | null = null
  /** All answers of a second carry the same one. */
  let last: { readonly header: string | null; readonly providerMs: number } = {
    header: null,
    providerMs: Number.NaN,
  }

  function offsetMs(): number | null {
    if (measured === null) return null
    const providerNowMs = measured.providerMs + (clock.monotonicMs() - measured.monotonicMs)
    return Math.round(clock.nowMs() - providerNowMs)
  }

  return {
    measure(dateHeader) {
      if (dateHeader !== last.header) last = { header: dateHeader, providerMs: timeOf(dateHeader) }
      const { providerMs } = last
      if (Number.isNaN(providerMs)) return
      measured = {
        providerMs: providerMs + HEADER_ROUNDING_MS,
        monotonicMs: clock.monotonicMs(),
        wallMs: clock.nowMs(),
      }
    },
    offsetMs,
    isTooFar: () => isClockOff(offsetMs()),
    ageMs: () => (measured === null ? null : ageOf(measured, clock)),
  }
}

function timeOf(dateHeader: string | null): number {
  return dateHeader !== null && HTTP_DATE.test(dateHeader) ? Date.parse(dateHeader) : Number.NaN
}

interface Measurement {
  readonly providerMs: number
  readonly monotonicMs: number
  readonly wallMs: number
}

/** A monotonic clock may stand still during a suspend, and the wall clock may have been set: both ask for a new look. */
function ageOf(measured: Measurement, clock: Clock): number {
  return Math.max(clock.monotonicMs() - measured.monotonicMs, Math.abs(clock.nowMs() - measured.wallMs))
}
