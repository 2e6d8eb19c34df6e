import { countActions } from '../domain/plan/doorHead.ts'
import { type NearestDeadlines, nearestDeadlines, orderDoors } from '../domain/plan/doorOrder.ts'
import type { PlanDoorHeadRecord, PlanStore } from '../ports/stores/planStore.ts'

/** The doors of a plan in the order in which they are served, by what was approved of them, before that by all that may be sent. */
export function servedOrder(
  plans: Pick<PlanStore, 'lineBriefsOfDoor'>,
  doors: readonly PlanDoorHeadRecord[],
): readonly PlanDoorHeadRecord[] {
  const placed = doors.map((door) => ({ door, doorId: door.doorId, nearest: nearestOf(plans, door) }))
  return orderDoors(placed).map(({ door }) => door)
}

function nearestOf(
  plans: Pick<PlanStore, 'lineBriefsOfDoor'>,
  { planId, doorId, head, approvedLines }: PlanDoorHeadRecord,
): NearestDeadlines {
  if (approvedLines === null || approvedLines.length === countActions(head)) return head.nearest
  if (approvedLines.length === 0) return nearestDeadlines([])
  const approved = new Set(approvedLines)
  return nearestDeadlines(plans.lineBriefsOfDoor(planId, doorId).filter(({ lineId }) => approved.has(lineId)))
}
