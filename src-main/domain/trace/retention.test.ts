import { describe, expect, it } from 'vitest'
import { logCutoff, logRetentionDays } from './retention.ts'

describe('logRetentionDays', () => {
  it.each([
    [undefined, 180],
    [null, 180],
    [0, 180],
    [-1, 180],
    ['365', 180],
    [365, 365],
    [30, 30],
  ])('of the setting %j is %j', (stored, days) => {
    expect(logRetentionDays(stored)).toBe(days)
  })
})

it('logCutoff is that many days of 24 hours before now', () => {
  expect(logCutoff(Date.parse('2026-11-23T10:00:00.000Z'), 180)).toBe('2026-05-27T10:00:00.000Z')
})
