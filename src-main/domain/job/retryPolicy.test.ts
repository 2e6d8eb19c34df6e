import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WAIT_REASONS } from './job.ts'
import { retryDelayMs, waitDelayMs } from './retryPolicy.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('retryDelayMs', () => {
  it.each([
    [1, 5 * SECOND_MS],
    [2, 10 * SECOND_MS],
    [3, 20 * SECOND_MS],
    [7, 320 * SECOND_MS],
    [9, 15 * MINUTE_MS],
    [40, 15 * MINUTE_MS],
  ])('after %i failures, is between half and all of %i ms', (attempts, fullMs) => {
    expect(retryDelayMs(attempts, 0)).toBe(fullMs / 2)
    expect(retryDelayMs(attempts, 1)).toBe(fullMs)
  })

  it('for any attempt, never shrinks with more failures at the same luck', () => {
    fc.assert(
      fc.property(fc.nat(60), fraction, (attempts, random) => {
        expect(retryDelayMs(attempts + 1, random)).toBeGreaterThanOrEqual(retryDelayMs(attempts, random))
      }),
    )
  })
})

describe('waitDelayMs', () => {
  it.each([
    ['no_network', 0, 3 * SECOND_MS],
    ['no_network', MINUTE_MS, 15 * SECOND_MS],
    ['provider_down', 10 * MINUTE_MS, MINUTE_MS],
    ['gateway_offline', 0, MINUTE_MS],
    ['lock_unreachable', 10 * MINUTE_MS, 5 * MINUTE_MS],
    ['no_gateway', 0, MINUTE_MS],
    ['not_signed_in', 0, 15 * MINUTE_MS],
    ['quota', 100 * MINUTE_MS, 15 * MINUTE_MS],
  ] as const)('for %s after %i ms of waiting, is at most %i ms', (reason, waitedMs, mostMs) => {
    expect(waitDelayMs(reason, waitedMs, 1)).toBe(mostMs)
    expect(waitDelayMs(reason, waitedMs, 0)).toBe(mostMs * 0.75)
  })

  it('for any reason, slows down as the wait goes on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WAIT_REASONS),
        fc.nat(10_000_000),
        fc.nat(10_000_000),
        fraction,
        (reason, waitedMs, moreMs, random) => {
          const later = waitDelayMs(reason, waitedMs + moreMs, random)
          expect(later).toBeGreaterThanOrEqual(waitDelayMs(reason, waitedMs, random))
        },
      ),
    )
  })
})
