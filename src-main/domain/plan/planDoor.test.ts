import { describe, expect, it } from 'vitest'
import { PERMANENT } from '../code/codeWindow.ts'
import type { CredentialId, GrantId, PersonId } from '../ids.ts'
import { planDoor } from './planDoor.ts'
import {
  credential,
  DAY_MS,
  doorInput,
  HOUR_MS,
  linesOfKind,
  listed,
  MINUTE_MS,
  NOW_MS,
  onlyLine,
  period,
  personOf,
  pinOf,
  planOf,
  receipt,
  revocation,
  stray,
  testHmac,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

const STAY = period(NOW_MS - DAY_MS, NOW_MS + DAY_MS)
const STAY_WINDOW = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS + DAY_MS }

describe('a door that cannot be read', () => {
  it('has no lines and is never taken for empty', () => {
    const plan = planDoor(
      doorInput({
        credentials: [credential(1)],
        reading: { kind: 'unreadable', reason: 'page 2 of 3 failed', atMs: NOW_MS },
      }),
      testHmac,
    )
    expect(plan).toMatchObject({ kind: 'unreadable', reason: 'page 2 of 3 failed' })
    expect(plan).not.toHaveProperty('lines')
  })
})

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

describe('rule 4, adds', () => {
  it('adds what is expected and not listed', () => {
    const plan = planOf({ credentials: [credential(1)] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'add',
      lineId: 'd2/add/c1',
      codeName: 'AB U101 C1',
      window: PERMANENT,
      afterLineIds: [],
    })
  })

  it.each([
    ['12', 'pin_not_4_to_9_digits'],
    ['1234567890', 'pin_not_4_to_9_digits'],
    ['12a4', 'pin_not_4_to_9_digits'],
    ['4321', 'pin_too_simple'],
    ['5555', 'pin_too_simple'],
    ['7402', 'pin_not_on_keypad'],
  ])('refuses the PIN %s: %s', (pin, reason) => {
    const plan = planOf({ credentials: [credential(1, { pin })], capabilities: { keypadDigits: '123456' } })
    expect(onlyLine(plan)).toMatchObject({ kind: 'invalid_expected', reason })
  })

  it('keeps a simple PIN that is on the lock already', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: '1234' })],
      codes: [listed(50, 1, { pin: '1234' })],
      receipts: [receipt(50, 1)],
    })
    expect(plan.lines).toEqual([])
  })

  it.each([
    [{ supportsPasscodes: false }, 'device_lacks_passcodes'],
    [{ supportsRemoteManagement: false }, 'device_lacks_remote_management'],
    [{ reach: 'none' }, 'device_out_of_reach'],
  ] as const)('refuses a device with %o: %s', (capabilities, reason) => {
    const plan = planOf({ credentials: [credential(1)], capabilities })
    expect(onlyLine(plan)).toMatchObject({ kind: 'invalid_expected', reason })
  })

  it('refuses a backwards window', () => {
    const window = { startMs: NOW_MS + 2 * DAY_MS, endMs: NOW_MS + DAY_MS }
    const plan = planOf({ credentials: [credential(1, { window })] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'invalid_expected',
      reason: 'backwards_window',
      window: null,
    })
  })

  it('keeps the code of a credential whose window turned backwards', () => {
    const window = { startMs: NOW_MS + 2 * DAY_MS, endMs: NOW_MS + DAY_MS }
    const plan = planOf({
      credentials: [credential(1, { window })],
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({ reason: 'backwards_window', vendorPinId: '50' })
  })

  it('does not add again what an undo took off this door', () => {
    const plan = planOf({
      credentials: [credential(1)],
      pausedCredentials: [{ credentialId: 1 as CredentialId, untilMs: NOW_MS + DAY_MS }],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'reported', would: 'add', heldBecause: 'paused_on_door' })
    expect(plan.nextDueAtMs).toBe(NOW_MS + DAY_MS)
  })
})

