import type { JobId } from '../../domain/ids.ts'
import { cancelJobs, retryJobs } from '../../useCases/steerJobs.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { jobRow } from '../present/jobRow.ts'

const PAGE = 100

export function jobHandlers(
  profile: () => OpenProfile,
): Pick<Handlers, 'jobs.list' | 'jobs.retry' | 'jobs.cancel'> {
  return {
    'jobs.list': ({ statuses, text, after }) => {
      const { store, clock } = profile()
      const beforeId = after === null ? null : (Number(after) as JobId)
      const records = store.jobs.list({ statuses, text, beforeId, limit: PAGE })
      const last = records.at(-1)
      return {
        rows: records.map((record) => jobRow(record, clock.nowMs())),
        next: last && records.length === PAGE ? String(last.job.id) : null,
        counts: store.jobs.counts(),
      }
    },
    'jobs.retry': ({ jobIds }, context) => ({
      retried: retryJobs(profile().useCases, actorOf(context), jobIds as JobId[]),
    }),
    'jobs.cancel': ({ jobIds }, context) => ({
      cancelled: cancelJobs(profile().useCases, actorOf(context), jobIds as JobId[]),
    }),
  }
}
