import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { nextState } from '../domain/job/transitions.ts'
import type { HoldCause } from '../planning/holds.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { UseCaseContext } from './useCaseContext.ts'

const MOST_APPLIES = 1_000

/**
 * Somebody wants a waiting job done now: what held it back, made it wait or failed before counts no more. The engine
 * looks at the world again, and holds it again where that is still right. Belongs in the caller's transaction.
 */
export function releaseJob(
  context: UseCaseContext,
  job: JobRecord,
  change: Pick<JobChange, 'ignoresHours' | 'attemptCount' | 'waitingSince'> = {},
): boolean {
  const nowMs = context.clock.nowMs()
  const next = nextState(
    {
      type: job.type,
      status: job.status,
      attemptCount: job.attemptCount,
      waitingSinceMs: msOrNull(job.waitingSince),
    },
    { kind: 'retry_asked' },
    { nowMs, random: context.random.fraction() },
  )
  if (!next) return false
  return context.store.jobs.transition(
    job.id,
    { status: job.status, leaseToken: job.leaseToken },
    {
      status: next.status,
      attemptCount: next.attemptCount,
      nextRunAt: isoOrNull(next.nextRunAtMs),
      lastError: next.lastError,
      waitReason: next.waitReason,
      waitingSince: isoOrNull(next.waitingSinceMs),
      heldBy: next.heldBy,
      heldUntil: isoOrNull(next.heldUntilMs),
      finishedAt: isoOrNull(next.finishedAtMs),
      ...change,
    },
    toIso(nowMs),
  )
}

/** An apply over many doors belongs to none of them: those held for the same cause look again, and find what still holds. */
export function releaseHeldApplies(context: UseCaseContext, by: HoldCause): void {
  const queued = context.store.jobs.list({
    statuses: ['queued'],
    text: 'enforce_plan_apply',
    beforeId: null,
    limit: MOST_APPLIES,
  })
  for (const { job } of queued) {
    if (job.type === 'enforce_plan_apply' && job.heldBy === by) releaseJob(context, job)
  }
}
