import { describe, expect, it } from 'vitest'
import { PERMANENT } from '../code/codeWindow.ts'
import type { CredentialId } from '../ids.ts'
import {
  credential,
  DAY_MS,
  type DoorInputChanges,
  HOUR_MS,
  linesOfKind,
  listed,
  MINUTE_MS,
  NOW_MS,
  onlyLine,
  period,
  pinOf,
  planOf,
  receipt,
  stray,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

const STAY = period(NOW_MS - DAY_MS, NOW_MS + DAY_MS)
const STAY_WINDOW = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS + DAY_MS }

describe('rule 1, receipt', () => {
  it('leaves a code with the same PIN and window alone', () => {
    const plan = planOf({ credentials: [credential(1)], codes: [listed(50, 1)], receipts: [receipt(50, 1)] })
    expect(plan.lines).toEqual([])
    expect(plan.unchanged).toEqual([{ credentialId: 1, vendorPinId: '50', rule: 'receipt' }])
  })

  it('leaves a renamed code alone, because a rename changes nothing', () => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(50, 1, { name: 'Ana' })],
      receipts: [receipt(50, 1)],
    })
    expect(plan.lines).toEqual([])
    expect(plan.adopt).toEqual([])
  })

  it('compares windows floored to the minute', () => {
    const plan = planOf({
      credentials: [credential(1, { window: STAY_WINDOW })],
      codes: [listed(50, 1, { window: period(STAY_WINDOW.startMs + 59_999, STAY_WINDOW.endMs + 30_000) })],
      receipts: [receipt(50, 1)],
    })
    expect(plan.lines).toEqual([])
  })

  it('extends a stay with one change that keeps the PIN', () => {
    const plan = planOf({
      credentials: [credential(1, { window: { ...STAY_WINDOW, endMs: STAY_WINDOW.endMs + DAY_MS } })],
      codes: [listed(50, 1, { window: STAY })],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'change',
      lineId: 'd2/change/c1/p50',
      changesPin: false,
      changesWindow: true,
      window: period(STAY_WINDOW.startMs, STAY_WINDOW.endMs + DAY_MS),
      why: { rule: 'receipt' },
    })
  })

  it('extends a stay whose row has already expired with a change as well', () => {
    const plan = planOf({
      credentials: [credential(1, { window: STAY_WINDOW })],
      codes: [
        listed(50, 1, {
          window: period(STAY_WINDOW.startMs, NOW_MS - HOUR_MS),
          status: 'expired_or_invalid',
        }),
      ],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'change', changesPin: false })
  })

  it('changes the PIN of a custom code in one change', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: '480913' })],
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'change', changesPin: true, changesWindow: false })
  })

  it.each([
    ['permanent to period', { window: STAY_WINDOW }, { window: PERMANENT }, 'window_kind_changes'],
    ['period to permanent', {}, { window: STAY }, 'window_kind_changes'],
    [
      'a generated code',
      { window: STAY_WINDOW },
      { window: period(NOW_MS, NOW_MS + HOUR_MS), isCustom: false },
      'generated_code',
    ],
    ['a cyclic code', {}, { window: { kind: 'other', codeType: 6 } }, 'code_type_changes'],
    ['an add that never reached the lock', {}, { status: 'not_on_lock' }, 'not_on_lock'],
    ['a running code listed as invalid', {}, { status: 'expired_or_invalid' }, 'listed_as_invalid'],
  ] as const)('replaces %s', (_situation, wanted, actual, reason) => {
    const plan = planOf({
      credentials: [credential(1, wanted)],
      codes: [listed(50, 1, actual)],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'replace', reason, credentialId: 1, vendorPinId: '50' })
    expect(onlyLine(plan)).toHaveProperty('secondsWithoutCode', 12)
  })

  it('says of a generated code that was never used that it cannot be changed yet', () => {
    const door = {
      credentials: [credential(1, { window: STAY_WINDOW })],
      codes: [listed(50, 1, { window: period(NOW_MS, NOW_MS + HOUR_MS), isCustom: false })],
      receipts: [receipt(50, 1)],
    }
    expect(onlyLine(planOf(door)).cautions).toEqual(['generated_code_never_used'])
    const used = planOf({ ...door, usedVendorPinIds: new Set([vendorPinId(50)]) })
    expect(onlyLine(used).cautions).toEqual([])
  })

  it('keeps one of two receipts of a credential and removes the other as duplicate', () => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(50, 1, { pin: '480913' }), listed(51, 1)],
      receipts: [receipt(50, 1), receipt(51, 1)],
    })
    expect(plan.unchanged).toMatchObject([{ vendorPinId: '51' }])
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', vendorPinId: '50', reason: 'duplicate' })
  })
})

