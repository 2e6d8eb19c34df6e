import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import type { Store } from '../ports/store.ts'
import type { PlanDoorRecord } from '../ports/stores/planStore.ts'

/** Whether a second manager has to confirm: something is to be sent in `ultra_strict` at a site that asks for it. */
export function needsSecondOperator(store: Store, doors: readonly PlanDoorRecord[]): boolean {
  return doors.some((record) => {
    // The column is written by the engine from a domain `DoorPlan` only.
    const plan = record.plan as DoorPlan
    if (plan.kind !== 'planned' || plan.mode !== 'ultra_strict') return false
    const isConcerned = record.approvedLines === null || record.approvedLines.length > 0
    return isConcerned && store.sites.get(plan.siteId)?.needsSecondOperator === true
  })
}
