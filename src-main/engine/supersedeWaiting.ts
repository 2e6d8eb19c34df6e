import type { PlanId } from '../domain/ids.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { moveJob } from './moveJob.ts'

/** A newer look at the door replaces what an older one left for approval; `isReplaced` spares what still holds. */
export function supersedeWaiting(
  context: EngineContext,
  target: string,
  options: { readonly by: PlanId | null; readonly isReplaced?: (job: JobRecord) => boolean },
): void {
  const { store } = context
  const by = options.by === null ? 'The door changed since.' : `Replaced by plan ${options.by}.`
  for (const job of store.jobs.awaitingApproval('drift_enforce_lock_truth', target)) {
    if (options.isReplaced?.(job) === false) continue
    store.write(() => {
      if (!moveJob(context, job, { kind: 'superseded', by })) return
      const plan = job.planId === null ? null : store.plans.get(job.planId)
      if (plan && (plan.status === 'previewed' || plan.status === 'approved')) {
        store.plans.update(plan.id, { status: 'superseded' })
      }
    })
  }
}
