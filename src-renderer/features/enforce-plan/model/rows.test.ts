import { describe, expect, it } from 'vitest'
import type { PlanDoorView, PlanLineHead } from '../../../../src-preload/contract/views/plans.ts'
import { type ListOptions, listRows } from './rows.ts'

function line(lineId: string, kind: PlanLineHead['kind'], title: string): PlanLineHead {
  return {
    lineId,
    kind,
    title,
    isSelectable: true,
    isApproved: null,
    countsTowardLimits: false,
    result: null,
  }
}

function door(doorId: number, doorName: string, lines: readonly PlanLineHead[]): PlanDoorView {
  return {
    doorId,
    doorName,
    timezone: 'UTC',
    state: 'planned',
    unreadableBecause: null,
    leftOutBy: null,
    calls: 4,
    seconds: 20,
    lines,
    unchanged: 2,
  }
}

const DOORS = [
  door(1, 'Front door', [line('d1/add/c1', 'add', 'Ana Ruiz'), line('d1/delete/p5', 'delete', 'cleaner')]),
  door(2, 'Pool', [line('d2/add/c1', 'add', 'Ana Ruiz')]),
]
const ALL: ListOptions = { filter: 'all', search: '', closedDoors: new Set(), unfoldedDoors: new Set() }

function keys(options: Partial<ListOptions>): readonly string[] {
  return listRows(DOORS, { ...ALL, ...options }).map((row) => row.key)
}

describe('the rows of a plan', () => {
  it('are each door with its changes, the unchanged codes folded into one row', () => {
    expect(keys({})).toEqual(['d1', 'd1/add/c1', 'd1/delete/p5', 'd1/fold', 'd2', 'd2/add/c1', 'd2/fold'])
  })

  it('unfold the unchanged codes of one door', () => {
    expect(keys({ unfoldedDoors: new Set([2]) })).toEqual([...keys({}), 'd2/unchanged/0', 'd2/unchanged/1'])
  })

  it('leave the lines of a closed door out', () => {
    expect(keys({ closedDoors: new Set([1]) })).toEqual(['d1', 'd2', 'd2/add/c1', 'd2/fold'])
  })

  it('of one kind, name only the doors that have it', () => {
    expect(keys({ filter: 'delete' })).toEqual(['d1', 'd1/delete/p5'])
  })

  it('of a person, name only the lines of that person', () => {
    expect(keys({ search: ' ana ' })).toEqual(['d1', 'd1/add/c1', 'd2', 'd2/add/c1'])
  })

  it('of a door, keep all its lines', () => {
    expect(keys({ search: 'front' })).toEqual(['d1', 'd1/add/c1', 'd1/delete/p5'])
    expect(keys({ search: 'front', filter: 'add' })).toEqual(['d1', 'd1/add/c1'])
  })
})
