import type { DoorRow, DoorState } from '../../../../src-preload/contract/views/doors.ts'
import type { DoorsSearch } from '../../../lib/searchParams.ts'

/** Doors whose name, place or lock holds every word searched for. */
export function filterDoors(doors: readonly DoorRow[], search: DoorsSearch): readonly DoorRow[] {
  const wanted = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return doors.filter((door) => {
    if (search.state !== undefined && door.state !== search.state) return false
    if (search.site !== undefined && door.siteId !== search.site) return false
    const text = [door.name, door.siteName, door.groupName, door.location, door.lockId, door.deviceName]
      .join(' ')
      .toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** What needs a person first. */
const STATE_ORDER: readonly DoorState[] = [
  'out_of_step',
  'unreadable',
  'waiting',
  'checking',
  'unchecked',
  'in_step',
]

export interface StateCounts {
  readonly all: number
  /** Only states that some door is in, what needs a person first. */
  readonly states: readonly (readonly [DoorState, number])[]
}

export function countStates(doors: readonly DoorRow[]): StateCounts {
  const counts = new Map<DoorState, number>()
  for (const door of doors) counts.set(door.state, (counts.get(door.state) ?? 0) + 1)
  return {
    all: doors.length,
    states: STATE_ORDER.flatMap((state) => {
      const count = counts.get(state)
      return count === undefined ? [] : [[state, count] as const]
    }),
  }
}

/** Sorts what needs a person first. */
export function rankState(state: DoorState): number {
  return STATE_ORDER.indexOf(state)
}
