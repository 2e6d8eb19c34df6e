import type { DoorId } from '../domain/ids.ts'
import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { nextState } from '../domain/job/transitions.ts'
import { HOLD_CAUSES } from '../planning/holds.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { UseCaseContext } from './useCaseContext.ts'

const MOST_JOBS = 10_000

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

/**
 * A hold on these doors ended, or ends sooner. What is held look again and finds what still holds: an apply of many doors
 * shows one hold of several, so that it is told by its doors and not by what it shows.
 */
export function releaseHeld(context: UseCaseContext, doorIds: readonly DoorId[]): void {
  const { store } = context
  const freed = new Set(doorIds)
  const isConcerned = ({ doorId, planId, type }: JobRecord): boolean => {
    if (type !== 'enforce_plan_apply' || planId === null) return doorId !== null && freed.has(doorId)
    return store.plans.doorHeads(planId).some((door) => door.state === 'planned' && freed.has(door.doorId))
  }
  const queued = store.jobs.list({
    ...{ statuses: ['queued'], scheduled: false, text: '', beforeId: null, limit: MOST_JOBS },
  })
  for (const { job } of queued) {
    if (isHeld(job) && isConcerned(job)) releaseJob(context, job)
  }
}

function isHeld({ heldBy }: JobRecord): boolean {
  return HOLD_CAUSES.some((cause) => cause === heldBy)
}