describe('windows that open later', () => {
  const LATER = { startMs: NOW_MS + 3 * DAY_MS, endMs: NOW_MS + 5 * DAY_MS }

  it('does not add a code before its lead time, and says when it will', () => {
    const plan = planOf({ credentials: [credential(1, { window: LATER })] })
    expect(plan.lines).toEqual([])
    expect(plan.summary.later).toBe(1)
    expect(plan.nextDueAtMs).toBe(LATER.startMs - DAY_MS)
  })

  it('adds it exactly when the lead time begins', () => {
    const plan = planOf({ credentials: [credential(1, { window: LATER })], nowMs: LATER.startMs - DAY_MS })
    expect(onlyLine(plan)).toMatchObject({ kind: 'add' })
    expect(plan.nextDueAtMs).toBe(LATER.startMs)
  })

  it('keeps and changes it when it is on the lock already', () => {
    const plan = planOf({
      credentials: [credential(1, { window: LATER })],
      codes: [listed(50, 1, { window: STAY })],
      receipts: [receipt(50, 1)],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'change', window: period(LATER.startMs, LATER.endMs) })
  })

  it('moves on to the next of two disjoint grants when the first ends', () => {
    const first = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS + HOUR_MS }
    const second = { startMs: NOW_MS + 10 * DAY_MS, endMs: NOW_MS + 11 * DAY_MS }
    const grants = [
      { grantId: 1 as GrantId, window: second },
      { grantId: 2 as GrantId, window: first },
    ]
    const door = {
      credentials: [credential(1, { grants })],
      codes: [listed(50, 1, { window: period(first.startMs, first.endMs) })],
      receipts: [receipt(50, 1)],
    }
    const before = planOf(door)
    expect(before.lines).toEqual([])
    expect(before.nextDueAtMs).toBe(first.endMs)
    const after = planOf({ ...door, nowMs: first.endMs })
    expect(onlyLine(after)).toMatchObject({ kind: 'change', window: period(second.startMs, second.endMs) })
  })

  it('puts an open-ended code on the lock as a period to the far end, and moves nothing when it opens', () => {
    const window = { startMs: NOW_MS + HOUR_MS, endMs: null }
    const add = onlyLine(planOf({ credentials: [credential(1, { window })] }))
    // 2099-12-31 23:59 in Berlin is 22:59 UTC.
    const onLock = period(window.startMs, Date.UTC(2099, 11, 31, 22, 59))
    expect(add).toMatchObject({ kind: 'add', window: onLock })
    const opened = planOf({
      credentials: [credential(1, { window })],
      codes: [listed(50, 1, { window: onLock })],
      receipts: [receipt(50, 1)],
      nowMs: NOW_MS + 2 * HOUR_MS,
    })
    expect(opened.lines).toEqual([])
  })
})

describe('rows that are not settled', () => {
  it('sends no line for a row under way nor for its credential, and reads again within 5 minutes', () => {
    const plan = planOf({
      credentials: [credential(1, { pin: '480913' })],
      codes: [listed(50, 1, { status: 'under_way' }), listed(51, 1)],
      receipts: [receipt(50, 1)],
    })
    expect(plan.lines).toMatchObject([{ kind: 'under_way', vendorPinId: '50', credentialId: 1 }])
    expect(plan.readAgainAtMs).toBe(NOW_MS + 5 * MINUTE_MS)
    expect(plan.nextDueAtMs).toBe(NOW_MS + 5 * MINUTE_MS)
  })

  it('lets a row under way occupy its PIN', () => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [stray(50, { pin: pinOf(1), status: 'under_way' })],
    })
    expect(plan.lines).toMatchObject([{ kind: 'under_way', vendorPinId: '50', credentialId: 1 }])
  })

  it('removes a row that is not on the lock', () => {
    const plan = planOf({ codes: [listed(50, 1, { status: 'not_on_lock' })], revocations: [revocation(1)] })
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', why: { facts: { isOnLock: false } } })
  })

  it('takes a failed change or delete for the row as it was before', () => {
    const plan = planOf({
      credentials: [credential(1)],
      codes: [listed(50, 1, { status: 'as_before' })],
      receipts: [receipt(50, 1)],
    })
    expect(plan.lines).toEqual([])
  })

  it.each([
    [{ window: { kind: 'other', codeType: 77 } }, 'unknown_code_type'],
    [{ status: 'unknown' }, 'unknown_status'],
  ] as const)('shows a code with %o and never deletes it by itself', (code, heldBecause) => {
    const plan = planOf({ codes: [stray(50, code)], site: { mode: 'ultra_strict' } })
    expect(onlyLine(plan)).toMatchObject({ kind: 'reported', would: 'delete', heldBecause })
  })
})

describe('rule 5, deletes', () => {
  it('has the reason expired, and no grace, for a window that ended', () => {
    const window = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS }
    const plan = planOf({
      credentials: [credential(1, { window })],
      codes: [
        listed(50, 1, { window: period(window.startMs, window.endMs), createdAtMs: NOW_MS - MINUTE_MS }),
      ],
      receipts: [receipt(50, 1, { receivedAtMs: NOW_MS - MINUTE_MS })],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'expired',
      countsTowardLimits: false,
      grace: { applies: false },
    })
  })

  it('removes a code given ten minutes ago at once when a manager revokes it', () => {
    const plan = planOf({
      credentials: [credential(1, { isActive: false })],
      codes: [listed(50, 1, { createdAtMs: NOW_MS - 10 * MINUTE_MS })],
      receipts: [receipt(50, 1, { receivedAtMs: NOW_MS - 10 * MINUTE_MS })],
      revocations: [revocation(1)],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'credential_revoked_or_missing',
      countsTowardLimits: false,
      grace: { applies: false, isBypassed: false },
      why: { facts: { revokedBy: 'Maria', revocation: 'credential_revoked' } },
    })
  })

  it('removes all codes of a blocked person without grace', () => {
    const plan = planOf({
      codes: [
        listed(50, 1, { createdAtMs: NOW_MS }),
        listed(51, 2, { createdAtMs: NOW_MS, name: `AB U101 C2` }),
      ],
      revocations: [
        {
          kind: 'person_blocked',
          credentialId: null,
          personId: personOf(1),
          revokedAtMs: NOW_MS,
          revokedBy: 'Maria',
        },
      ],
    })
    expect(linesOfKind(plan, 'delete')).toHaveLength(2)
  })

  it('protects by grace what no operator revoked', () => {
    const plan = planOf({ codes: [listed(50, 1, { createdAtMs: NOW_MS - 10 * MINUTE_MS })] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'blocked_by_grace',
      grace: { eligibleAtMs: NOW_MS + 50 * MINUTE_MS, firstSeenSource: 'provider_send_date' },
    })
    expect(plan.nextDueAtMs).toBe(NOW_MS + 50 * MINUTE_MS)
  })

  it('calls a code that is not ours stray and says who sent it', () => {
    const plan = planOf({ codes: [stray(50)] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'stray_unmanaged',
      attribution: { senderUsername: 'owner@example.com', isCustom: true, codeType: 2 },
    })
  })
})

