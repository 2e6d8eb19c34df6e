import { describe, expect, it } from 'vitest'
import { hashPin } from '../code/pinHash.ts'
import {
  credential,
  DAY_MS,
  linesOfKind,
  listed,
  mark,
  NOW_MS,
  onlyLine,
  period,
  planOf,
  receipt,
  revocation,
  stray,
  testHmac,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

const BY_ID = { vendorPinId: vendorPinId(50) }
const BY_PIN = { pinHash: hashPin('4850', '28991110', testHmac) }

describe('marks', () => {
  it.each([
    ["the provider's id", BY_ID],
    ['the digits', BY_PIN],
  ])('never-delete by %s stands above every mode', (_key, key) => {
    const plan = planOf({ codes: [stray(50)], marks: [mark(key)], site: { mode: 'ultra_strict' } })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'reported',
      heldBecause: 'never_delete',
      mark: { setBy: 'Maria' },
    })
  })

  it('are not shed by a rename', () => {
    const plan = planOf({
      codes: [stray(50, { name: 'AB U101 C1' })],
      marks: [mark(BY_ID)],
      revocations: [revocation(1)],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'reported', heldBecause: 'never_delete' })
  })

  it('do not protect the same digits of another lock', () => {
    const other = mark({ pinHash: hashPin('4850', '11111111', testHmac) })
    expect(onlyLine(planOf({ codes: [stray(50)], marks: [other] }))).toMatchObject({ kind: 'delete' })
  })

  it('never-delete holds a replace and a new PIN, but not a longer stay', () => {
    const codes = [listed(50, 1, { window: period(NOW_MS, NOW_MS + DAY_MS) })]
    const door = { codes, receipts: [receipt(50, 1)], marks: [mark(BY_ID)] }
    const replaced = planOf({ ...door, credentials: [credential(1)] })
    expect(onlyLine(replaced)).toMatchObject({
      kind: 'reported',
      would: 'replace',
      heldBecause: 'never_delete',
    })
    const window = { startMs: NOW_MS, endMs: NOW_MS + DAY_MS }
    const newPin = planOf({ ...door, credentials: [credential(1, { window, pin: '480913' })] })
    expect(onlyLine(newPin)).toMatchObject({ kind: 'reported', would: 'change', heldBecause: 'never_delete' })
    const longer = planOf({
      ...door,
      credentials: [credential(1, { window: { ...window, endMs: NOW_MS + 2 * DAY_MS } })],
    })
    expect(onlyLine(longer)).toMatchObject({ kind: 'change' })
  })

  it('confirm-delete keeps the delete in the plan and asks for approval', () => {
    const plan = planOf({ codes: [stray(50)], marks: [mark({ ...BY_ID, kind: 'confirm_delete' })] })
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', needsApprovalBecause: ['confirm_delete_mark'] })
  })

  it.each([
    [NOW_MS + 1, 'reported'],
    [NOW_MS, 'delete'],
  ])('tolerated until %s is %s', (untilMs, kind) => {
    const plan = planOf({ codes: [stray(50)], marks: [mark({ ...BY_ID, kind: 'tolerated_until', untilMs })] })
    expect(onlyLine(plan).kind).toBe(kind)
    expect(plan.nextDueAtMs).toBe(kind === 'reported' ? untilMs : null)
  })

  it('the strongest of several counts', () => {
    const plan = planOf({
      codes: [stray(50)],
      marks: [mark({ ...BY_ID, kind: 'confirm_delete' }), mark({ ...BY_PIN, kind: 'never_delete' })],
    })
    expect(linesOfKind(plan, 'reported')).toMatchObject([{ heldBecause: 'never_delete' }])
  })
})
