import { fromIso } from '../instant.ts'
import type { JobPriority } from './job.ts'

/** A job that probes looks at least this often. */
export const LONGEST_PROBE_MS = 60_000

/** A job that waits for the connection. Times are ISO UTC. */
interface WaitingJob {
  readonly priority: JobPriority
  readonly nextRunAt: string | null
  readonly updatedAt: string
}

/** Whether it looks soon whether the connection is back; the others rest until its answer releases them. */
export function isProbing({ nextRunAt, updatedAt }: WaitingJob): boolean {
  return nextRunAt !== null && fromIso(nextRunAt) - fromIso(updatedAt) <= LONGEST_PROBE_MS
}

/** Of the jobs of one account that wait for the same: the one that must look now, because none of them does. */
export function nextProbe<Job extends WaitingJob>(waiting: readonly Job[]): Job | null {
  if (waiting.some(isProbing)) return null
  return waiting.toSorted((a, b) => a.priority - b.priority)[0] ?? null
}
