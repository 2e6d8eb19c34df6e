import { describe, expect, it } from 'vitest'
import type { PlanDoorView, PlanLineView } from '../../../../src-preload/contract/views/plans.ts'
import { listSelectable, orderDoors, passesKind, sumCost, sumLines } from './lines.ts'
import { listSitesOf, parseScope } from './scope.ts'

const line: PlanLineView = {
  lineId: '1:add:6',
  kind: 'add',
  title: 'Ana Ruiz',
  personId: 1,
  codeName: 'AB U1 C6',
  vendorPinId: null,
  window: { kind: 'permanent' },
  why: 'granted today',
  evidence: 'none',
  evidenceAt: null,
  eligibleAt: null,
  isSelectable: true,
  isApproved: null,
  countsTowardLimits: false,
  result: null,
  resultSentence: null,
  pinTaken: null,
}
const blocked: PlanLineView = { ...line, lineId: '1:b:7', kind: 'blocked_by_grace', isSelectable: false }
const replace: PlanLineView = { ...line, lineId: '1:r:8', kind: 'replace' }
const door: PlanDoorView = {
  doorId: 1,
  doorName: 'Front door',
  timezone: 'UTC',
  state: 'planned',
  unreadableBecause: null,
  leftOutBy: null,
  calls: 4,
  seconds: 20,
  lines: [line, blocked, replace],
  unchanged: 3,
}
const quiet: PlanDoorView = { ...door, doorId: 2, lines: [], calls: 1, seconds: 2 }

describe('sumLines', () => {
  it('counts a replace among the changes', () => {
    expect(sumLines(door.lines)).toEqual({
      adds: 1,
      changes: 1,
      deletes: 0,
      blocked: 1,
      invalid: 0,
      reported: 0,
      underWay: 0,
    })
  })
})

describe('listSelectable', () => {
  it('leaves out what grace still protects', () => {
    expect(listSelectable([door])).toEqual(['1:add:6', '1:r:8'])
  })
})

describe('sumCost', () => {
  it('prices only doors that hold a selected line', () => {
    const plan = { doors: [door, quiet], totalCalls: 5, totalSeconds: 22 }
    expect(sumCost(plan, new Set(['1:add:6']))).toEqual({ calls: 4, seconds: 20, doors: 1 })
  })

  it('never says more than the plan, whose gateways work side by side', () => {
    const twin = { ...door, doorId: 9 }
    const plan = { doors: [door, twin], totalCalls: 8, totalSeconds: 24 }
    expect(sumCost(plan, new Set(['1:add:6'])).seconds).toBe(24)
  })
})

describe('orderDoors', () => {
  it('puts a door in step last but an unreadable one where it stands', () => {
    const unreadable: PlanDoorView = { ...quiet, doorId: 3, state: 'unreadable' }
    expect(orderDoors([quiet, unreadable, door]).map((each) => each.doorId)).toEqual([3, 1, 2])
  })
})

describe('passesKind', () => {
  it('shows blocked lines alone', () => {
    expect(door.lines.filter((each) => passesKind(each, 'blocked'))).toEqual([blocked])
  })
})

describe('scope', () => {
  it('reads a door', () => {
    expect(parseScope('door:3')).toEqual({ kind: 'door', id: 3 })
  })

  it('falls back to all doors for what it cannot read', () => {
    expect(parseScope('planet:x')).toEqual({ kind: 'all' })
  })

  it('names each site of a group once', () => {
    const doors = [
      { id: 1, siteId: 1, doorGroupId: 2 },
      { id: 2, siteId: 1, doorGroupId: 2 },
      { id: 3, siteId: 4, doorGroupId: null },
    ]
    expect(listSitesOf({ kind: 'group', id: 2 }, doors)).toEqual([1])
  })
})
