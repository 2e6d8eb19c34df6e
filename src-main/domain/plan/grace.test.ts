import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstSeenOf, type GraceInput, graceOf } from './grace.ts'
import { HOUR_MS, MINUTE_MS, NOW_MS, receipt, sighting } from './testSupport/doorPlanBuilder.ts'

const NOTHING_KNOWN: GraceInput = {
  code: { createdAtMs: null },
  receipt: null,
  sighting: null,
  nowMs: NOW_MS,
  readAtMs: NOW_MS,
  graceWindowSeconds: 3_600,
  applies: true,
  bypassesGrace: false,
}

describe('first seen', () => {
  const RECEIPT = receipt(50, 1, { receivedAtMs: NOW_MS - 30 * MINUTE_MS })
  const SIGHTING = sighting(50, { firstSeenAtMs: NOW_MS - 20 * MINUTE_MS })

  it.each([
    ['the receipt', { receipt: RECEIPT, sighting: SIGHTING, code: { createdAtMs: NOW_MS } }, 30, 'receipt'],
    [
      "the provider's date",
      { receipt: RECEIPT, sighting: SIGHTING, code: { createdAtMs: NOW_MS - 40 * MINUTE_MS } },
      40,
      'provider_send_date',
    ],
    ['our sighting', { sighting: SIGHTING, code: { createdAtMs: NOW_MS } }, 20, 'sighting'],
    ['now, only where none is known', {}, 0, 'inferred_now'],
    [
      "the provider's date capped at now",
      { code: { createdAtMs: NOW_MS + HOUR_MS } },
      0,
      'provider_send_date',
    ],
    [
      'the receipt, of equal times',
      { receipt: RECEIPT, code: { createdAtMs: NOW_MS - 30 * MINUTE_MS } },
      30,
      'receipt',
    ],
  ] as const)('is the earliest known: %s', (_source, known, minutesAgo, source) => {
    expect(firstSeenOf({ ...NOTHING_KNOWN, ...known })).toEqual({
      atMs: NOW_MS - minutesAgo * MINUTE_MS,
      source,
    })
  })

  it('is the read that showed a change behind our back, whatever is older', () => {
    const changed = sighting(50, { firstSeenAtMs: 0, changedBehindAtMs: NOW_MS - 5 * MINUTE_MS })
    expect(firstSeenOf({ ...NOTHING_KNOWN, receipt: RECEIPT, sighting: changed })).toEqual({
      atMs: NOW_MS - 5 * MINUTE_MS,
      source: 'sighting',
    })
  })
})

describe('grace', () => {
  it.each([
    [NOW_MS - HOUR_MS + 1, true],
    [NOW_MS - HOUR_MS, false],
    [NOW_MS - HOUR_MS - 1, false],
  ])('of an hour, first seen at %s: holds is %s', (createdAtMs, isHolding) => {
    expect(graceOf({ ...NOTHING_KNOWN, code: { createdAtMs } }).isHolding).toBe(isHolding)
  })

  it('of zero seconds holds nothing', () => {
    const judged = graceOf({ ...NOTHING_KNOWN, graceWindowSeconds: 0 })
    expect(judged).toMatchObject({ isHolding: false, grace: { isBypassed: false } })
  })

  it('that does not apply never holds, and is not bypassed either', () => {
    const judged = graceOf({ ...NOTHING_KNOWN, applies: false, bypassesGrace: true })
    expect(judged).toMatchObject({
      isHolding: false,
      grace: { applies: false, isBypassed: false, eligibleAtMs: NOW_MS },
    })
  })

  it('is longer by the time the door was unreadable', () => {
    const unreadable = sighting(50, {
      firstSeenAtMs: NOW_MS - 2 * HOUR_MS,
      unreadableExtensionMs: 90 * MINUTE_MS,
    })
    const judged = graceOf({ ...NOTHING_KNOWN, sighting: unreadable })
    expect(judged).toMatchObject({ isHolding: true, grace: { eligibleAtMs: NOW_MS + 30 * MINUTE_MS } })
  })

  it('needs a complete read after its end when the door was unreadable', () => {
    const unreadable = sighting(50, { firstSeenAtMs: NOW_MS - 2 * HOUR_MS, unreadableExtensionMs: HOUR_MS })
    const before = graceOf({ ...NOTHING_KNOWN, sighting: unreadable, readAtMs: NOW_MS - 1 })
    expect(before.isHolding).toBe(true)
    expect(graceOf({ ...NOTHING_KNOWN, sighting: unreadable }).isHolding).toBe(false)
  })

  it('is bypassed only while it would have held', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_200 }), fc.integer({ min: 0, max: 7_200 }), (age, grace) => {
        const input = {
          ...NOTHING_KNOWN,
          code: { createdAtMs: NOW_MS - age * 1_000 },
          graceWindowSeconds: grace,
        }
        const bypassed = graceOf({ ...input, bypassesGrace: true })
        expect(bypassed.isHolding).toBe(false)
        expect(bypassed.grace.isBypassed).toBe(graceOf(input).isHolding)
        expect(graceOf(input).isHolding).toBe(age < grace)
      }),
    )
  })
})
