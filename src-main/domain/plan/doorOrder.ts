import type { DoorPlan, EnforcePlan } from './doorPlan.ts'
import { type ActionLine, isActionLine } from './planLine.ts'
import { opensAtMs } from './selection.ts'

/**
 * When a line becomes urgent (epoch ms, may be past): an added or changed code when its window opens, a removal
 * when it was allowed. A permanent code has opened long ago, so it is urgent from the plan on.
 */
function lineDeadlineMs(line: ActionLine, plannedAtMs: number): number {
  if (line.kind === 'delete') return line.grace.eligibleAtMs
  const opens = opensAtMs(line)
  return opens === Number.NEGATIVE_INFINITY ? plannedAtMs : opens
}

/** The nearest deadline of a door's lines; null when nothing is sent to it. Windows come before removals. */
function doorUrgency(door: DoorPlan): readonly [rank: number, deadlineMs: number] {
  if (door.kind === 'unreadable') return [2, Number.POSITIVE_INFINITY]
  let openingMs = Number.POSITIVE_INFINITY
  let removalMs = Number.POSITIVE_INFINITY
  for (const line of door.lines) {
    if (!isActionLine(line)) continue
    const deadlineMs = lineDeadlineMs(line, door.plannedAtMs)
    if (line.kind === 'delete') removalMs = Math.min(removalMs, deadlineMs)
    else openingMs = Math.min(openingMs, deadlineMs)
  }
  if (openingMs !== Number.POSITIVE_INFINITY) return [0, openingMs]
  return [removalMs === Number.POSITIVE_INFINITY ? 2 : 1, removalMs]
}

/**
 * Doors in the order in which they are served: people who wait for a code first, by the nearest deadline, then
 * removals; equal ones by door id.
 */
export function orderDoors(plan: Pick<EnforcePlan, 'doors'>): readonly DoorPlan[] {
  return plan.doors
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
