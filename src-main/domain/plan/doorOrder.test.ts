import { describe, expect, it } from 'vitest'
import type { DoorId } from '../ids.ts'
import { outlineOfDoor } from './doorHead.ts'
import { nearestDeadlines, orderDoors } from './doorOrder.ts'
import {
  credential,
  DAY_MS,
  type DoorInputChanges,
  HOUR_MS,
  NOW_MS,
  planOf,
  stray,
} from './testSupport/doorPlanBuilder.ts'

function door(id: number, changes: DoorInputChanges) {
  const doorId = id as DoorId
  const { head, lines } = outlineOfDoor(planOf({ doorId, ...changes }))
  return { doorId, nearest: head.nearest, lines }
}

describe('the order of doors', () => {
  const opens = (inMs: number) => ({
    credentials: [credential(1, { window: { startMs: NOW_MS + inMs, endMs: NOW_MS + DAY_MS } })],
  })

  it('serves the nearest deadline first, removals after people who wait, idle doors last', () => {
    const doors = [
      door(2, {}),
      door(3, { codes: [stray(60)] }),
      door(4, opens(2 * HOUR_MS)),
      door(5, opens(HOUR_MS)),
      door(6, { credentials: [credential(1)] }),
      door(7, opens(HOUR_MS)),
    ]
    expect(orderDoors(doors).map((item) => item.doorId)).toEqual([6, 5, 7, 4, 3, 2])
  })

  it('looks only at the lines that are to be sent', () => {
    const both = door(2, { ...opens(HOUR_MS), codes: [stray(60)] })
    const deletes = both.lines.filter((line) => line.kind === 'delete')
    const deletesAlone = { ...both, nearest: nearestDeadlines(deletes) }
    expect(orderDoors([deletesAlone, door(3, opens(2 * HOUR_MS))]).map((item) => item.doorId)).toEqual([3, 2])
  })
})
