import { isoOrNull, msOrNull, toIso } from '../domain/instant.ts'
import type { JobType } from '../domain/job/job.ts'
import { type JobOutcome, type JobTransition, nextState } from '../domain/job/transitions.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { type JobRun, recordStep } from './jobRun.ts'

/** Does the work of one job type. Throws only for bugs and broken machines; everything expected is an outcome. */
export type JobHandler = (context: EngineContext, run: JobRun) => Promise<JobOutcome>

const STEP_PREFIXES: Readonly<Record<JobType, string>> = {
  drift_enforce_lock_truth: 'DRIFT_ENFORCE_JOB',
  drift_check: 'DRIFT_CHECK_JOB',
  enforce_plan_apply: 'ENFORCE_PLAN_APPLY_JOB',
  device_sync: 'DEVICE_SYNC_JOB',
  record_sync: 'RECORD_SYNC_JOB',
  maintenance: 'MAINTENANCE_JOB',
}

const OUTCOME_STEPS: Readonly<Record<JobOutcome['kind'], string>> = {
  done: 'DONE',
  awaiting_approval: 'AWAITING_APPROVAL',
  wait: 'WAITING',
  held: 'HELD',
  retry: 'RETRY',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
  abandoned: 'ABANDONED',
  superseded: 'SUPERSEDED',
  retry_asked: 'RETRY_ASKED',
}

/** Runs one claimed job to its next state. Resolves when that is committed; never rejects for what a handler did. */
export async function runJob(
  context: EngineContext,
  handlers: Readonly<Partial<Record<JobType, JobHandler>>>,
  job: JobRecord,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const leaseLost = new AbortController()
  const signal = AbortSignal.any([stop, leaseLost.signal])
  const keeper = setInterval(() => {
    const until = toIso(context.clock.nowMs() + context.settings.leaseMs)
    if (job.leaseToken === null || !context.store.jobs.renewLease(job.id, job.leaseToken, until))
      leaseLost.abort()
  }, context.settings.leaseMs / 3)
  const run: JobRun = {
    job,
    signal,
    isCancelRequested: () => context.store.jobs.isCancelRequested(job.id),
  }
  try {
    recordStep(context, run, {
      action: `${STEP_PREFIXES[job.type]}_START`,
      door: job.doorId === null ? null : context.store.doors.get(job.doorId),
      request: {
        attempt_count: job.attemptCount,
        job_id: job.id,
        job_type: job.type,
        reason: job.reason,
        user_id: job.userId,
      },
      response: null,
    })
    const outcome = await handle(context, handlers, run)
    if (!leaseLost.signal.aborted) finish(context, run, stop.aborted ? interrupted(outcome) : outcome)
    return outcome
  } finally {
    clearInterval(keeper)
  }
}

/** What a handler says while the program ends is about the ending, not about the work. */
function interrupted(outcome: JobOutcome): JobOutcome {
  return outcome.kind === 'cancelled' || outcome.kind === 'retry' || outcome.kind === 'wait'
    ? { kind: 'abandoned' }
    : outcome
}

async function handle(
  context: EngineContext,
  handlers: Readonly<Partial<Record<JobType, JobHandler>>>,
  run: JobRun,
): Promise<JobOutcome> {
  const handler = handlers[run.job.type]
  if (!handler)
    return { kind: 'failed', error: `This version of Lockstep has no handler for ${run.job.type}.` }
  try {
    return await handler(context, run)
  } catch (error) {
    // A bug or a broken machine: the job keeps its attempts, the cause is kept in the trace without its message,
    // which may hold anything.
    context.reportFault(error, { jobId: run.job.id, correlationId: run.job.correlationId })
    return { kind: 'retry', error: 'Lockstep met a fault of its own while doing this. It will try again.' }
  }
}

/** Commits the transition and its trace row together. */
function finish(context: EngineContext, run: JobRun, outcome: JobOutcome): void {
  const { job } = run
  const nowMs = context.clock.nowMs()
  const next = nextState(
    {
      type: job.type,
      status: 'running',
      attemptCount: job.attemptCount,
      waitingSinceMs: msOrNull(job.waitingSince),
    },
    outcome,
    { nowMs, random: context.random.fraction() },
  )
  if (!next) throw new Error('An outcome befell a running job that cannot')
  context.store.write(() => {
    const isOurs = context.store.jobs.transition(
      job.id,
      { status: 'running', leaseToken: job.leaseToken },
      toChange(next),
      toIso(nowMs),
    )
    if (!isOurs) return
    const error = next.lastError
    recordStep(context, run, {
      action: `${STEP_PREFIXES[job.type]}_${next.status === 'failed' ? 'FAILED' : OUTCOME_STEPS[outcome.kind]}`,
      door: job.doorId === null ? null : context.store.doors.get(job.doorId),
      ok: outcome.kind !== 'failed' && outcome.kind !== 'retry' && outcome.kind !== 'wait',
      errorMessage: error,
      request: { attempt_count: job.attemptCount, job_id: job.id },
      response: next.result ?? {
        status: next.status,
        wait_reason: next.waitReason,
        held_by: next.heldBy,
        next_run_at: isoOrNull(next.nextRunAtMs),
      },
    })
  })
}

/** A domain transition in the words of the store. */
export function toChange(next: JobTransition): JobChange {
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
