import type { PlanId } from '../domain/ids.ts'
import { findingsOf } from '../domain/plan/findings.ts'
import { planFromLastReading } from '../planning/planFromLastReading.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { supersedeWaiting } from './supersedeWaiting.ts'

/**
 * After something was sent: how many differences the read-back leaves, and an end to plans that wait for an approval of
 * what the door is no more. Costs no call: it plans from the reading that just came.
 */
export function noteWhatIsLeft(context: EngineContext, door: DoorRecord, appliedPlanId: PlanId): void {
  const { store, vault } = context
  const plan = planFromLastReading(context, vault, door.id)
  if (plan?.kind !== 'planned') return
  const isMoved = (job: JobRecord) =>
    // The plan that was just applied ends the job that asked for it in its own way.
    job.planId !== appliedPlanId &&
    (job.planId === null || store.plans.door(job.planId, door.id)?.fingerprint !== plan.fingerprint)
  store.write(() => {
    store.doors.setFindings(door.id, findingsOf(plan))
    supersedeWaiting(context, `door:${door.id}`, { by: null, isReplaced: isMoved })
  })
}
