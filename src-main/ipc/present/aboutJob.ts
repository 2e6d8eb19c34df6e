import { isPlanClosed } from '../../planning/planOfJob.ts'
import type { Store } from '../../ports/store.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import { holdOfJob } from './holdView.ts'
import type { AboutJob } from './jobRow.ts'

export function aboutJob(store: Store, job: JobRecord, nowMs: number): AboutJob {
  const isBroken = job.status === 'failed' || job.status === 'cancelled'
  return {
    hold: holdOfJob(store, job, nowMs),
    isPlanClosed: isBroken && isPlanClosed(store, job),
    planTitle: planTitleOf(store, job),
  }
}

/** A preview and an apply are of no door; what they are of is the title of their plan. */
export function planTitleOf(store: Store, job: Pick<JobRecord, 'doorId' | 'planId'>): string | null {
  return job.doorId === null && job.planId !== null ? (store.plans.get(job.planId)?.title ?? null) : null
}
