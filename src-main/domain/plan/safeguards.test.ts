import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActualCode } from '../code/actualCode.ts'
import type { DoorId, SiteId } from '../ids.ts'
import type { ReadableDoorPlan } from './doorPlan.ts'
import { DEFAULT_SAFEGUARD_LIMITS, guardedDoors, judgeSafeguards, type SafeguardInput } from './safeguards.ts'
import { anyDoor } from './testSupport/doorArbitrary.ts'
import {
  credential,
  type DoorInputChanges,
  listed,
  mark,
  NOW_MS,
  planOf,
  receipt,
  revocation,
  scopeOf,
  stray,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'

function judge(plans: readonly ReadableDoorPlan[], changes: Partial<SafeguardInput> = {}) {
  return judgeSafeguards({
    doors: guardedDoors(scopeOf(plans)),
    limitsOf: () => DEFAULT_SAFEGUARD_LIMITS,
    recentDeletes: { byDoor: new Map(), bySite: new Map() },
    codesHeldBySite: new Map(),
    allowOnce: new Set(),
    selectedLineIds: null,
    isUndo: false,
    ...changes,
  })
}

/** A door that keeps `kept` codes and removes `removed` strays. */
function doorWith(kept: number, removed: number, changes: DoorInputChanges = {}): ReadableDoorPlan {
  const ids = [...Array(kept).keys()].map((index) => index + 1)
  const strays: ActualCode[] = [...Array(removed).keys()].map((index) => stray(5_000 + index))
  return planOf({
    credentials: ids.map((id) => credential(id)),
    codes: [...ids.map((id) => listed(100 + id, id)), ...strays],
    receipts: ids.map((id) => receipt(100 + id, id)),
    ...changes,
  })
}

const DOOR = 2 as DoorId
const SITE = 1 as SiteId

describe('safeguards', () => {
  it('let an ordinary plan of policy auto pass', () => {
    expect(judge([doorWith(3, 1)])).toEqual({ decision: 'apply', tripped: [], allowed: [] })
  })

  it('leave every plan of policy approve to a person', () => {
    expect(judge([doorWith(3, 1, { site: { policy: 'approve' } })])).toMatchObject({
      decision: 'await_approval',
      tripped: [],
    })
  })

  it('have nothing to hold where nothing would be sent', () => {
    expect(judge([doorWith(3, 0, { site: { policy: 'approve' }, isFirstRun: true })]).decision).toBe('apply')
  })

  it.each([
    [3, 5, 0, []],
    [3, 6, 0, ['too_many_deletes_on_door']],
    [3, 3, 2, []],
    [3, 3, 3, ['too_many_deletes_on_door']],
    [7, 3, 0, []],
    [6, 4, 0, ['too_many_deletes_on_door']],
    [5, 4, 0, []],
    [6, 3, 1, ['too_many_deletes_on_door']],
  ])('on a door keeping %s and removing %s after %s: %o', (kept, removed, recent, kinds) => {
    const recentDeletes = { byDoor: new Map([[DOOR, recent]]), bySite: new Map<SiteId, number>() }
    const { tripped } = judge([doorWith(kept, removed)], { recentDeletes })
    expect(tripped.map((safeguard) => safeguard.kind)).toEqual(kinds)
  })

  it.each([
    [49, 5, 21, ['too_many_deletes_on_site']],
    [49, 5, 20, []],
    [95, 5, 6, ['too_many_deletes_on_site']],
    [95, 5, 5, []],
  ])('on a site holding %s with %s planned after %s: %o', (held, removed, recent, kinds) => {
    const { tripped } = judge([doorWith(3, removed)], {
      codesHeldBySite: new Map([[SITE, held]]),
      recentDeletes: { byDoor: new Map<DoorId, number>(), bySite: new Map([[SITE, recent]]) },
    })
    expect(tripped.map((safeguard) => safeguard.kind)).toEqual(kinds)
  })

  it("do not count expired codes and operators' own revocations", () => {
    const ids = [1, 2, 3, 4, 5, 6, 7]
    const plan = planOf({
      credentials: [credential(20), credential(1, { window: { startMs: null, endMs: NOW_MS } })],
      codes: ids.map((id) => listed(100 + id, id)),
      receipts: ids.map((id) => receipt(100 + id, id)),
      revocations: ids.slice(1).map((id) => revocation(id)),
    })
    expect(plan.summary.deletes).toBe(7)
    expect(judge([plan]).decision).toBe('apply')
  })

  it.each<[string, DoorInputChanges]>([
    ['expected_is_empty', { codes: [stray(50)] }],
    ['first_run', { credentials: [credential(1)], isFirstRun: true }],
    ['foreign_namesake', { credentials: [credential(1)], codes: [stray(50, { name: 'AB U7001 C7001' })] }],
    [
      'confirm_delete_mark',
      {
        credentials: [credential(1)],
        codes: [stray(50)],
        marks: [mark({ kind: 'confirm_delete', vendorPinId: vendorPinId(50) })],
      },
    ],
  ])('%s waits for its own allow-once, and for no other', (kind, door) => {
    const plan = planOf(door)
    expect(judge([plan])).toMatchObject({
      decision: 'await_approval',
      tripped: [{ kind, key: `${kind}/d2` }],
    })
    expect(judge([plan], { allowOnce: new Set([`${kind}/d3`]) }).decision).toBe('await_approval')
    expect(judge([plan], { allowOnce: new Set([`${kind}/d2`]) })).toMatchObject({
      decision: 'apply',
      tripped: [],
      allowed: [{ kind }],
    })
  })

  it.each<[string, DoorInputChanges]>([
    ['empty expected', { codes: [stray(50)], site: { allowEmptyExpectedUnattended: true } }],
    [
      'a first run',
      { credentials: [credential(1)], isFirstRun: true, site: { allowFirstRunUnattended: true } },
    ],
  ])('let %s pass where the site allows it', (_situation, door) => {
    expect(judge([planOf(door)]).decision).toBe('apply')
  })

  it('judge only the lines that were selected', () => {
    const plan = doorWith(3, 6)
    const selectedLineIds = new Set(plan.lines.slice(0, 5).map((line) => line.lineId))
    expect(judge([plan], { selectedLineIds }).tripped).toEqual([])
  })

  it('are never crossed without each of their own allow-once', () => {
    fc.assert(
      fc.property(anyDoor, fc.boolean(), fc.func(fc.boolean()), (door, isFirstRun, isAllowed) => {
        const plan = planOf({ ...door, isFirstRun })
        const all = judge([plan]).tripped.map((safeguard) => safeguard.key)
        const allowOnce = new Set(all.filter((key) => isAllowed(key)))
        const { decision, tripped } = judge([plan], { allowOnce })
        expect(tripped.map((safeguard) => safeguard.key)).toEqual(all.filter((key) => !allowOnce.has(key)))
        expect(decision).toBe(tripped.length === 0 ? 'apply' : 'await_approval')
      }),
    )
  })
})
