import type { JobId } from '../domain/ids.ts'
import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { type JobOutcome, nextState } from '../domain/job/transitions.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import { audit } from './audit.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Runs jobs again that failed, were cancelled or wait. Returns how many could. */
export function retryJobs(context: UseCaseContext, actor: Actor, jobIds: readonly JobId[]): number {
  const retried = context.store.write(() =>
    jobIds.filter((id) => {
      const job = context.store.jobs.get(id)
      if (!job) return false
      // A finished job stays as it is for the record; an equal one is enqueued under the same correlation id.
      if (job.finishedAt === null) return transition(context, actor, job, { kind: 'retry_asked' })
      if (job.status === 'done') return false
      context.store.jobs.enqueue({
        type: job.type,
        target: job.target,
        doorId: job.doorId,
        accountId: job.accountId,
        planId: job.planId,
        reason: job.reason,
        correlationId: job.correlationId,
        userId: actor.operatorId,
        priority: 0,
        dueAt: toIso(context.clock.nowMs()),
      })
      auditJob(context, actor, job, 'retry')
      return true
    }),
  )
  context.wake.wake()
  return retried.length
}

/** Cancels jobs: at once where nothing runs, otherwise before their next operation. Returns how many could. */
export function cancelJobs(context: UseCaseContext, actor: Actor, jobIds: readonly JobId[]): number {
  const cancelled = context.store.write(() =>
    jobIds.filter((id) => {
      const job = context.store.jobs.get(id)
      if (!job || job.finishedAt !== null) return false
      if (job.status !== 'running') return transition(context, actor, job, { kind: 'cancelled' })
      context.store.jobs.requestCancel(job.id, toIso(context.clock.nowMs()))
      auditJob(context, actor, job, 'cancel')
      return true
    }),
  )
  return cancelled.length
}

function transition(context: UseCaseContext, actor: Actor, job: JobRecord, outcome: JobOutcome): boolean {
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
  if (!next) return false
  const isDone = context.store.jobs.transition(
    job.id,
    { status: job.status, leaseToken: job.leaseToken },
    {
      status: next.status,
      attemptCount: next.attemptCount,
      nextRunAt: isoOrNull(next.nextRunAtMs),
      lastError: next.lastError,
      waitReason: null,
      waitingSince: null,
      heldBy: null,
      heldUntil: null,
      finishedAt: isoOrNull(next.finishedAtMs),
    },
    toIso(nowMs),
  )
  if (isDone) auditJob(context, actor, job, outcome.kind === 'cancelled' ? 'cancel' : 'retry')
  return isDone
}

function auditJob(context: UseCaseContext, actor: Actor, job: JobRecord, action: 'retry' | 'cancel'): void {
  audit(context, actor, {
    entity: 'Job',
    id: job.id,
    action,
    before: { status: job.status },
    after: { status: action === 'retry' ? 'queued' : 'cancelled' },
  })
}
