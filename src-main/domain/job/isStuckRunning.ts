import { fromIso } from '../instant.ts'
import type { JobStatus } from './job.ts'

/** Its lease ended and nobody took it up again yet. */
export function isStuckRunning(
  job: { readonly status: JobStatus; readonly leaseExpiresAt: string | null },
  nowMs: number,
): boolean {
  return job.status === 'running' && job.leaseExpiresAt !== null && fromIso(job.leaseExpiresAt) < nowMs
}
