import { describe, expect, it } from 'vitest'
import type { LineCounts, PlanDoorView } from '../../../../src-preload/contract/views/plans.ts'
import { type ListOptions, listRows } from './rows.ts'

function door(doorId: number, doorName: string, counts: LineCounts): PlanDoorView {
  return {
    doorId,
    doorName,
    timezone: 'UTC',
    state: 'planned',
    unreadableBecause: null,
    leftOutBy: null,
    calls: 4,
    seconds: 20,
    counts,
    countedDeletes: 0,
    unchanged: 2,
  }
}

const DOORS = [
  door(1, 'Front door', { delete: 1, add: 1, replace: 1, change: 1 }),
  door(2, 'Pool', { add: 1 }),
]
const ALL: ListOptions = {
  filter: 'all',
  search: '',
  found: [],
  closedDoors: new Set(),
  unfoldedDoors: new Set(),
}

function keys(options: Partial<ListOptions>): readonly string[] {
  return listRows(DOORS, { ...ALL, ...options }).map((row) => row.key)
}

describe('the rows of a plan', () => {
  it('are each door with its changes, the unchanged codes folded into one row', () => {
    expect(keys({})).toEqual(['d1', 'd1/0', 'd1/1', 'd1/2', 'd1/3', 'd1/fold', 'd2', 'd2/0', 'd2/fold'])
  })

  it('of lines, say their kinds in the order in which a door lists them', () => {
    const kinds = listRows(DOORS, ALL).flatMap((row) => (row.kind === 'line' ? [row.lineKind] : []))
    expect(kinds).toEqual(['add', 'change', 'replace', 'delete', 'add'])
  })

  it('unfold the unchanged codes of one door', () => {
    expect(keys({ unfoldedDoors: new Set([2]) })).toEqual([...keys({}), 'd2/unchanged/0', 'd2/unchanged/1'])
  })

  it('leave the lines of a closed door out', () => {
    expect(keys({ closedDoors: new Set([1]) })).toEqual(['d1', 'd2', 'd2/0', 'd2/fold'])
  })

  it('of one kind, name only the doors that have it, and keep each line at its place', () => {
    expect(keys({ filter: 'delete' })).toEqual(['d1', 'd1/3'])
    expect(keys({ filter: 'change' })).toEqual(['d1', 'd1/1', 'd1/2'])
  })

  it('of a person, name only the lines of that person', () => {
    const found = [
      { doorId: 1, indexes: [0, 3] },
      { doorId: 2, indexes: [0] },
    ]
    expect(keys({ search: ' ana ', found })).toEqual(['d1', 'd1/0', 'd1/3', 'd2', 'd2/0'])
    expect(keys({ search: ' ana ', found, filter: 'delete' })).toEqual(['d1', 'd1/3'])
  })

  it('of a door, keep all its lines', () => {
    expect(keys({ search: 'front' })).toEqual(['d1', 'd1/0', 'd1/1', 'd1/2', 'd1/3'])
    expect(keys({ search: 'front', filter: 'add' })).toEqual(['d1', 'd1/0'])
  })
})
