import { isoOrNull } from '../domain/instant.ts'
import type { JobType } from '../domain/job/job.ts'
import { endStep, startStep } from '../domain/job/jobSteps.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import { storeTroubleCode } from '../domain/storeTrouble.ts'
import { CANCELLED_REASON, closePreview } from '../planning/planOfJob.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import { asSignedInNow } from './answeredSince.ts'
import type { DoorGate } from './doorGate.ts'
import type { EngineContext } from './engineContext.ts'
import { settleAfter } from './ensureSettled.ts'
import { type JobRun, recordStep } from './jobRun.ts'
import { keepLease } from './lease.ts'
import { asHeldNow } from './mayContinue.ts'
import { moveJob } from './moveJob.ts'
import { lookAtGateways, restWhileHeld, scheduleNext, urgeIfDue } from './nextCheck.ts'
import { restBehindProbe } from './release.ts'

/** Does the work of one job type. Throws only for bugs and broken machines; everything expected is an outcome. */
export type JobHandler = (context: EngineContext, run: JobRun) => Promise<JobOutcome>
export type JobHandlers = Readonly<Partial<Record<JobType, JobHandler>>>

export const FAULT_SENTENCE = 'Lockstep met a fault of its own while doing this. It will try again.'

export interface RunParts {
  readonly handlers: JobHandlers
  readonly gate: DoorGate
  /** Aborts when the program ends. */
  readonly stop: AbortSignal
}

/**
 * Runs one claimed job to its next state. Resolves with its outcome when that is committed, or with null when the job
 * had become somebody else's. Rejects when the store takes no outcome: the job is then to be taken back.
 */
export async function runJob(
  context: EngineContext,
  parts: RunParts,
  job: JobRecord,
): Promise<JobOutcome | null> {
  const lease = keepLease(context, job)
  const run: JobRun = {
    job,
    signal: AbortSignal.any([parts.stop, lease.lost]),
    gate: parts.gate,
    isLeaseHeld: lease.isHeld,
    isCancelRequested: () => context.store.jobs.isCancelRequested(job.id),
  }
  try {
    recordStart(context, run)
    const outcome = await handle(context, parts.handlers, run)
    context.onStep?.('work_ended', job.type)
    return await finish(context, run, parts.stop.aborted ? interrupted(outcome) : outcome)
  } finally {
    lease.release()
  }
}

/** What a handler says while the program ends is about the ending, not about the work. */
function interrupted(outcome: JobOutcome): JobOutcome {
  return outcome.kind === 'cancelled' || outcome.kind === 'retry' || outcome.kind === 'wait'
    ? { kind: 'abandoned' }
    : outcome
}

async function handle(context: EngineContext, handlers: JobHandlers, run: JobRun): Promise<JobOutcome> {
  const handler = handlers[run.job.type]
  if (!handler)
    return { kind: 'failed', error: `This version of Lockstep has no handler for ${run.job.type}.` }
  try {
    return await handler(context, run)
  } catch (error) {
    // The machine failed, not the work.
    if (storeTroubleCode(error) !== null) throw error
    // A bug: the cause goes to the program's log. Its message may hold anything, so the trace gets a sentence of ours.
    context.reportFault(error, { jobId: run.job.id, correlationId: run.job.correlationId })
    return { kind: 'retry', error: FAULT_SENTENCE }
  }
}

/** A person cancelled it while it ran, so it does not come back: but for an apply, which once more closes its plan. */
function afterCancel(context: EngineContext, job: JobRecord, outcome: JobOutcome): JobOutcome {
  switch (outcome.kind) {
    case 'wait':
    case 'held':
    case 'asks':
    case 'look_again':
    case 'retry':
      return job.type === 'enforce_plan_apply'
        ? { kind: 'look_again', atMs: context.clock.nowMs(), message: CANCELLED_REASON }
        : { kind: 'cancelled' }
    default:
      return outcome
  }
}

function recordStart(context: EngineContext, run: JobRun): void {
  const { job } = run
  recordStep(context, run, {
    action: startStep(job.type),
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
}

/**
 * Commits the transition, its trace row and what a door needs when its job comes to nothing, together. Null when the
 * lease is somebody else's, which the transition compares.
 */
function finish(context: EngineContext, run: JobRun, made: JobOutcome): Promise<JobOutcome | null> {
  const { job } = run
  return context.store.writeTogether(() => {
    const outcome = run.isCancelRequested()
      ? afterCancel(context, job, made)
      : asSignedInNow(context, asHeldNow(context, job, made))
    const next = moveJob(context, job, outcome, {
      ...restBehindProbe(context, job, outcome),
      ...restWhileHeld(context, job, outcome),
      ...urgeIfDue(context, job, outcome),
    })
    if (!next) return null
    if (next.status === 'cancelled') closePreview(context.store, job, CANCELLED_REASON)
    if (next.status === 'failed')
      closePreview(context.store, job, `Its locks could not be read: ${next.lastError ?? ''}`)
    scheduleNext(context, job, next.status)
    if (next.status === 'cancelled' || next.status === 'failed') settleAfter(context, job)
    if (outcome.kind === 'wait' && outcome.reason === 'gateway_offline') lookAtGateways(context, job)
    recordStep(context, run, {
      action: endStep(job.type, next.status === 'failed' ? 'failed' : outcome.kind),
      door: job.doorId === null ? null : context.store.doors.get(job.doorId),
      ok: outcome.kind !== 'failed' && outcome.kind !== 'retry' && outcome.kind !== 'wait',
      errorMessage: next.lastError,
      request: { attempt_count: job.attemptCount, job_id: job.id },
      response: next.result ?? {
        status: next.status,
        wait_reason: next.waitReason,
        held_by: next.heldBy,
        next_run_at: isoOrNull(next.nextRunAtMs),
      },
    })
    return outcome
  })
}