describe('rule 2, name', () => {
  it('adopts a code of our name whose receipt was lost and sends nothing', () => {
    const plan = planOf({ credentials: [credential(1)], codes: [listed(50, 1)] })
    expect(plan.lines).toEqual([])
    expect(plan.adopt).toEqual([{ credentialId: 1, personId: 101, vendorPinId: '50', rule: 'name' }])
    expect(plan.unchanged).toMatchObject([{ rule: 'name' }])
  })

  it('adopts and then changes where PIN or window differ', () => {
    const plan = planOf({
      credentials: [credential(1, { window: STAY_WINDOW })],
      codes: [listed(50, 1, { window: period(NOW_MS, NOW_MS + HOUR_MS) })],
    })
    expect(plan.adopt).toHaveLength(1)
    expect(onlyLine(plan)).toMatchObject({ kind: 'change', why: { rule: 'name' } })
  })

  it.each([
    ['PIN and window over PIN', [{ window: STAY }, {}], '51'],
    ['PIN over window', [{ pin: '480913' }, { window: STAY }], '51'],
    [
      'window over settled status',
      [
        { pin: '480913', window: STAY },
        { pin: '480913', status: 'expired_or_invalid' },
      ],
      '51',
    ],
    [
      'settled status over the lower id',
      [{ pin: '480913', status: 'expired_or_invalid' }, { pin: '480913' }],
      '51',
    ],
    ['the lower id of equal ones', [{ pin: '480913' }, { pin: '480914' }], '50'],
    [
      'a code on the lock over one that never reached it',
      [{ status: 'not_on_lock' }, { pin: '480913' }],
      '51',
    ],
  ] as const)('of two codes with one name keeps the better match: %s', (_rule, [first, second], kept) => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(50, 1, first), listed(51, 1, second)],
    })
    const [removed] = linesOfKind(plan, 'delete')
    expect(removed).toMatchObject({ reason: 'duplicate', vendorPinId: kept === '50' ? '51' : '50' })
    expect(plan.adopt.map((adoption) => adoption.vendorPinId)).toEqual([kept])
  })

  it('compares provider ids as numbers, not as text', () => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(9, 1, { pin: '480913' }), listed(10, 1, { pin: '480914' })],
    })
    expect(plan.adopt).toMatchObject([{ vendorPinId: '9' }])
  })

  it('does not take a name for a code whose receipt says otherwise', () => {
    const plan = planOf({
      credentials: [credential(2)],
      codes: [listed(50, 2)],
      receipts: [receipt(50, 1)],
    })
    expect(plan.adopt).toEqual([])
    expect(linesOfKind(plan, 'delete')).toMatchObject([{ vendorPinId: '50', credentialId: 1 }])
  })
})

describe('rule 3, PIN', () => {
  const door = { credentials: [credential(1)], codes: [stray(50, { pin: pinOf(1) })] }

  it('makes the expected code invalid while a hand-made code has our PIN and our add waits', () => {
    const plan = planOf(door)
    expect(onlyLine(plan)).toMatchObject({
      kind: 'invalid_expected',
      reason: 'pin_taken_by_unknown_code',
      takenBy: {
        vendorPinId: '50',
        codeName: 'cleaner',
        senderUsername: 'owner@example.com',
        isCustom: true,
      },
      why: { rule: 'pin_taken' },
    })
  })

  it('does not delete the hand-made code either, in whatever mode: a person chooses', () => {
    const plan = planOf({ ...door, site: { mode: 'ultra_strict' } })
    expect(linesOfKind(plan, 'delete')).toEqual([])
  })

  it('adopts a code made after the intent of an unsettled add of ours', () => {
    const intentAtMs = NOW_MS - MINUTE_MS
    const plan = planOf({
      ...door,
      codes: [stray(50, { pin: pinOf(1), createdAtMs: intentAtMs + 5_000 })],
      unsettledAdds: [{ credentialId: 1 as CredentialId, pin: pinOf(1), intentAtMs }],
    })
    expect(plan.lines).toEqual([])
    expect(plan.adopt).toMatchObject([{ vendorPinId: '50', rule: 'pin_of_unsettled_add' }])
  })

  it.each([
    ['made before the intent', -30_000, 0, 'invalid_expected'],
    ['made before the intent by less than the clocks differ', -30_000, 40_000, 'adopted'],
    ['made in the second of the intent', -999, 0, 'adopted'],
  ])(
    'with an unsettled add and a code %s: %s ms, offset %s ms: %s',
    (_situation, afterIntentMs, clockOffsetMs, outcome) => {
      const intentAtMs = NOW_MS - MINUTE_MS + 999
      const plan = planOf({
        ...door,
        codes: [stray(50, { pin: pinOf(1), createdAtMs: intentAtMs + afterIntentMs })],
        unsettledAdds: [{ credentialId: 1 as CredentialId, pin: pinOf(1), intentAtMs }],
        clockOffsetMs,
      })
      expect(plan.adopt.length > 0 ? 'adopted' : onlyLine(plan).kind).toBe(outcome)
    },
  )

  it.each<[string, DoorInputChanges]>([
    [
      'by a receipt',
      { codes: [stray(50, { pin: pinOf(1), createdAtMs: NOW_MS })], receipts: [receipt(50, 2)] },
    ],
    ['by name', { codes: [stray(50, { pin: pinOf(1), createdAtMs: NOW_MS, name: 'AB U102 C2' })] }],
  ])("does not adopt a code that is %s another credential's", (_owner, changes) => {
    const plan = planOf({
      ...door,
      ...changes,
      unsettledAdds: [{ credentialId: 1 as CredentialId, pin: pinOf(1), intentAtMs: NOW_MS - MINUTE_MS }],
    })
    expect(plan.adopt).toEqual([])
  })

  it('does not adopt by an unsettled add of another PIN', () => {
    const plan = planOf({
      ...door,
      unsettledAdds: [{ credentialId: 1 as CredentialId, pin: '480913', intentAtMs: NOW_MS - 3 * DAY_MS }],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'invalid_expected' })
  })

  it('refuses a change of PIN to digits that an unknown code holds, and keeps the old code', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: '480913' })],
      codes: [listed(50, 1), stray(51, { pin: '480913' })],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'invalid_expected',
      reason: 'pin_taken_by_unknown_code',
      vendorPinId: '50',
    })
  })
})
