import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToAfter, recordWindows } from './recordWindows.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.UTC(2026, 1, 5, 16, 28)

describe('recordWindows', () => {
  it('of a lock that was never asked, are the last week, with room for a clock ahead', () => {
    expect(recordWindows(null, NOW_MS)).toEqual([{ fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS + DAY_MS }])
  })

  it('go back more than a day behind what was read, for records that come late', () => {
    expect(recordWindows(NOW_MS - HOUR_MS, NOW_MS)[0]?.fromMs).toBe(NOW_MS - 31 * HOUR_MS)
  })

  it('after a month of absence, are several without a gap, and none beyond what the provider keeps', () => {
    const windows = recordWindows(NOW_MS - 400 * DAY_MS, NOW_MS)
    expect(windows[0]?.fromMs).toBe(NOW_MS - 180 * DAY_MS)
    expect(windows.length).toBeGreaterThan(20)
  })

  it('for any time read to, join without a gap and end after now', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), (days) => {
        const windows = recordWindows(NOW_MS + days * DAY_MS, NOW_MS)
        for (const [index, window] of windows.entries()) {
          expect(window.toMs - window.fromMs).toBeLessThanOrEqual(8 * DAY_MS)
          const next = windows[index + 1]
          if (next) expect(next.fromMs).toBe(window.toMs)
        }
        expect(windows[0]?.fromMs).toBeLessThanOrEqual(NOW_MS - DAY_MS)
        expect(windows.at(-1)?.toMs).toBeGreaterThan(NOW_MS)
      }),
    )
  })
})

describe('readToAfter', () => {
  const window = { fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS + DAY_MS }
  const readToMs = NOW_MS - 8 * HOUR_MS
  const readTo = (change: Partial<Parameters<typeof readToAfter>[1]> = {}) =>
    readToAfter(window, { readToMs, newestMs: null, nowMs: NOW_MS, canReport: true, ...change })

  it('of a lock that can report and is asked often, is now', () => {
    expect(readTo()).toBe(NOW_MS)
    expect(readTo({ readToMs: null })).toBe(NOW_MS)
  })

  it('of a lock that cannot report, stays', () => {
    expect(readTo({ canReport: false })).toBe(readToMs)
  })

  it('of a lock that was not asked for days, goes on to the newest record that came', () => {
    const longAgo = { readToMs: NOW_MS - 5 * DAY_MS }
    expect(readTo(longAgo)).toBe(longAgo.readToMs)
    expect(readTo({ ...longAgo, newestMs: NOW_MS - DAY_MS })).toBe(NOW_MS - DAY_MS)
    expect(readTo({ ...longAgo, newestMs: NOW_MS + HOUR_MS })).toBe(NOW_MS)
  })

  it('of a lock that nobody uses, is a month ago at most', () => {
    expect(readTo({ readToMs: NOW_MS - 90 * DAY_MS, canReport: false })).toBe(NOW_MS - 30 * DAY_MS)
  })
})