describe('modes', () => {
  const OURS = listed(50, 1, { createdAtMs: NOW_MS - MINUTE_MS })
  const OLD_OURS = listed(51, 2)
  const STRAY = stray(60, { createdAtMs: NOW_MS - MINUTE_MS })
  const OLD_STRAY = stray(61)
  const door = { credentials: [credential(3)], codes: [OURS, OLD_OURS, STRAY, OLD_STRAY] }

  it.each([
    ['observe', { 50: 'reported', 51: 'reported', 60: 'reported', 61: 'reported' }, 'reported'],
    ['managed_only', { 50: 'blocked_by_grace', 51: 'delete', 60: 'reported', 61: 'reported' }, 'add'],
    ['strict', { 50: 'blocked_by_grace', 51: 'delete', 60: 'blocked_by_grace', 61: 'delete' }, 'add'],
    ['ultra_strict', { 50: 'delete', 51: 'delete', 60: 'delete', 61: 'delete' }, 'add'],
  ] as const)('%s treats ours and strays, young and old, as the table says', (mode, kinds, addKind) => {
    const plan = planOf({ ...door, site: { mode } })
    const kindOf = Object.fromEntries(
      plan.lines.flatMap((line) =>
        line.kind !== 'add' && line.vendorPinId ? [[line.vendorPinId, line.kind]] : [],
      ),
    )
    expect(kindOf).toEqual(kinds)
    expect(plan.lines.find((line) => line.credentialId === 3)?.kind).toBe(addKind)
  })

  it('marks in ultra_strict only what goes before its time as bypassed', () => {
    const plan = planOf({ ...door, site: { mode: 'ultra_strict' } })
    const bypassed = linesOfKind(plan, 'delete').filter((line) => line.grace.isBypassed)
    expect(bypassed.map((line) => line.vendorPinId)).toEqual(['50', '60'])
    expect(plan.summary.graceBypassedDeletes).toBe(2)
  })

  it('is observe after a restore, whatever the site says, and deletes nothing of an old database', () => {
    const plan = planOf({ ...door, isAfterRestore: true, site: { mode: 'ultra_strict' } })
    expect(plan.mode).toBe('observe')
    expect(plan.lines.every((line) => line.kind === 'reported' && line.heldBecause === 'after_restore')).toBe(
      true,
    )
  })
})

describe('foreign namesakes', () => {
  const foreign = (vendorId: number, id: number) =>
    listed(vendorId, id, { name: `AB U${7_000 + id} C${7_000 + id}` })

  it('are treated as ours, but their delete needs approval', () => {
    const plan = planOf({ codes: [foreign(50, 1)], site: { mode: 'managed_only' } })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'credential_revoked_or_missing',
      isForeignNamesake: true,
      needsApprovalBecause: ['foreign_namesake'],
    })
  })

  it('need none where the site allows first-run enforcement', () => {
    const plan = planOf({ codes: [foreign(50, 1)], site: { allowFirstRunUnattended: true } })
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', needsApprovalBecause: [] })
  })

  it('raise the suspicion of a second installation when they are many', () => {
    expect(planOf({ codes: [foreign(50, 1), foreign(51, 2)] }).isAnotherInstallationSuspected).toBe(false)
    const many = planOf({ codes: [foreign(50, 1), foreign(51, 2), foreign(52, 3)] })
    expect(many).toMatchObject({ foreignNamesakes: 3, isAnotherInstallationSuspected: true })
  })

  it('are not explained by a revocation or a window of ours', () => {
    const code = listed(50, 1, {
      name: 'AB U7001 C1',
      window: period(NOW_MS - DAY_MS, NOW_MS - HOUR_MS),
      createdAtMs: NOW_MS - MINUTE_MS,
    })
    const plan = planOf({ codes: [code], revocations: [revocation(1)], knownPersonIds: new Set<PersonId>() })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'blocked_by_grace',
      reason: 'credential_revoked_or_missing',
    })
  })
})
