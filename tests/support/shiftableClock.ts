import type { Clock } from '../../src-main/ports/clock.ts'

/** Runs with the real time, ahead of it by what a test added. */
export interface ShiftableClock extends Clock {
  /** Time passes: both clocks go on. */
  advance(ms: number): void
  /** Somebody sets the wall clock; no time passes. */
  setWall(ms: number): void
}

export function createShiftableClock(): ShiftableClock {
  let passedMs = 0
  let setMs = 0
  return {
    nowMs: () => Date.now() + passedMs + setMs,
    monotonicMs: () => performance.now() + passedMs,
    advance(ms) {
      passedMs += ms
    },
    setWall(ms) {
      setMs += ms
    },
  }
}
