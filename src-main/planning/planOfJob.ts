import type { JobType } from '../domain/job/job.ts'
import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { PlanStatus } from '../ports/stores/planStore.ts'

/** While its plan stands so, a job about it has something to do. */
const OPEN_TO: Readonly<Partial<Record<JobType, readonly PlanStatus[]>>> = {
  drift_check: ['reading'],
  enforce_plan_apply: ['approved', 'applying'],
}

type JobOfPlan = Pick<JobRecord, 'type' | 'planId'>

/** Nothing comes of running it again: what is left is previewed anew. */
export function isPlanClosed(store: Store, job: JobOfPlan): boolean {
  const open = OPEN_TO[job.type]
  const plan = open === undefined || job.planId === null ? null : store.plans.get(job.planId)
  return plan !== null && open?.includes(plan.status) === false
}

/** A preview whose job ended before all was read can never be approved, and says why. */
export function closePreview(store: Store, job: JobOfPlan, because: string): void {
  const plan = job.type !== 'drift_check' || job.planId === null ? null : store.plans.get(job.planId)
  if (plan?.status !== 'reading') return
  store.plans.update(plan.id, { status: 'rejected', decidedReason: because })
}

export const CANCELLED_REASON = 'Its job was cancelled.'
