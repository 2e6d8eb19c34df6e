import { isPlanClosed } from '../../planning/planOfJob.ts'
import type { Store } from '../../ports/store.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import { holdOfJob } from './holdView.ts'
import type { AboutJob } from './jobRow.ts'

export function aboutJob(store: Store, job: JobRecord, nowMs: number): AboutJob {
  const isBroken = job.status === 'failed' || job.status === 'cancelled'
  return { hold: holdOfJob(store, job, nowMs), isPlanClosed: isBroken && isPlanClosed(store, job) }
}
