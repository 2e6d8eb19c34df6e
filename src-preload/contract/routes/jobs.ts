import { z } from 'zod'
import { idField, nothing, reasonField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import {
  JOB_STATUSES,
  JOB_TYPES,
  type JobDetailView,
  type JobPage,
  type JobScheduleView,
} from '../views/jobs.ts'

const jobIds = z.strictObject({ jobIds: z.array(idField).min(1, 'required').max(1_000, 'out_of_range') })

export const jobRoutes = {
  'jobs.list': route<JobPage>()({
    request: z.strictObject({
      statuses: z.array(z.enum(JOB_STATUSES, 'not_in_list')).max(8, 'out_of_range'),
      text: z.string('invalid').trim().max(200, 'too_long'),
      types: z.array(z.enum(JOB_TYPES, 'not_in_list')).max(6, 'out_of_range'),
      after: z.string('invalid').max(60, 'too_long').nullable(),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** One job and its attempts. */
  'jobs.get': route<JobDetailView>()({
    request: z.strictObject({ jobId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** What comes back by itself, with its next and its last run. */
  'jobs.schedules': route<readonly JobScheduleView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'jobs.retry': route<{ readonly retried: number }>()({
    request: jobIds,
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  /** Lets jobs send outside the site's enforcement hours, with a reason for the audit. */
  'jobs.runNow': route<{ readonly released: number }>()({
    request: jobIds.extend({ reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Ends cleanly between two operations. */
  'jobs.cancel': route<{ readonly cancelled: number }>()({
    request: jobIds,
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
}
