import type { DoorId } from '../ids.ts'
import { isActionLine, type LineKind, type PlanLine } from './planLine.ts'
import { opensAtMs } from './selection.ts'

export interface OrderedDoor {
  readonly doorId: DoorId
  /** Those that are to be sent. */
  readonly lines: readonly { readonly kind: LineKind; readonly deadlineMs: number | null }[]
}

/**
 * When a line becomes urgent (epoch ms, may be past): an added or changed code when its window opens, a removal
 * when it was allowed. A permanent code has opened long ago, so it is urgent from the plan on. Null for what is not sent.
 */
export function lineDeadlineMs(line: PlanLine, plannedAtMs: number): number | null {
  if (!isActionLine(line)) return null
  if (line.kind === 'delete') return line.grace.eligibleAtMs
  const opens = opensAtMs(line)
  return opens === Number.NEGATIVE_INFINITY ? plannedAtMs : opens
}

/** The nearest deadline of a door's lines. Windows come before removals, both before nothing to do. */
function doorUrgency({ lines }: OrderedDoor): readonly [rank: number, deadlineMs: number] {
  let openingMs = Number.POSITIVE_INFINITY
  let removalMs = Number.POSITIVE_INFINITY
  for (const { kind, deadlineMs } of lines) {
    if (deadlineMs === null) continue
    if (kind === 'delete') removalMs = Math.min(removalMs, deadlineMs)
    else openingMs = Math.min(openingMs, deadlineMs)
  }
  if (openingMs !== Number.POSITIVE_INFINITY) return [0, openingMs]
  return [removalMs === Number.POSITIVE_INFINITY ? 2 : 1, removalMs]
}

/**
 * Doors in the order in which they are served: people who wait for a code first, by the nearest deadline, then
 * removals; equal ones by door id.
 */
export function orderDoors<Door extends OrderedDoor>(doors: readonly Door[]): readonly Door[] {
  return doors
    .map((door) => ({ door, urgency: doorUrgency(door) }))
    .sort((a, b) => {
      const [rankA, deadlineA] = a.urgency
      const [rankB, deadlineB] = b.urgency
      if (rankA !== rankB) return rankA - rankB
      if (deadlineA !== deadlineB) return deadlineA < deadlineB ? -1 : 1
      return a.door.doorId - b.door.doorId
    })
    .map(({ door }) => door)
}
