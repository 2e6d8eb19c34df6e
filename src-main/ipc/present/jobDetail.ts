import type { JobDetailView } from '../../../src-preload/contract/views/jobs.ts'
import type { JobId } from '../../domain/ids.ts'
import { listAttempts } from '../../domain/job/attempts.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { OpenProfile } from '../openProfile.ts'
import { aboutJob } from './aboutJob.ts'
import { jobRow } from './jobRow.ts'

const READ_LOGS = 2_000
const SHOWN_ATTEMPTS = 50

/** One job and its attempts, the newest first, as its log rows tell them. */
export function jobDetail(
  { store, clock }: Pick<OpenProfile, 'store' | 'clock'>,
  jobId: JobId,
): JobDetailView {
  const record = store.jobs.listRecord(jobId)
  if (!record) throw new RequestError('not_found')
  const { job } = record
  const correlationIds = store.jobs.correlationIds(jobId)
  const logs = store.traces.logsOfJob({ id: jobId, correlationIds, limit: READ_LOGS })
  const attempts = listAttempts(
    logs.map(({ action, startedAt, ok, errorMessage, providerType }) => ({
      ...{ action, startedAt, ok, errorMessage },
      isProviderCall: providerType === 'TTLOCK',
    })),
    { type: job.type, isRunning: job.status === 'running' },
  )
  return {
    job: jobRow(record, clock.nowMs(), aboutJob(store, job, clock.nowMs())),
    attempts: attempts.slice(-SHOWN_ATTEMPTS).reverse(),
    isCut:
      attempts.length > SHOWN_ATTEMPTS || logs.length === READ_LOGS || attempts.length < job.attemptCount,
  }
}
