import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { nextState } from '../domain/job/transitions.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { UseCaseContext } from './useCaseContext.ts'

/**
 * Somebody wants a waiting job done now: what held it back, made it wait or failed before counts no more. The engine
 * looks at the world again, and holds it again where that is still right. Belongs in the caller's transaction.
 */
export function releaseJob(context: UseCaseContext, job: JobRecord): boolean {
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
    },
    toIso(nowMs),
  )
}
