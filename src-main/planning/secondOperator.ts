import type { Store } from '../ports/store.ts'
import type { PlanDoorHeadRecord, PlanRecord } from '../ports/stores/planStore.ts'

/** Whether a second manager has to confirm: something is to be sent in `ultra_strict` at a site that asks for it. */
export function needsSecondOperator(store: Store, doors: readonly PlanDoorHeadRecord[]): boolean {
  const concerned = doors.filter(
    ({ head, approvedLines }) =>
      head.unreadableBecause === null &&
      head.mode === 'ultra_strict' &&
      (approvedLines === null || approvedLines.length > 0),
  )
  const siteIds = new Set(concerned.map(({ head }) => head.siteId))
  return [...siteIds].some((siteId) => store.sites.get(siteId)?.needsSecondOperator === true)
}

/** Whether an approved plan still waits for that confirmation. */
export function awaitsSecondOperator(store: Store, { id, confirmedBy }: PlanRecord): boolean {
  return confirmedBy === null && needsSecondOperator(store, store.plans.doorHeads(id))
}
