import { assertNever } from '../assertNever.ts'
import type { AccountId, DoorId, PlanId } from '../ids.ts'
import type { JobStatus, JobType, WaitReason } from './job.ts'
import { attemptLimit, retryDelayMs, waitDelayMs } from './retryPolicy.ts'

/** Outcomes after which a job comes back by itself. */
interface ComesBack {
  /** What else the work calls for, as on other doors: the soonest look counts for all, and a try that costs is counted. */
  readonly beside?: readonly JobOutcome[]
}

/** What a run of a job came to. */
export type JobOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'awaiting_approval'; readonly planId: PlanId; readonly result: unknown }
  /** The world is not ready: costs no attempt. */
  | (ComesBack & {
      readonly kind: 'wait'
      readonly reason: WaitReason
      readonly message: string
      /** Of work on several doors: whose account it is, and when it was met (epoch ms). */
      readonly met?: { readonly accountId: AccountId; readonly atMs: number }
    })
  /** Somebody or something forbids sending: keeps its place in the queue, costs no attempt. */
  | (ComesBack & {
      readonly kind: 'held'
      readonly by: string
      readonly until: number | null
      readonly message: string
      /** Of work on several doors: those that are held. */
      readonly doorIds?: readonly DoorId[]
    })
  /** It cannot go on before a person says how: rests without a time, costs no attempt. */
  | { readonly kind: 'asks'; readonly message: string }
  /**
   * A command of an earlier try may still be on its way, or the provider asked for a pause: nothing is tried before that
   * time. Costs no attempt.
   */
  | (ComesBack & { readonly kind: 'look_again'; readonly atMs: number; readonly message: string })
  /** Worth another try, but not before that time: a command of this one may still be on its way. */
  | {
      readonly kind: 'retry'
      readonly error: string
      readonly result?: unknown
      readonly notBeforeMs?: number | null
    }
  /** Trying again cannot help. */
  | { readonly kind: 'failed'; readonly error: string; readonly result?: unknown }
  | { readonly kind: 'cancelled' }
  /** The program ended, or the lease was lost: taken up again and settled by reading. */
  | { readonly kind: 'abandoned' }
  /** A person approved or a newer plan replaced what was waiting. */
  | { readonly kind: 'superseded'; readonly by: string }
  /** A person asked for another run of a job that had ended or waits. */
  | { readonly kind: 'retry_asked' }

export interface JobSituation {
  readonly type: JobType
  readonly status: JobStatus
  readonly attemptCount: number
  /** Epoch ms since when it waits, or null. */
  readonly waitingSinceMs: number | null
}

/** The fields a transition writes; times are epoch ms. */
export interface JobTransition {
  readonly status: JobStatus
  readonly attemptCount: number
  readonly nextRunAtMs: number | null
  readonly lastError: string | null
  readonly waitReason: WaitReason | null
  readonly waitingSinceMs: number | null
  readonly heldBy: string | null
  /** Until when nobody looks; the hold itself may last longer, or end earlier when a person lifts it. */
  readonly heldUntilMs: number | null
  readonly finishedAtMs: number | null
  readonly planId?: PlanId
  readonly result?: unknown
}

/** A hold without an end is looked at again soon; one with an end now and then, since reading goes on under it. */
const ENDLESS_HOLD_LOOK_MS = 5 * 60_000
const HELD_LOOK_MS = 60 * 60_000
/** Of an apply whose hold only a person can end. */
const LONGEST_REST_MS = 24 * 3_600_000

/**
 * The only place that decides a job's next state. Null when the outcome cannot befall a job in this state.
 * @param random in [0, 1), for jitter
 */
export function nextState(
  job: JobSituation,
  outcome: JobOutcome,
  now: { readonly nowMs: number; readonly random: number },
): JobTransition | null {
  const next = stateAfter(job, outcome, now)
  const beside = 'beside' in outcome ? (outcome.beside ?? []) : []
  if (!next || beside.length === 0) return next
  const others = beside.flatMap((other) => stateAfter(job, other, now) ?? [])
  const looks = others.flatMap(({ nextRunAtMs }) => nextRunAtMs ?? [])
  const nextRunAtMs = Math.min(next.nextRunAtMs ?? Number.POSITIVE_INFINITY, ...looks)
  return {
    ...next,
    attemptCount: Math.max(next.attemptCount, ...others.map(({ attemptCount }) => attemptCount)),
    nextRunAtMs,
    heldUntilMs: next.heldUntilMs === null ? null : nextRunAtMs,
  }
}

