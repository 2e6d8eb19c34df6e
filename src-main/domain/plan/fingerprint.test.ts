import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CanonicalValue, canonicalJson } from './canonicalJson.ts'
import { doorText } from './digest.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import {
  digestsOf,
  expectedText,
  type FingerprintParts,
  fingerprintDoor,
  fingerprintText,
  listedText,
} from './fingerprint.ts'
import { applySettledOperations, fingerprintPartsOf, type SettledOperation } from './inventory.ts'
import { isStale, isStaleAfterOwnWrites } from './staleness.ts'
import { anyDoor } from './testSupport/doorArbitrary.ts'
import {
  credential,
  DAY_MS,
  type DoorInputChanges,
  doorInput,
  HOUR_MS,
  listed,
  MINUTE_MS,
  mark,
  NOW_MS,
  period,
  planOf,
  receipt,
  scopeOf,
  stray,
  testHmac,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

function partsOf(input: DoorPlanInput): FingerprintParts {
  const parts = fingerprintPartsOf(input)
  if (!parts) throw new Error('the door of this test must be readable')
  return parts
}

const DOOR: DoorInputChanges = {
  credentials: [credential(1), credential(2, { window: { startMs: NOW_MS, endMs: NOW_MS + DAY_MS } })],
  codes: [listed(50, 1), stray(60)],
  receipts: [receipt(50, 1)],
}

function fingerprintOf(changes: DoorInputChanges): string {
  return planOf({ ...DOOR, ...changes }).fingerprint
}

describe('a fingerprint', { timeout: 60_000 }, () => {
  it('is the HMAC of canonical JSON, for any door', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const parts = partsOf(door)
        const text = fingerprintText(parts, digestsOf(parts, testHmac))
        for (const written of [text, listedText(parts.actual), expectedText(parts.expected)]) {
          // JSON.parse gives what canonicalJson takes.
          expect(canonicalJson(JSON.parse(written) as CanonicalValue)).toBe(written)
        }
        expect(planOf(door).fingerprint).toBe(testHmac(text))
      }),
    )
  })

  it('of names and numbers of any kind, is canonical JSON still', () => {
    const text = fc.oneof(
      fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
      fc.constantFrom('', 'ключ "5"', '\\\n'),
    )
    const instant = fc.integer({ min: -4_000_000_000_000, max: 8_000_000_000_000 })
    fc.assert(
      fc.property(text, text, fc.integer(), instant, instant, (name, pin, codeType, startMs, endMs) => {
        const window = { kind: 'period', startMs, endMs } as const
        const code = { vendorPinId: vendorPinId(50), name, pin, codeType, window, status: 'settled' } as const
        const written = listedText([code])
        const minutes = [Math.floor(startMs / 60_000), Math.floor(endMs / 60_000)]
        const read = JSON.parse(written) as CanonicalValue[]
        expect(canonicalJson(read)).toBe(written)
        expect(read).toEqual([['50', name, pin, codeType, minutes]])
      }),
      { numRuns: 200 },
    )
  })

  it('of more codes than the buffer was made for, is whole', () => {
    const actual = Array.from({ length: 3_000 }, (_, index) => stray(1_000 + index, { name: 'Putzdienst ü' }))
    const written = listedText(actual)
    expect(canonicalJson(JSON.parse(written) as CanonicalValue)).toBe(written)
  })

  it('covers mode, policy, grace, marks, expected and settled codes, and nothing else', () => {
    const parts = partsOf(doorInput(DOOR))
    const digests = digestsOf(parts, testHmac)
    expect(JSON.parse(fingerprintText(parts, digests))).toEqual({
      mode: 'strict',
      policy: 'auto',
      grace: 3_600,
      marks: [],
      ...digests,
      v: 3,
    })
    expect(digests).toEqual({
      listed: testHmac(listedText(parts.actual)),
      expected: testHmac(expectedText(parts.expected)),
    })
    expect(JSON.parse(expectedText(parts.expected))).toEqual([
      [1, '700129', 'permanent'],
      [2, '700229', [NOW_MS / MINUTE_MS, (NOW_MS + DAY_MS) / MINUTE_MS]],
    ])
    expect(JSON.parse(listedText(parts.actual))).toEqual([
      ['50', 'AB U101 C1', '700129', 2, 'permanent'],
      ['60', 'cleaner', '4860', 2, 'permanent'],
    ])
  })

  it.each<[string, DoorInputChanges]>([
    ['the mode', { site: { mode: 'managed_only' } }],
    ['the policy', { site: { policy: 'approve' } }],
    ['the grace', { site: { graceWindowSeconds: 0 } }],
    ['a mark', { marks: [mark({ vendorPinId: vendorPinId(60) })] }],
    ['an expected PIN', { credentials: [credential(1, { pin: '480913' }), credential(2)] }],
    ['an expected window', { credentials: [credential(1), credential(2)] }],
    ['a listed name', { codes: [listed(50, 1, { name: 'Ana' }), stray(60)] }],
    ['a listed PIN', { codes: [listed(50, 1, { pin: '480913' }), stray(60)] }],
    ['a listed window', { codes: [listed(50, 1, { window: period(NOW_MS, NOW_MS + DAY_MS) }), stray(60)] }],
    ['a new code', { codes: [listed(50, 1), stray(60), stray(61)] }],
  ])('moves with %s', (_part, changes) => {
    expect(fingerprintOf(changes)).not.toBe(fingerprintOf({}))
  })

  it.each<[string, DoorInputChanges]>([
    ['the time', { nowMs: NOW_MS + HOUR_MS }],
    ['who sent a code', { codes: [listed(50, 1, { senderUsername: 'maria@example.com' }), stray(60)] }],
    [
      'seconds of a window',
      {
        credentials: [
          credential(1),
          credential(2, { window: { startMs: NOW_MS + 59_999, endMs: NOW_MS + DAY_MS } }),
        ],
      },
    ],
    ['a row under way', { codes: [listed(50, 1), stray(60), stray(61, { status: 'under_way' })] }],
    ['a lost receipt', { receipts: [] }],
  ])('does not move with %s', (_part, changes) => {
    expect(fingerprintOf(changes)).toBe(fingerprintOf({}))
  })

  it('does not move when an open-ended code opens', () => {
    const credentials = [credential(1, { window: { startMs: NOW_MS + HOUR_MS, endMs: null } })]
    expect(fingerprintOf({ credentials, nowMs: NOW_MS + 2 * HOUR_MS })).toBe(fingerprintOf({ credentials }))
  })
})

