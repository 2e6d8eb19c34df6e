import type { Clock } from '../ports/clock.ts'

const BEIJING_OFFSET_MS = 8 * 3_600_000
/** A used-up month is asked about again this often: the plan may have been enlarged. */
const MONTH_RECHECK_MS = 15 * 60_000
const FIRST_THROTTLE_MS = 60_000
const LONGEST_THROTTLE_MS = 15 * 60_000
const FORECAST_AFTER_MS = 24 * 3_600_000

/** Use of the application's monthly calls, as last counted by the provider plus what was sent since. */
export interface QuotaState {
  readonly used: number
  readonly limit: number
  readonly remaining: number
  /** Epoch ms of the provider's own count, or null while only our own calls are counted. */
  readonly countedAtMs: number | null
  /** Epoch ms of the next first of a month in Beijing. */
  readonly renewsAtMs: number
  /** Expected use at the end of the month at the pace so far; null in its first day, which says little. */
  readonly forecast: number | null
}

export interface Quota {
  countCall(): void
  setCount(count: number): void
  /** 30006 or 30007 came. */
  refused(errcode: number): void
  accepted(): void
  /** How long nothing may be sent, in ms, and why; null when calls may go. */
  pause(): { readonly remainingMs: number; readonly errcode: number } | null
  state(): QuotaState
}

export function createQuota(clock: Clock, limit: number): Quota {
  let month = monthOf(clock.nowMs())
  let used = 0
  let countedAtMs: number | null = null
  let throttleMs = FIRST_THROTTLE_MS
  let paused: {
    readonly untilMonotonicMs: number
    readonly errcode: number
    readonly monthStartMs: number
  } | null = null

  function turnMonth(): void {
    const nowMs = clock.nowMs()
    // Also a clock that is set back may leave the month.
    if (nowMs >= month.startMs && nowMs < month.endMs) return
    month = monthOf(nowMs)
    used = 0
    countedAtMs = null
  }

  function pauseFor(errcode: number, ms: number): void {
    paused = { untilMonotonicMs: clock.monotonicMs() + ms, errcode, monthStartMs: month.startMs }
  }

  function pauseNow(): { readonly remainingMs: number; readonly errcode: number } | null {
    turnMonth()
    if (paused === null) return null
    const remainingMs = paused.untilMonotonicMs - clock.monotonicMs()
    const isOver = remainingMs <= 0 || (paused.errcode === 30007 && paused.monthStartMs !== month.startMs)
    return isOver ? null : { remainingMs, errcode: paused.errcode }
  }

  return {
    countCall() {
      turnMonth()
      used += 1
    },
    setCount(count) {
      turnMonth()
      used = count
      countedAtMs = clock.nowMs()
    },
    refused(errcode) {
      turnMonth()
      if (errcode === 30007) {
        pauseFor(errcode, MONTH_RECHECK_MS)
      } else {
        pauseFor(errcode, throttleMs)
        throttleMs = Math.min(2 * throttleMs, LONGEST_THROTTLE_MS)
      }
    },
    accepted() {
      // A call that was under way when the refusal came says nothing about the next one.
      if (pauseNow() !== null) return
      throttleMs = FIRST_THROTTLE_MS
      paused = null
    },
    pause: pauseNow,
    state() {
      turnMonth()
      const { startMs, endMs } = month
      const elapsedMs = clock.nowMs() - startMs
      const forecast =
        elapsedMs < FORECAST_AFTER_MS ? null : Math.round((used * (endMs - startMs)) / elapsedMs)
      return { used, limit, remaining: Math.max(0, limit - used), countedAtMs, renewsAtMs: endMs, forecast }
    },
  }
}

function monthOf(nowMs: number): { readonly startMs: number; readonly endMs: number } {
  const beijing = new Date(nowMs + BEIJING_OFFSET_MS)
  const start = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth(), 1) - BEIJING_OFFSET_MS
  const end = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, 1) - BEIJING_OFFSET_MS
  return { startMs: start, endMs: end }
}
