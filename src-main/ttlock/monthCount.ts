import type { Clock } from '../ports/clock.ts'

const BEIJING_OFFSET_MS = 8 * 3_600_000
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

export interface KeptUse {
  readonly used: number
  readonly countedAtMs: number | null
}

/** What outlives the program of an application's calls. */
export interface MonthMemory {
  /** Calls a month of the application, as a person last said. */
  limit(): number
  /** What is kept of the month that begins then; null where nothing is. */
  read(monthStartMs: number): KeptUse | null
  /** The use changed. `read` gives it as it is when it is stored. */
  keep(read: () => KeptUse & { readonly monthStartMs: number }): void
}

/** The calls of one application in the present month, whichever of its accounts make them. */
export interface MonthCount {
  countCall(): void
  /** The provider's own count: higher where others call too, lower where it does not count what failed. It is right. */
  setCount(count: number): void
  startMs(): number
  state(): QuotaState
}

export function createMonthCount(clock: Clock, memory: MonthMemory): MonthCount {
  let month = monthOf(clock.nowMs())
  let use = memory.read(month.startMs) ?? UNUSED

  function turnMonth(): void {
    const nowMs = clock.nowMs()
    // Also a clock that is set back may leave the month; what was counted of each is found again.
    if (nowMs >= month.startMs && nowMs < month.endMs) return
    month = monthOf(nowMs)
    use = memory.read(month.startMs) ?? UNUSED
  }

  function change(next: KeptUse): void {
    use = next
    memory.keep(usedNow)
  }

  const usedNow = () => ({ ...use, monthStartMs: month.startMs })

  return {
    countCall() {
      turnMonth()
      change({ used: use.used + 1, countedAtMs: use.countedAtMs })
    },
    setCount(count) {
      turnMonth()
      change({ used: count, countedAtMs: clock.nowMs() })
    },
    startMs() {
      turnMonth()
      return month.startMs
    },
    state() {
      turnMonth()
      const { startMs, endMs } = month
      const { used, countedAtMs } = use
      const limit = memory.limit()
      const elapsedMs = clock.nowMs() - startMs
      const forecast =
        elapsedMs < FORECAST_AFTER_MS ? null : Math.round((used * (endMs - startMs)) / elapsedMs)
      return { used, limit, remaining: Math.max(0, limit - used), countedAtMs, renewsAtMs: endMs, forecast }
    },
  }
}

const UNUSED: KeptUse = { used: 0, countedAtMs: null }

function monthOf(nowMs: number): { readonly startMs: number; readonly endMs: number } {
  const beijing = new Date(nowMs + BEIJING_OFFSET_MS)
  const start = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth(), 1) - BEIJING_OFFSET_MS
  const end = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, 1) - BEIJING_OFFSET_MS
  return { startMs: start, endMs: end }
}
