import { type JobId, SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES, type JobType } from '../domain/job/job.ts'
import { nextProbe } from '../domain/job/probe.ts'
import { CONNECTION_REASONS } from '../domain/job/retryPolicy.ts'
import { type JobOutcome, nextState } from '../domain/job/transitions.ts'
import { applyResult } from '../planning/applyResult.ts'
import { leaveOutRest } from '../planning/leaveOut.ts'
import { fateOf } from '../planning/planFate.ts'
import { nextWindowMs } from '../planning/planFromLastReading.ts'
import { CANCELLED_REASON, closePreview, isPlanClosed } from '../planning/planOfJob.ts'
import { settleUndoDecisions } from '../planning/undoDecisions.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import { audit } from './audit.ts'
import { endSuspensions } from './endSuspensions.ts'
import { releaseJob } from './releaseJob.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

const HOUR_MS = 3_600_000
/** Work that comes back by itself does so after its next one was cancelled: when, at the shortest of its intervals. */
const AGAIN_MS: Readonly<Partial<Record<JobType, number>>> = {
  drift_enforce_lock_truth: HOUR_MS,
  record_sync: 8 * HOUR_MS,
  device_sync: 24 * HOUR_MS,
  maintenance: 24 * HOUR_MS,
}

/** Runs jobs again that failed, were cancelled or wait. Returns how many could. */
export function retryJobs(context: UseCaseContext, actor: Actor, jobIds: readonly JobId[]): number {
  const retried = context.store.write(() =>
    jobIds.filter((id) => {
      const job = context.store.jobs.get(id)
      if (!job || isPlanClosed(context.store, job)) return false
      if (job.status !== 'done') endSuspensions(context, job)
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
  const cancelled = context.store.write(() => {
    const jobs = jobIds.flatMap((id) => {
      const job = context.store.jobs.get(id)
      return job && job.finishedAt === null && cancel(context, actor, job) ? [job] : []
    })
    probeInstead(context, jobs)
    return jobs
  })
  context.wake.wake()
  return cancelled.length
}

function cancel(context: UseCaseContext, actor: Actor, job: JobRecord): boolean {
  if (job.status !== 'running') {
    if (!transition(context, actor, job, { kind: 'cancelled' })) return false
    settleAfterCancel(context, actor, job)
    return true
  }
  noteWhoStops(context, actor, job)
  context.store.jobs.requestCancel(job.id, toIso(context.clock.nowMs()))
  auditJob(context, actor, job, 'cancel')
  return true
}

/** One of them may have been the one that looked whether the connection is back, for all that wait for it. */
function probeInstead(context: UseCaseContext, cancelled: readonly JobRecord[]): void {
  for (const { accountId, waitReason } of cancelled) {
    if (waitReason === null || !CONNECTION_REASONS.includes(waitReason)) continue
    const waiting = context.store.jobs.waiting([waitReason])
    const next = nextProbe(waiting.filter((job) => job.accountId === accountId))
    if (!next) continue
    const { attemptCount, waitingSince } = next
    releaseJob(context, next, { attemptCount, waitingSince })
  }
}

/** A plan that nobody will send or read any more says so, and what comes back by itself does so in its time. */
function settleAfterCancel(context: UseCaseContext, actor: Actor, job: JobRecord): void {
  const { store, clock } = context
  const nowMs = clock.nowMs()
  noteWhoStops(context, actor, job)
  const plan = job.planId === null ? null : store.plans.get(job.planId)
  if (plan?.status === 'applying' && job.type === 'enforce_plan_apply') {
    leaveOutRest(store, plan)
    const result = applyResult(store, plan, { nowMs, served: new Map() })
    store.plans.update(plan.id, { status: fateOf(store.plans.doorHeads(plan.id)), result })
    settleUndoDecisions(store, plan)
    const asking = plan.jobId === null ? null : store.jobs.get(plan.jobId)
    if (asking?.status === 'awaiting_approval') {
      const atIso = toIso(nowMs)
      const change = { status: 'cancelled', finishedAt: atIso } as const
      store.jobs.transition(asking.id, { status: asking.status, leaseToken: null }, change, atIso)
    }
  }
  if (plan && job.status === 'awaiting_approval') {
    store.plans.update(plan.id, { status: 'rejected', decidedReason: CANCELLED_REASON })
  }
  closePreview(store, job, CANCELLED_REASON)
  const againMs = AGAIN_MS[job.type]
  if (againMs === undefined || job.status === 'awaiting_approval') return
  const { type, target, doorId, accountId } = job
  const windowMs = type === 'drift_enforce_lock_truth' ? windowBefore(context, doorId, nowMs + againMs) : null
  store.jobs.enqueue({
    ...{ type, target, doorId, accountId },
    planId: null,
    reason: `${windowMs === null ? 'background work' : 'window due'} after a cancelled job ${type} ${target}`,
    correlationId: context.random.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: windowMs === null ? JOB_PRIORITIES.periodic : JOB_PRIORITIES.due_window,
    dueAt: toIso(windowMs ?? nowMs + againMs),
  })
}

/** What is cancelled is the work of now: a window that opens or closes sooner than work would come back keeps its time. */
function windowBefore(context: UseCaseContext, doorId: JobRecord['doorId'], beforeMs: number): number | null {
  const door = doorId === null ? null : context.store.doors.get(doorId)
  const windowMs = door?.isActive ? nextWindowMs(context, door) : null
  return windowMs !== null && windowMs < beforeMs ? windowMs : null
}

/** Its lines that are not sent say who kept them. */
function noteWhoStops({ store, clock }: UseCaseContext, actor: Actor, job: JobRecord): void {
  const plan = job.planId === null ? null : store.plans.get(job.planId)
  if (job.type !== 'enforce_plan_apply' || plan?.status !== 'applying' || plan.stopRequestedBy !== null)
    return
  store.plans.update(plan.id, {
    stopRequestedAt: toIso(clock.nowMs()),
    stopRequestedBy: actor.operatorId,
  })
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
