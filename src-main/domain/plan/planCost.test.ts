import { describe, expect, it } from 'vitest'
import type { DoorId } from '../ids.ts'
import { costOfPlan } from './planCost.ts'
import {
  credential,
  type DoorInputChanges,
  HOUR_MS,
  listed,
  NOW_MS,
  period,
  planOf,
  receipt,
  scopeOf,
  stray,
} from './testSupport/doorPlanBuilder.ts'

function door(id: number, changes: DoorInputChanges) {
  return planOf({ doorId: id as DoorId, ...changes })
}

const ADD = { credentials: [credential(1)] }
const REPLACE = {
  credentials: [credential(1)],
  codes: [listed(50, 1, { window: period(NOW_MS - HOUR_MS, NOW_MS + HOUR_MS) })],
  receipts: [receipt(50, 1)],
}

describe('the cost of a plan', () => {
  it('counts lists before and after, a read-back in a replace, and each command', () => {
    const cost = costOfPlan(scopeOf([door(2, ADD), door(3, REPLACE)]), {
      gatewaysByDoor: new Map(),
      selectedLineIds: null,
    })
    // Door 2: list, add, list. Door 3: list, delete, list, add, list.
    expect(cost).toMatchObject({ calls: 8, commands: 3 })
  })

  it('is nothing for a door where nothing is sent', () => {
    const cost = costOfPlan(scopeOf([door(2, { credentials: [credential(1)], site: { mode: 'observe' } })]), {
      gatewaysByDoor: new Map(),
      selectedLineIds: null,
    })
    expect(cost).toEqual({ calls: 0, commands: 0, lanes: [], seconds: 0 })
  })

  it('holds the lanes of all gateways near a lock, and takes as long as the busiest', () => {
    const cost = costOfPlan(scopeOf([door(2, ADD), door(3, ADD), door(4, ADD)]), {
      gatewaysByDoor: new Map([
        [2 as DoorId, ['A', 'B']],
        [3 as DoorId, ['B']],
      ]),
      selectedLineIds: null,
    })
    expect(cost.lanes).toEqual([
      { lane: 'B', commands: 2, seconds: 20 },
      { lane: 'A', commands: 1, seconds: 10 },
      { lane: 'lock:28991110', commands: 1, seconds: 10 },
    ])
    expect(cost.seconds).toBe(20)
  })

  it('counts the pages of a long list', () => {
    const codes = [...Array(201).keys()].map((index) => stray(5_000 + index, { isCustom: false }))
    const cost = costOfPlan(scopeOf([door(2, { ...ADD, codes, site: { mode: 'managed_only' } })]), {
      gatewaysByDoor: new Map(),
      selectedLineIds: null,
    })
    expect(cost.calls).toBe(5)
  })
})
