import { describe, expect, it } from 'vitest'
import { lockClockOffsetMs } from './lockClock.ts'

const MINUTE_MS = 60_000
const NOON_MS = Date.UTC(2026, 1, 5, 12)

/** Records received so many minutes after noon, each so many minutes after the lock says it was made. */
const records = (...all: readonly (readonly [receivedMinute: number, lateMinutes: number])[]) =>
  all.map(([minute, late]) => ({
    receivedAtMs: NOON_MS + minute * MINUTE_MS,
    lockTimeMs: NOON_MS + (minute - late) * MINUTE_MS,
  }))

describe('lockClockOffsetMs', () => {
  it.each([
    ['no record', records(), null],
    ['one that came at once', records([0, 0.2]), -0.2],
    ['one from the future', records([0, -9]), 9],
    ['one that came late', records([0, 14]), null],
    ['several equally late, at different times', records([0, 14], [30, 14.5], [90, 14.2]), -14],
    ['two equally late', records([0, 14], [90, 14]), null],
    ['several that waited for a gateway and came together', records([0, 60], [0, 61], [1, 60.5]), null],
    ['several that are late by different times', records([0, 14], [30, 40], [90, 9]), null],
    ['late ones, then one that came at once', records([0, 14], [30, 14], [90, 0.1]), -0.1],
  ] as const)('from %s, says %s', (_what, given, offsetMinutes) => {
    const offsetMs = lockClockOffsetMs(given)
    expect(offsetMs === null ? null : Math.round(offsetMs)).toBe(
      offsetMinutes === null ? null : Math.round(offsetMinutes * MINUTE_MS),
    )
  })
})
