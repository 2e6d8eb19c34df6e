import { TAKEN_UP_AGAIN } from '../domain/job/jobSteps.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { recordStep } from './jobRun.ts'
import { moveJob } from './moveJob.ts'

/**
 * `program_ended`: it ran when the program last ended. `lease_ended`: its holder did not renew in time.
 * `end_not_written`: it ran to its end here, and the store could not take the outcome.
 */
export type TakenBackBecause = 'program_ended' | 'lease_ended' | 'end_not_written'

/** Puts jobs whose holder is gone back into the queue; their next run settles by reading before it sends anything. */
export function takeBack(
  context: EngineContext,
  jobs: readonly JobRecord[],
  because: TakenBackBecause,
): void {
  for (const job of jobs) {
    context.store.write(() => {
      const next = moveJob(context, job, { kind: 'abandoned' })
      if (!next) return
      recordStep(
        context,
        { job },
        {
          action: TAKEN_UP_AGAIN,
          door: job.doorId === null ? null : context.store.doors.get(job.doorId),
          request: {
            job_id: job.id,
            attempt_count: job.attemptCount,
            why: because,
            lease_expires_at: job.leaseExpiresAt,
          },
          response: { status: next.status },
        },
      )
    })
  }
}
