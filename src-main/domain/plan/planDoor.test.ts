import { describe, expect, it } from 'vitest'
import { PERMANENT } from '../code/codeWindow.ts'
import type { CredentialId, GrantId } from '../ids.ts'
import { planDoor } from './planDoor.ts'
import {
  credential,
  DAY_MS,
  doorInput,
  HOUR_MS,
  listed,
  MINUTE_MS,
  NOW_MS,
  onlyLine,
  period,
  pinOf,
  planOf,
  receipt,
  revocation,
  stray,
  testHmac,
} from './testSupport/doorPlanBuilder.ts'

const STAY = period(NOW_MS - DAY_MS, NOW_MS + DAY_MS)

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

  it('does not take a code off that it could not put back on a door from which an undo holds it', () => {
    const window = { startMs: NOW_MS, endMs: NOW_MS + DAY_MS }
    const plan = planOf({
      credentials: [credential(1, { window })],
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
      pausedCredentials: [{ credentialId: 1 as CredentialId, untilMs: null }],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'reported',
      would: 'replace',
      heldBecause: 'paused_on_door',
    })
  })
})

describe('a replace that was cut off after its delete', () => {
  const CUT_OFF = { unfinishedReplaces: new Set([2 as CredentialId]) }

  it('is finished before the window opens, as the code was on the lock', () => {
    const window = { startMs: NOW_MS + 3 * DAY_MS, endMs: NOW_MS + 5 * DAY_MS }
    expect(onlyLine(planOf({ ...CUT_OFF, credentials: [credential(2, { window })] }))).toMatchObject({
      kind: 'add',
      credentialId: 2,
    })
  })

  it('keeps its PIN, also against an older credential', () => {
    const plan = planOf({
      ...CUT_OFF,
      credentials: [credential(1, { pin: pinOf(2) }), credential(2)],
    })
    expect(plan.lines).toMatchObject([
      { kind: 'add', credentialId: 2 },
      { kind: 'invalid_expected', credentialId: 1, reason: 'same_pin_twice' },
    ])
  })

  it('does not make its duplicate the code that counts', () => {
    const plan = planOf({
      ...CUT_OFF,
      credentials: [credential(2)],
      codes: [listed(51, 2, { pin: pinOf(7) })],
    })
    expect(plan.lines).toMatchObject([
      { kind: 'add', credentialId: 2 },
      { kind: 'delete', vendorPinId: '51', reason: 'duplicate' },
    ])
  })

  it('adopts its own code when only the answer was lost', () => {
    const plan = planOf({ ...CUT_OFF, credentials: [credential(2)], codes: [listed(52, 2)] })
    expect(plan.lines).toEqual([])
    expect(plan.adopt).toMatchObject([{ credentialId: 2, vendorPinId: '52', rule: 'name' }])
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
