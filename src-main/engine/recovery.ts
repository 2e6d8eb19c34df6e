import { msOrNull, toIso } from '../domain/instant.ts'
import { nextState } from '../domain/job/transitions.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { recordStep } from './jobRun.ts'
import { toChange } from './worker.ts'

/** Puts jobs whose holder is gone back into the queue; their next run settles by reading before it sends anything. */
export function takeBack(
  context: EngineContext,
  jobs: readonly JobRecord[],
  why: 'program_ended' | 'lease_ended',
): void {
  const nowMs = context.clock.nowMs()
  for (const job of jobs) {
    const next = nextState(
      {
        type: job.type,
        status: 'running',
        attemptCount: job.attemptCount,
        waitingSinceMs: msOrNull(job.waitingSince),
      },
      { kind: 'abandoned' },
      { nowMs, random: context.random.fraction() },
    )
    if (!next) continue
    context.store.write(() => {
      const isOurs = context.store.jobs.transition(
        job.id,
        { status: 'running', leaseToken: job.leaseToken },
        toChange(next),
        toIso(nowMs),
      )
      if (!isOurs) return
      recordStep(
        context,
        { job, signal: new AbortController().signal, isCancelRequested: () => false },
        {
          action: 'JOB_TAKEN_UP_AGAIN',
          door: job.doorId === null ? null : context.store.doors.get(job.doorId),
          request: {
            job_id: job.id,
            attempt_count: job.attemptCount,
            why,
            lease_expires_at: job.leaseExpiresAt,
          },
          response: { status: next.status },
        },
      )
    })
  }
}
