import { describe, expect, it } from 'vitest'
import {
  credential,
  DAY_MS,
  linesOfKind,
  listed,
  MINUTE_MS,
  NOW_MS,
  onlyLine,
  pinOf,
  planOf,
  receipt,
  revocation,
} from './testSupport/doorPlanBuilder.ts'

describe('two people and one PIN', () => {
  const SWAPPED = [credential(1, { pin: pinOf(2) }), credential(2, { pin: pinOf(1) })]
  const CODES = [listed(50, 1), listed(51, 2)]
  const RECEIPTS = [receipt(50, 1), receipt(51, 2)]

  it('swaps PINs by a chain of replaces', () => {
    const plan = planOf({ credentials: SWAPPED, codes: CODES, receipts: RECEIPTS })
    expect(plan.lines).toMatchObject([
      {
        kind: 'replace',
        reason: 'pin_held_by_another_code',
        chainId: 'd2/chain/c1',
        afterLineIds: ['d2/replace/c2/p51'],
      },
      {
        kind: 'replace',
        reason: 'pin_held_by_another_code',
        chainId: 'd2/chain/c1',
        afterLineIds: ['d2/replace/c1/p50'],
      },
    ])
  })

  it('passes a PIN on when its holder changes to free digits first', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: pinOf(2) }), credential(2, { pin: '480913' })],
      codes: CODES,
      receipts: RECEIPTS,
    })
    expect(plan.lines).toMatchObject([
      { kind: 'change', credentialId: 2 },
      { kind: 'replace', credentialId: 1, chainId: null, afterLineIds: ['d2/change/c2/p51'] },
    ])
  })

  it('makes the whole chain invalid when its end cannot move', () => {
    const plan = planOf({
      credentials: [
        credential(1, { pin: pinOf(2) }),
        credential(2, { pin: pinOf(3) }),
        credential(3, { pin: '1234' }),
      ],
      codes: [...CODES, listed(52, 3)],
      receipts: [...RECEIPTS, receipt(52, 3)],
    })
    expect(plan.lines).toMatchObject([
      { kind: 'invalid_expected', credentialId: 1, reason: 'pin_still_held' },
      { kind: 'invalid_expected', credentialId: 2, reason: 'pin_still_held' },
      { kind: 'invalid_expected', credentialId: 3, reason: 'pin_too_simple' },
    ])
  })

  it('gives the PIN of a revoked credential to a new one after the delete', () => {
    const plan = planOf({
      credentials: [credential(2, { pin: pinOf(1) })],
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
      revocations: [revocation(1)],
    })
    expect(plan.lines).toMatchObject([
      { kind: 'add', credentialId: 2, afterLineIds: ['d2/delete/p50'] },
      { kind: 'delete', vendorPinId: '50' },
    ])
  })

  it('waits while the code that holds the PIN is protected by grace', () => {
    const plan = planOf({
      credentials: [credential(2, { pin: pinOf(1) })],
      codes: [listed(50, 1, { createdAtMs: NOW_MS - MINUTE_MS })],
    })
    expect(plan.lines).toMatchObject([
      { kind: 'blocked_by_grace', vendorPinId: '50' },
      { kind: 'invalid_expected', credentialId: 2, reason: 'pin_still_held' },
    ])
  })

  it.each([
    ['the one with a receipt on the door', [receipt(50, 2)], [listed(50, 2, { pin: pinOf(1) })], 1],
    ['else the older id', [], [], 2],
  ])('keeps the PIN with %s', (_rule, receipts, codes, invalidId) => {
    const plan = planOf({
      credentials: [credential(1), credential(2, { pin: pinOf(1) })],
      codes,
      receipts,
    })
    expect(linesOfKind(plan, 'invalid_expected')).toMatchObject([
      { credentialId: invalidId, reason: 'same_pin_twice' },
    ])
  })

  it('lets a later credential that is not on the lock claim no PIN yet', () => {
    const plan = planOf({
      credentials: [
        credential(1, { window: { startMs: NOW_MS + 30 * DAY_MS, endMs: null } }),
        credential(2, { pin: pinOf(1) }),
      ],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'add', credentialId: 2 })
  })
})
