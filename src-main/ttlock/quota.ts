import type { Clock } from '../ports/clock.ts'
import { MONTH_USED_UP } from './errorTable.ts'
import type { MonthCount, QuotaState } from './monthCount.ts'

/** A used-up month is asked about again this often: the plan may have been enlarged. */
const MONTH_RECHECK_MS = 15 * 60_000
const FIRST_THROTTLE_MS = 60_000
const LONGEST_THROTTLE_MS = 15 * 60_000

/** The count of the month, and whether the provider refuses calls as used up, which it knows better than any count. */
export interface CallsLeft extends QuotaState {
  readonly isUsedUp: boolean
}

/** What the provider lets an application call: its month, and the pauses after it refused. */
export interface Quota extends Pick<MonthCount, 'countCall' | 'setCount'> {
  /** `TOO_MANY_CALLS` or `MONTH_USED_UP` came. */
  refused(errcode: number): void
  accepted(): void
  /** A person says that there are calls again: they are tried at once. */
  forgetRefusal(): void
  /** How long nothing may be sent, in ms, and why; null when calls may go. */
  pause(): { readonly remainingMs: number; readonly errcode: number } | null
  state(): CallsLeft
}

export function createQuota(clock: Clock, month: MonthCount): Quota {
  let throttleMs = FIRST_THROTTLE_MS
  let paused: {
    readonly untilMonotonicMs: number
    readonly errcode: number
    readonly monthStartMs: number
  } | null = null

  function pauseFor(errcode: number, ms: number): void {
    paused = { untilMonotonicMs: clock.monotonicMs() + ms, errcode, monthStartMs: month.startMs() }
  }

  function pauseNow(): { readonly remainingMs: number; readonly errcode: number } | null {
    if (paused === null) return null
    const remainingMs = paused.untilMonotonicMs - clock.monotonicMs()
    const isOver =
      remainingMs <= 0 || (paused.errcode === MONTH_USED_UP && paused.monthStartMs !== month.startMs())
    return isOver ? null : { remainingMs, errcode: paused.errcode }
  }

  /** From the refusal until a call is accepted: between two looks nothing says that there are calls again. */
  function isUsedUp(): boolean {
    return paused?.errcode === MONTH_USED_UP && paused.monthStartMs === month.startMs()
  }

  return {
    countCall: () => month.countCall(),
    setCount: (count) => month.setCount(count),
    refused(errcode) {
      if (errcode === MONTH_USED_UP) {
        pauseFor(errcode, MONTH_RECHECK_MS)
        return
      }
      // Many calls may be under way when the first is refused: together they are one refusal.
      if (pauseNow() !== null) return
      pauseFor(errcode, throttleMs)
      throttleMs = Math.min(2 * throttleMs, LONGEST_THROTTLE_MS)
    },
    accepted() {
      // A call that was under way when the refusal came says nothing about the next one.
      if (pauseNow() !== null) return
      throttleMs = FIRST_THROTTLE_MS
      paused = null
    },
    forgetRefusal() {
      if (paused?.errcode === MONTH_USED_UP) paused = null
    },
    pause: pauseNow,
    state: () => ({ ...month.state(), isUsedUp: isUsedUp() }),
  }
}
