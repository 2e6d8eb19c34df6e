import type { JobId } from '../domain/ids.ts'
import { audit } from './audit.ts'
import { releaseJob } from './releaseJob.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/**
 * Lets jobs that wait for the site's enforcement hours send now. It counts for these jobs alone, until they end; a
 * freeze or a pause still holds them. Returns how many were let go.
 */
export function runOutsideHours(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly jobIds: readonly JobId[]; readonly reason: string },
): number {
  const released = context.store.write(() =>
    request.jobIds.filter((id) => {
      const job = context.store.jobs.get(id)
      if (job?.status !== 'queued' || job.heldBy !== 'hours') return false
      if (!releaseJob(context, job, { ignoresHours: true })) return false
      audit(
        context,
        { ...actor, correlationId: job.correlationId },
        {
          entity: 'Job',
          id: job.id,
          action: 'run_outside_hours',
          before: { held_by: job.heldBy },
          after: { held_by: null, reason: request.reason },
        },
      )
      return true
    }),
  )
  context.wake.wake()
  return released.length
}
