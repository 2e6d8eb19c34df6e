import { JOB_TYPES, type JobType } from './job.ts'

/** Of these at most so many run at once; of the others as many as there are places. */
const MOST_AT_ONCE: Readonly<Partial<Record<JobType, number>>> = {
  // Work in the background leaves places to what a person waits for.
  drift_check: 6,
  device_sync: 2,
  record_sync: 2,
  maintenance: 1,
  // One works on several doors by itself.
  enforce_plan_apply: 2,
}

/** The types of which no more may begin while so many of each run. */
export function fullTypes(running: ReadonlyMap<JobType, number>): readonly JobType[] {
  return JOB_TYPES.filter(
    (type) => (running.get(type) ?? 0) >= (MOST_AT_ONCE[type] ?? Number.POSITIVE_INFINITY),
  )
}
