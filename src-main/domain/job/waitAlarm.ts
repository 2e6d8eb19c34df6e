import { fromIso } from '../instant.ts'
import { JOB_PRIORITIES, type JobPriority, type JobStatus } from './job.ts'

const URGENT_WAIT_MS = 30 * 60_000
const LONG_WAIT_MS = 24 * 3_600_000

/** What a job's record tells of its waiting. Times are ISO UTC. */
export interface WaitingJob {
  readonly status: JobStatus
  readonly priority: JobPriority
  readonly waitingSince: string | null
}

/**
 * True when somebody has to act: it waits for half an hour and a person or a window waits for it, or for a day.
 * Derived on reading, so that nothing has to run for it to become true.
 */
export function isWaitAlarm(job: WaitingJob, nowMs: number): boolean {
  if (job.status !== 'waiting_offline' || job.waitingSince === null) return false
  const isUrgent = job.priority < JOB_PRIORITIES.periodic
  return nowMs - fromIso(job.waitingSince) >= (isUrgent ? URGENT_WAIT_MS : LONG_WAIT_MS)
}
