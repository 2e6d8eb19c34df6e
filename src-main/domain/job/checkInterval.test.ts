import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkIntervalMs } from './checkInterval.ts'

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
    expect(checkIntervalMs({ remaining, renewsAtMs: inDays(30) }, doors, limits)).toBe(expected)
  })

  it('after the renewal, is the shortest allowed', () => {
    expect(checkIntervalMs({ remaining: 0, renewsAtMs: NOW_MS - DAY_MS }, 300, limits)).toBe(HOUR_MS)
  })

  it('for any budget, leaves a fifth of the calls to clicks and due windows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 31 }),
        (remaining, doors, days) => {
          const everyMs = checkIntervalMs({ remaining, renewsAtMs: inDays(days) }, doors, limits)
          const checks = ((days * DAY_MS) / everyMs) * doors
          // One last check of each door may fall before the renewal however little is left.
          expect(checks).toBeLessThanOrEqual(Math.max(doors, remaining * 0.8 + 1e-6))
        },
      ),
    )
  })
})
