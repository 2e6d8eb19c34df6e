import { fromIso, toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES, WAIT_REASONS, type WaitReason } from '../domain/job/job.ts'
import { isProbing, LONGEST_PROBE_MS, nextProbe } from '../domain/job/probe.ts'
import { CONNECTION_REASONS } from '../domain/job/retryPolicy.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import { observeFromNow, observingSince } from '../planning/observation.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { moveJob } from './moveJob.ts'

/** Reasons that an answer to one job of an account ends for all of them; the others lie with one lock or gateway. */
const ACCOUNT_REASONS: readonly WaitReason[] = [...CONNECTION_REASONS, 'not_signed_in', 'quota']
/** A job that waited this long, while others got answers, is hurried by them once a minute at most. */
const LONG_WAIT_MS = 10 * 60_000
const MOST_JOBS = 10_000
const REST_MS = 15 * 60_000
/** A thousand doors whose checks are all distrusted are asked about two a second. */
const SPREAD_MS = 10 * 60_000

/**
 * What a run says of the connection: an answer of the provider, whatever it was, releases what waits for one. A job that
 * looked for the connection and found out nothing has another one look in its place.
 */
export function followRun(
  context: EngineContext,
  run: { readonly job: JobRecord; readonly outcome: JobOutcome; readonly startedAtMs: number },
): void {
  const { job, outcome, startedAtMs } = run
  if (outcome.kind === 'abandoned' || job.accountId === null) return
  if (outcome.kind === 'wait' && ACCOUNT_REASONS.includes(outcome.reason)) return
  const answeredAtMs = context.providers.forAccount(job.accountId).answeredAtMs()
  if (answeredAtMs !== null && answeredAtMs >= startedAtMs)
    releaseProvenBy(context, job, { startedAtMs, answeredAtMs })
  else if (job.waitingSince !== null) probeInstead(context, job.accountId)
}

function probeInstead(context: EngineContext, accountId: JobRecord['accountId']): void {
  for (const reason of CONNECTION_REASONS) {
    const waiting = context.store.jobs.waiting([reason]).filter((job) => job.accountId === accountId)
    const next = nextProbe(waiting)
    if (next) release(context, next)
  }
}

/** What waited for an answer is due now. The queue then goes on by priority, as lanes and places allow. */
function releaseProvenBy(
  context: EngineContext,
  job: JobRecord,
  { startedAtMs, answeredAtMs }: { readonly startedAtMs: number; readonly answeredAtMs: number },
): void {
  const nowMs = context.clock.nowMs()
  for (const waiting of context.store.jobs.waiting(ACCOUNT_REASONS)) {
    if (!isProvenBy(context, job, waiting)) continue
    // What failed after that job began is the newer word. Networks come and go; an account that is let in stays so.
    const provenMs = waiting.waitReason === 'not_signed_in' ? answeredAtMs : startedAtMs
    if (fromIso(waiting.updatedAt) > provenMs) continue
    const sinceMs = waiting.waitingSince === null ? nowMs : fromIso(waiting.waitingSince)
    const isLongWait = nowMs - sinceMs > LONG_WAIT_MS
    // Not passed over: it may rest behind the very job that was answered, and nobody would wake it after that.
    release(context, waiting, isLongWait ? fromIso(waiting.updatedAt) + LONGEST_PROBE_MS : nowMs)
  }
}

/** An answer speaks for its own account; a network is there for all of them, and a call left for those that share it. */
function isProvenBy({ store }: EngineContext, job: JobRecord, waiting: JobRecord): boolean {
  if (waiting.accountId === null || waiting.accountId === job.accountId) return true
  if (waiting.waitReason === 'no_network') return true
  if (waiting.waitReason !== 'quota' || job.accountId === null) return false
  return store.accounts.sharingApplication(job.accountId).includes(waiting.accountId)
}

/** The computer woke up or the network came back: whatever waits is tried at once. */
export function releaseAll(context: EngineContext): void {
  for (const waiting of context.store.jobs.waiting(WAIT_REASONS)) release(context, waiting)
}

/**
 * One job of an account looks whether the connection is back; the others that wait for it are released by its answer,
 * and look by themselves only now and then. Gives when a job that begins to wait looks again, where that is later.
 */
export function restBehindProbe(
  context: EngineContext,
  job: JobRecord,
  outcome: JobOutcome,
): Partial<JobChange> {
  if (outcome.kind !== 'wait' || !CONNECTION_REASONS.includes(outcome.reason)) return {}
  const restIso = toIso(context.clock.nowMs() + Math.round(REST_MS * (0.75 + context.random.fraction() / 4)))
  const isProbed = context.store.jobs
    .waiting([outcome.reason])
    .some(
      (other) =>
        other.id !== job.id &&
        other.accountId === job.accountId &&
        other.nextRunAt !== null &&
        other.nextRunAt < restIso &&
        isProbing(other),
    )
  return isProbed ? { nextRunAt: restIso } : {}
}

/** Due now, or not before a moment to come; sooner where it was. Still known as waiting since it began to. */
export function release(context: EngineContext, job: JobRecord, notBeforeMs = 0): void {
  const dueMs = Math.max(notBeforeMs, context.clock.nowMs())
  if (job.nextRunAt !== null && fromIso(job.nextRunAt) <= dueMs) return
  const { attemptCount, waitingSince } = job
  moveJob(context, job, { kind: 'retry_asked' }, { attemptCount, waitingSince, nextRunAt: toIso(dueMs) })
}

/**
 * Times written while the clock was ahead cannot be trusted: without it, work put off by an hour in a wrong year would
 * wait until that year. What a person or a window waits for is due now. Background work, of which every door may have
 * some, is spread over the next minutes, and waits no longer than it was put off for.
 */
export function distrustFutureTimes(context: EngineContext): void {
  const nowMs = context.clock.nowMs()
  // Else no reading before that day would count as one since then.
  if ((observingSince(context.store) ?? '') > toIso(nowMs)) observeFromNow(context.store, nowMs)
  const open = context.store.jobs.list({
    statuses: ['queued', 'waiting_offline'],
    text: '',
    beforeId: null,
    limit: MOST_JOBS,
  })
  for (const { job } of open) {
    const { attemptCount, nextRunAt, priority } = job
    const writtenMs = fromIso(job.updatedAt)
    if (writtenMs <= nowMs || nextRunAt === null) continue
    const isBackground = priority === JOB_PRIORITIES.periodic
    const putOffMs = isBackground ? Math.max(0, fromIso(nextRunAt) - writtenMs) : 0
    const inMs = Math.round(context.random.fraction() * Math.min(putOffMs, SPREAD_MS))
    moveJob(context, job, { kind: 'retry_asked' }, { attemptCount, nextRunAt: toIso(nowMs + inMs) })
  }
}
