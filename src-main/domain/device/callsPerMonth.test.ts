import { describe, expect, it } from 'vitest'
import { isCallsPerMonth, USUAL_CALLS_PER_MONTH } from './callsPerMonth.ts'

describe('isCallsPerMonth', () => {
  it.each([USUAL_CALLS_PER_MONTH, 1_000, 5_000, 1_000_000, 10_000_000])('of %d, says yes', (calls) => {
    expect(isCallsPerMonth(calls)).toBe(true)
  })

  it.each([0, 999, 10_000_001, 30_000.5, -30_000, Number.NaN, Number.POSITIVE_INFINITY])(
    'of %d, says no',
    (calls) => {
      expect(isCallsPerMonth(calls)).toBe(false)
    },
  )
})
