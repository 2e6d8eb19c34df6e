import type { JobStatusView } from '../../../src-preload/contract/views/jobs.ts'
import type { JobId } from '../../domain/ids.ts'
import { runOutsideHours } from '../../useCases/runOutsideHours.ts'
import { cancelJobs, retryJobs } from '../../useCases/steerJobs.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { aboutJob } from '../present/aboutJob.ts'
import { jobDetail } from '../present/jobDetail.ts'
import { jobRow, jobSchedule } from '../present/jobRow.ts'

const PAGE = 100
/** One for each door and account; far more than a PC looks after. */
const MOST_SCHEDULES = 5_000

export function jobHandlers(
  profile: () => OpenProfile,
): Pick<
  Handlers,
  'jobs.list' | 'jobs.get' | 'jobs.schedules' | 'jobs.retry' | 'jobs.runNow' | 'jobs.cancel'
> {
  return {
    'jobs.list': ({ statuses, text, types, after }) => {
      const { store, clock } = profile()
      const beforeId = after === null ? null : (Number(after) as JobId)
      const records = store.jobs.list({ ...narrow(statuses), text, types, beforeId, limit: PAGE })
      const last = records.at(-1)
      return {
        rows: records.map((record) =>
          jobRow(record, clock.nowMs(), aboutJob(store, record.job, clock.nowMs())),
        ),
        next: last && records.length === PAGE ? String(last.job.id) : null,
        counts: countsOf(store),
      }
    },
    'jobs.get': ({ jobId }) => jobDetail(profile(), jobId as JobId),
    'jobs.schedules': () => profile().store.jobs.schedules(MOST_SCHEDULES).map(jobSchedule),
    'jobs.retry': ({ jobIds }, context) => ({
      retried: retryJobs(profile().useCases, actorOf(context), jobIds as JobId[]),
    }),
    'jobs.runNow': ({ jobIds, reason }, context) => ({
      released: runOutsideHours(profile().useCases, actorOf(context), {
        jobIds: jobIds as JobId[],
        reason,
      }),
    }),
    'jobs.cancel': ({ jobIds }, context) => ({
      cancelled: cancelJobs(profile().useCases, actorOf(context), jobIds as JobId[]),
    }),
  }
}

/** What is only scheduled is a list of its own: it is not work that waits. */
function narrow(statuses: readonly JobStatusView[]) {
  const stored = statuses.filter((status) => status !== 'scheduled')
  return stored.length === statuses.length
    ? { statuses: stored, scheduled: false }
    : { statuses: ['queued' as const], scheduled: true }
}

function countsOf(store: OpenProfile['store']): Readonly<Record<JobStatusView, number>> {
  const counts = store.jobs.counts()
  const scheduled = store.jobs.scheduledCount()
  return { ...counts, queued: counts.queued - scheduled, scheduled }
}
