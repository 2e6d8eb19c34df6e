import { describe, expect, it } from 'vitest'
import type { PlanDoorView } from '../../../../src-preload/contract/views/plans.ts'
import {
  choose,
  countLines,
  type LeftLine,
  type LeftOut,
  moveLines,
  orderDoors,
  passesKind,
  sumCounts,
} from './lines.ts'
import { listSitesOf, parseScope } from './scope.ts'

const door: PlanDoorView = {
  doorId: 1,
  doorName: 'Front door',
  timezone: 'UTC',
  state: 'planned',
  unreadableBecause: null,
  leftOutBy: null,
  calls: 4,
  seconds: 20,
  counts: { add: 1, replace: 1, delete: 2, blocked_by_grace: 1, reported: 1 },
  countedDeletes: 1,
  unchanged: 3,
}
const quiet: PlanDoorView = { ...door, doorId: 2, counts: {}, countedDeletes: 0, calls: 1, seconds: 2 }

const add: LeftLine = { lineId: 'd1/add/c6', kind: 'add', countsTowardLimits: false }
const replace: LeftLine = { lineId: 'd1/replace/c7/p1', kind: 'replace', countsTowardLimits: false }
const counted: LeftLine = { lineId: 'd1/delete/p2', kind: 'delete', countsTowardLimits: true }
const expired: LeftLine = { lineId: 'd1/delete/p3', kind: 'delete', countsTowardLimits: false }

const NOTHING: LeftOut = new Map()

describe('sumCounts', () => {
  it('counts a replace among the changes', () => {
    expect(sumCounts([door, quiet])).toEqual({
      ...{ adds: 1, changes: 1, deletes: 2, blocked: 1, invalid: 0, reported: 1, underWay: 0 },
    })
  })
})

describe('countLines', () => {
  it('counts lines of all kinds, also those that are never sent', () => {
    expect(countLines(door)).toBe(6)
  })
})

describe('choose', () => {
  it('counts an open schedule among the changes and by itself, until it is taken out', () => {
    const both = {
      doors: [{ ...door, counts: { change: 1, schedule: 1 }, countedDeletes: 0 }],
      totalCalls: 9,
      totalSeconds: 9,
    }
    expect(choose(both, new Map())).toMatchObject({ lines: 2, schedules: 1, sums: { changes: 2 } })
    const line = { lineId: 'd1/schedule/schedule', kind: 'schedule', countsTowardLimits: false } as const
    expect(choose(both, moveLines(new Map(), door.doorId, [line], false))).toMatchObject({
      lines: 1,
      schedules: 0,
      sums: { changes: 1 },
    })
  })

  const plan = { doors: [door, quiet], totalCalls: 5, totalSeconds: 22 }

  it('selects all that may be sent, and prices only doors that hold such a line', () => {
    expect(choose(plan, NOTHING)).toEqual({
      lines: 4,
      sums: { adds: 1, changes: 1, deletes: 2, blocked: 0, invalid: 0, reported: 0, underWay: 0 },
      schedules: 0,
      countedDeletes: 1,
      doors: 1,
      calls: 4,
      seconds: 20,
      leftOut: [],
    })
  })

  it('without lines that were taken out, counts the others', () => {
    expect(choose(plan, moveLines(NOTHING, 1, [replace, counted], false))).toMatchObject({
      lines: 2,
      sums: { adds: 1, changes: 0, deletes: 1 },
      countedDeletes: 0,
      doors: 1,
      leftOut: [replace.lineId, counted.lineId],
    })
  })

  it('without any line of a door, leaves the door out', () => {
    expect(choose(plan, moveLines(NOTHING, 1, [add, replace, counted, expired], false))).toMatchObject({
      lines: 0,
      doors: 0,
      calls: 0,
      seconds: 0,
    })
  })

  it('never says more than the plan, whose gateways work side by side', () => {
    const twin = { ...door, doorId: 9 }
    expect(choose({ doors: [door, twin], totalCalls: 8, totalSeconds: 24 }, NOTHING).seconds).toBe(24)
  })
})

describe('moveLines', () => {
  it('takes a line out once, however often it is asked to', () => {
    const once = moveLines(NOTHING, 1, [add], false)
    expect(moveLines(once, 1, [add, replace], false).get(1)).toEqual([add, replace])
  })

  it('puts lines of one door back and leaves those of others', () => {
    const out = moveLines(moveLines(NOTHING, 1, [add, counted], false), 2, [add], false)
    const back = moveLines(out, 1, [add], true)
    expect([back.get(1), back.get(2)]).toEqual([[counted], [add]])
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
    const kinds = ['add', 'delete', 'blocked_by_grace', 'reported'] as const
    expect(kinds.filter((kind) => passesKind(kind, 'blocked'))).toEqual(['blocked_by_grace'])
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
