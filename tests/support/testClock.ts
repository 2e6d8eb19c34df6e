import type { Clock } from '../../src-main/ports/clock.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
  setTo(iso: string): void
  readonly iso: string
}

/** A clock that stands still until a test moves it. */
export function createTestClock(startIso = '2026-02-05T16:28:59.888Z'): TestClock {
  let nowMs = Date.parse(startIso)
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    advance(ms) {
      nowMs += ms
    },
    setTo(iso) {
      nowMs = Date.parse(iso)
    },
    get iso() {
      return new Date(nowMs).toISOString()
    },
  }
}
