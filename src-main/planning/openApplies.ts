import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'

/** The applies of a plan that rest or run: they may still send it. */
export function openAppliesOf(
  { jobs }: Pick<Store, 'jobs'>,
  plan: Pick<PlanRecord, 'id' | 'correlationId'>,
): readonly JobRecord[] {
  return jobs
    .ofCorrelation(plan.correlationId)
    .filter((job) => job.type === 'enforce_plan_apply' && job.planId === plan.id && job.finishedAt === null)
}
