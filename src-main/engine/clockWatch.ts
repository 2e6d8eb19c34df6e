import type { Clock } from '../ports/clock.ts'

/** Small corrections of the system's clock are no jump. */
const JUMP_MS = 60_000

export interface ClockWatch {
  /**
   * How the wall clock moved against the monotonic one since the last look: `ahead` after a sleep in which the
   * monotonic one stood still or after somebody set the clock, `back` after somebody set it. Null in normal going;
   * time zones and daylight saving move neither clock.
   */
  look(): 'ahead' | 'back' | null
}

export function createClockWatch(clock: Clock): ClockWatch {
  let offsetMs = clock.nowMs() - clock.monotonicMs()
  return {
    look() {
      const nowOffsetMs = clock.nowMs() - clock.monotonicMs()
      const movedMs = nowOffsetMs - offsetMs
      if (Math.abs(movedMs) < JUMP_MS) return null
      offsetMs = nowOffsetMs
      return movedMs > 0 ? 'ahead' : 'back'
    },
  }
}