function stateAfter(
  job: JobSituation,
  outcome: JobOutcome,
  now: { readonly nowMs: number; readonly random: number },
): JobTransition | null {
  if (!mayBefall(job.status, outcome)) return null
  const clear = {
    attemptCount: job.attemptCount,
    nextRunAtMs: null,
    lastError: null,
    waitReason: null,
    waitingSinceMs: null,
    heldBy: null,
    heldUntilMs: null,
    finishedAtMs: null,
  } as const
  switch (outcome.kind) {
    case 'done':
      return { ...clear, status: 'done', finishedAtMs: now.nowMs, result: outcome.result }
    case 'awaiting_approval':
      return { ...clear, status: 'awaiting_approval', planId: outcome.planId, result: outcome.result }
    case 'wait': {
      const since = job.waitingSinceMs ?? now.nowMs
      return {
        ...clear,
        status: 'waiting_offline',
        attemptCount: Math.max(0, job.attemptCount - 1),
        nextRunAtMs: now.nowMs + waitDelayMs(outcome.reason, now.nowMs - since, now.random),
        lastError: outcome.message,
        waitReason: outcome.reason,
        waitingSinceMs: since,
      }
    }
    case 'held': {
      const lookAtMs = lookWhileHeld(job.type, outcome, now.nowMs)
      return {
        ...clear,
        status: 'queued',
        attemptCount: Math.max(0, job.attemptCount - 1),
        nextRunAtMs: lookAtMs,
        lastError: outcome.message,
        heldBy: outcome.by,
        heldUntilMs: lookAtMs,
      }
    }
    case 'asks':
      return {
        ...clear,
        status: 'queued',
        attemptCount: Math.max(0, job.attemptCount - 1),
        lastError: outcome.message,
        heldBy: 'decision',
      }
    case 'look_again':
      return {
        ...clear,
        status: 'queued',
        attemptCount: Math.max(0, job.attemptCount - 1),
        nextRunAtMs: Math.max(now.nowMs, outcome.atMs),
        lastError: outcome.message,
      }
    case 'retry':
      if (job.attemptCount >= attemptLimit(job.type)) {
        return failed(clear, outcome.error, now.nowMs, outcome.result)
      }
      return {
        ...clear,
        status: 'queued',
        nextRunAtMs: Math.max(
          now.nowMs + retryDelayMs(job.attemptCount, now.random),
          outcome.notBeforeMs ?? 0,
        ),
        lastError: outcome.error,
        ...(outcome.result === undefined ? {} : { result: outcome.result }),
      }
    case 'failed':
      return failed(clear, outcome.error, now.nowMs, outcome.result)
    case 'cancelled':
      return { ...clear, status: 'cancelled', finishedAtMs: now.nowMs }
    case 'superseded':
      return { ...clear, status: 'cancelled', finishedAtMs: now.nowMs, lastError: outcome.by }
    case 'abandoned':
      // Its holder went, which says nothing of the work: a PC that is switched off each evening fails no job, and a wait
      // that began before goes on.
      return {
        ...clear,
        status: 'queued',
        attemptCount: Math.max(0, job.attemptCount - 1),
        nextRunAtMs: now.nowMs,
        waitingSinceMs: job.waitingSinceMs,
      }
    case 'retry_asked':
      return { ...clear, status: 'queued', attemptCount: 0, nextRunAtMs: now.nowMs }
    default:
      return assertNever(outcome)
  }
}

/**
 * When a held job looks again: at the end of its hold, or earlier to read. An apply has nothing to read before that, for
 * its doors have checks of their own; whoever lifts or shortens its hold wakes it.
 */
function lookWhileHeld(
  type: JobType,
  { by, until }: { readonly by: string; readonly until: number | null },
  nowMs: number,
): number {
  const isApply = type === 'enforce_plan_apply' && by !== 'clock'
  if (until === null) return nowMs + (isApply ? LONGEST_REST_MS : ENDLESS_HOLD_LOOK_MS)
  return Math.max(nowMs, isApply ? until : Math.min(until, nowMs + HELD_LOOK_MS))
}

function failed(
  clear: Omit<JobTransition, 'status'>,
  error: string,
  nowMs: number,
  result: unknown,
): JobTransition {
  return {
    ...clear,
    status: 'failed',
    lastError: error,
    finishedAtMs: nowMs,
    ...(result === undefined ? {} : { result }),
  }
}

function mayBefall(status: JobStatus, outcome: JobOutcome): boolean {
  switch (outcome.kind) {
    case 'cancelled':
      return status !== 'done' && status !== 'failed' && status !== 'cancelled'
    case 'superseded':
      return status === 'awaiting_approval'
    case 'done':
      // An approved plan that was applied ends the job that waited for the approval.
      return status === 'running' || status === 'awaiting_approval'
    case 'retry_asked':
      return (
        status === 'failed' || status === 'cancelled' || status === 'queued' || status === 'waiting_offline'
      )
    default:
      return status === 'running'
  }
}
