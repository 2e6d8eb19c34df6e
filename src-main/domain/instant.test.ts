import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromStoredIso, toIso } from './instant.ts'

it('a stored time, any that can be written, is read to the millisecond', () => {
  const anyMs = fc.oneof(
    fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
    fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2101, 0, 1) }),
  )
  fc.assert(
    fc.property(anyMs, (ms) => {
      expect(fromStoredIso(toIso(ms))).toBe(ms)
    }),
    { numRuns: 5_000 },
  )
})

it('a stored time, at the turn of each day of four centuries, is read to the millisecond', () => {
  for (let ms = Date.UTC(1900, 0, 1); ms < Date.UTC(2301, 0, 1); ms += 86_400_000) {
    expect(fromStoredIso(toIso(ms))).toBe(ms)
  }
})
