import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callsForWindows, checkIntervalMs } from './checkInterval.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.UTC(2026, 1, 5)
const limits = { shortestMs: HOUR_MS, nowMs: NOW_MS }
const inDays = (days: number) => NOW_MS + days * DAY_MS

describe('checkIntervalMs', () => {
  it.each([
    ['a large plan', 300_000, 300, HOUR_MS],
    ['the plan of a new account and 20 doors', 30_000, 20, HOUR_MS],
    ['the plan of a new account and 300 doors', 30_000, 300, 9 * HOUR_MS],
    ['a budget nearly spent', 300, 300, 30 * DAY_MS],
    ['nothing left', 0, 300, 30 * DAY_MS],
  ])('with %s, is the larger of the hour and what the budget allows', (_what, remaining, doors, expected) => {
    expect(checkIntervalMs({ remaining, keptForWindows: 0, renewsAtMs: inDays(30) }, doors, limits)).toBe(
      expected,
    )
  })

  it.each([
    ['half of it kept for windows, takes twice as long', 15_000, 18 * HOUR_MS],
    ['all of it kept for windows, is the time until the renewal', 30_000, 30 * DAY_MS],
    ['more kept for windows than there is, is the same', 90_000, 30 * DAY_MS],
  ])('with %s', (_what, keptForWindows, expected) => {
    const budget = { remaining: 30_000, keptForWindows, renewsAtMs: inDays(30) }
    expect(checkIntervalMs(budget, 300, limits)).toBe(expected)
  })

  it('after the renewal, is the shortest allowed', () => {
    const budget = { remaining: 0, keptForWindows: 0, renewsAtMs: NOW_MS - DAY_MS }
    expect(checkIntervalMs(budget, 300, limits)).toBe(HOUR_MS)
  })

  it('for any budget, leaves the calls for the windows ahead, and of the rest a fifth to clicks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        (remaining, doors, days, keptForWindows) => {
          const budget = { remaining, keptForWindows, renewsAtMs: inDays(days) }
          const everyMs = checkIntervalMs(budget, doors, limits)
          const checks = ((days * DAY_MS) / everyMs) * doors
          // One last check of each door may fall before the renewal however little is left.
          const free = Math.max(0, remaining - keptForWindows)
          expect(checks).toBeLessThanOrEqual(Math.max(doors, free * 0.8 + 1e-6))
        },
      ),
    )
  })
})

describe('callsForWindows', () => {
  it('of what opens and closes, counts the lists around each command and the look at the opening', () => {
    expect(callsForWindows({ openings: 0, closings: 0 })).toBe(0)
    expect(callsForWindows({ openings: 10, closings: 2 })).toBe(46)
  })
})
