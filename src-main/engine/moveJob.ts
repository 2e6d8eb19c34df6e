import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { type JobOutcome, type JobTransition, nextState } from '../domain/job/transitions.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'

/**
 * Moves a job to what an outcome makes of it, if it is still as given: status and lease are compared in the writing.
 * Null when the outcome cannot befall it, or when somebody else was first. Joins the caller's transaction.
 */
export function moveJob(
  context: Pick<EngineContext, 'store' | 'clock' | 'random'>,
  job: JobRecord,
  outcome: JobOutcome,
  change: Partial<JobChange> = {},
): JobTransition | null {
  const nowMs = context.clock.nowMs()
  const next = nextState(
    {
      type: job.type,
      status: job.status,
      attemptCount: job.attemptCount,
      waitingSinceMs: msOrNull(job.waitingSince),
    },
    outcome,
    { nowMs, random: context.random.fraction() },
  )
  if (!next) return null
  const isMoved = context.store.jobs.transition(
    job.id,
    { status: job.status, leaseToken: job.leaseToken },
    { ...toChange(next), ...change },
    toIso(nowMs),
  )
  return isMoved ? next : null
}

/** A domain transition in the words of the store. */
function toChange(next: JobTransition): JobChange {
  return {
    status: next.status,
    attemptCount: next.attemptCount,
    nextRunAt: isoOrNull(next.nextRunAtMs),
    lastError: next.lastError,
    waitReason: next.waitReason,
    waitingSince: isoOrNull(next.waitingSinceMs),
    heldBy: next.heldBy,
    heldUntil: isoOrNull(next.heldUntilMs),
    finishedAt: isoOrNull(next.finishedAtMs),
    ...(next.planId === undefined ? {} : { planId: next.planId }),
    ...(next.result === undefined ? {} : { result: next.result }),
  }
}
