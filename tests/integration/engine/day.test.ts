import { describe, expect, it } from 'vitest'
import { runDay } from '../../campaign/day.ts'

const DOORS = 10

describe('24 hours of a site', () => {
  it.each([
    // A plan that pays for an hourly check of each door, and one that does not.
    [300_000, { least: 3, most: 4.5 }],
    [DOORS * 200, { least: 4, most: 9 }],
  ])(
    'with %i calls a month, meet or report every window and keep to the quota',
    async (quota, gap) => {
      const report = await runDay({ doors: DOORS, monthlyQuota: quota, seed: 'day' })
      expect(report.missed).toEqual([])
      expect(report.outOfStep).toEqual([])
      expect(report.met + report.reported).toBe(2 * DOORS)
      expect(report.met).toBeGreaterThan(DOORS)
      expect(report.calls).toBeLessThan(quota / 10)
      // The PC sleeps for three hours in either case.
      expect(report.longestGapHours).toBeGreaterThan(gap.least)
      expect(report.longestGapHours).toBeLessThan(gap.most)
    },
    60_000,
  )
})