describe('a digest', () => {
  it('is taken over canonical JSON, for any door', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const text = doorText(planOf(door))
        expect(canonicalJson(JSON.parse(text) as CanonicalValue)).toBe(text)
      }),
    )
  })
})

describe('staleness', () => {
  const APPROVED = partsOf(doorInput(DOOR))
  const OPERATIONS: readonly SettledOperation[] = [
    {
      kind: 'added',
      vendorPinId: vendorPinId(70),
      name: 'AB U102 C2',
      pin: '700229',
      window: period(NOW_MS, NOW_MS + DAY_MS),
    },
    {
      kind: 'changed',
      vendorPinId: vendorPinId(50),
      name: 'AB U101 C1',
      newPin: '480913',
      window: { kind: 'permanent' },
    },
    { kind: 'deleted', vendorPinId: vendorPinId(60) },
  ]
  const OURS_DONE = [
    listed(50, 1, { pin: '480913' }),
    listed(70, 2, { window: period(NOW_MS, NOW_MS + DAY_MS) }),
  ]

  it('is for a door that moved', () => {
    const approved = fingerprintDoor(APPROVED, testHmac)
    expect(isStale(approved, APPROVED, testHmac)).toBe(false)
    expect(isStale(approved, partsOf(doorInput({ ...DOOR, codes: OURS_DONE })), testHmac)).toBe(true)
  })

  it('is not for what we changed ourselves', () => {
    const now = partsOf(doorInput({ ...DOOR, codes: OURS_DONE }))
    expect(isStaleAfterOwnWrites({ approved: APPROVED, operations: OPERATIONS, now }, testHmac)).toBe(false)
  })

  it('is for what somebody else changed beside it', () => {
    const now = partsOf(doorInput({ ...DOOR, codes: [...OURS_DONE, stray(80)] }))
    expect(isStaleAfterOwnWrites({ approved: APPROVED, operations: OPERATIONS, now }, testHmac)).toBe(true)
  })

  it('keeps the digits of a code whose window alone was changed', () => {
    const changed: SettledOperation = {
      kind: 'changed',
      vendorPinId: vendorPinId(50),
      name: 'AB U101 C1',
      newPin: null,
      window: period(NOW_MS, NOW_MS + DAY_MS),
    }
    expect(applySettledOperations(APPROVED, [changed]).actual[0]).toMatchObject({
      pin: '700129',
      codeType: 3,
    })
  })
})

describe('the digest of a plan', () => {
  it('is the same for an identical preview made later', () => {
    const later = scopeOf([planOf({ ...DOOR, nowMs: NOW_MS + 10_000 })], NOW_MS + 10_000)
    expect(later.digest).toBe(scopeOf([planOf(DOOR)]).digest)
  })

  it('does not depend on the order of doors', () => {
    const front = planOf(DOOR)
    const back = planOf({ ...DOOR, doorId: 3 as typeof front.doorId })
    expect(scopeOf([back, front]).digest).toBe(scopeOf([front, back]).digest)
  })

  it('is another when a line changed its kind with time', () => {
    const young = { ...DOOR, codes: [listed(50, 1), stray(60, { createdAtMs: NOW_MS })] }
    const now = planOf(young)
    const later = planOf({ ...young, nowMs: NOW_MS + 2 * HOUR_MS })
    expect(later.fingerprint).toBe(now.fingerprint)
    expect(scopeOf([later]).digest).not.toBe(scopeOf([now]).digest)
  })

  it('is another when what holds a line back changed with time', () => {
    const untilMs = NOW_MS + HOUR_MS
    const tolerated: DoorInputChanges = {
      ...DOOR,
      site: { mode: 'managed_only' },
      marks: [mark({ kind: 'tolerated_until', vendorPinId: vendorPinId(60), untilMs })],
    }
    const [now, later] = [planOf(tolerated), planOf({ ...tolerated, nowMs: untilMs })]
    expect(later.fingerprint).toBe(now.fingerprint)
    expect(scopeOf([later]).digest).not.toBe(scopeOf([now]).digest)
  })
})
