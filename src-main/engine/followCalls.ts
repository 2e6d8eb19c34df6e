import type { AccountId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES } from '../domain/job/job.ts'
import { CALLS_CHANGED_SETTING } from '../planning/checkSpacing.ts'
import { sharedFacts } from '../planning/doorFacts.ts'
import { type PlanningRun, planLines } from '../planning/planLines.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { moveJob } from './moveJob.ts'
import { CHECKS_PER_RECORD_SYNC, intervalMs, SPREAD_SHARE } from './nextCheck.ts'
import { release } from './release.ts'

const RECENT_JOBS = 20

/**
 * Where the calls a month of an application were changed: with calls left, what waits for them is tried at once; background work that
 * is scheduled moves where the new number wants it sooner or allows it only later.
 */
export function followCalls(context: EngineContext): void {
  const { store, providers, vault, clock } = context
  if (store.settings.read(CALLS_CHANGED_SETTING) !== true) return
  let run: PlanningRun | null = null
  const planningRun = (): PlanningRun => {
    run ??= { store, vault, shared: sharedFacts(store), nowMs: clock.nowMs() }
    return run
  }
  store.write(() => {
    store.settings.write(CALLS_CHANGED_SETTING, false)
    for (const { id } of store.accounts.list()) {
      if (hasCallsLeft(context, id)) providers.forAccount(id).forgetUsedUpMonth()
      const everyMs = intervalMs(context, id)
      for (const doorId of store.doors.idsOfAccount(id)) {
        const door = store.doors.get(doorId)
        if (door) followAtDoor(context, planningRun, door, everyMs)
      }
    }
    for (const job of store.jobs.waiting(['quota'])) {
      if (job.accountId === null || hasCallsLeft(context, job.accountId)) release(context, job)
    }
  })
}

function hasCallsLeft({ providers }: EngineContext, accountId: AccountId): boolean {
  return providers.forAccount(accountId).quota().remaining > 0
}

function followAtDoor(
  context: EngineContext,
  planningRun: () => PlanningRun,
  door: DoorRecord,
  everyMs: number,
): void {
  const nowMs = context.clock.nowMs()
  const queued = context.store.jobs.ofDoor(door.id, RECENT_JOBS).filter(({ status }) => status === 'queued')
  for (const job of queued) {
    const spacingMs = job.type === 'record_sync' ? CHECKS_PER_RECORD_SYNC * everyMs : everyMs
    const latestMs = nowMs + Math.round(spacingMs * (1 + context.random.fraction() * SPREAD_SHARE))
    // A hold is looked at as often as a check comes. What ends it early is not known here: it is not put off.
    if (job.heldUntil !== null && fromIso(job.heldUntil) > latestMs) release(context, job)
    if (!isScheduled(job) || job.nextRunAt === null) continue
    const atMs = fromIso(job.nextRunAt)
    const earliestMs = Math.min(fromIso(job.createdAt) + spacingMs, latestMs)
    if (atMs > latestMs) reschedule(context, job, latestMs)
    else if (atMs > nowMs && atMs < earliestMs)
      putOff(context, planningRun, { job, door, untilMs: earliestMs })
  }
}

/** Background work that nothing but its time keeps from running. */
function isScheduled({ type, priority, heldBy, lastError }: JobRecord): boolean {
  const isOfDoor = type === 'drift_enforce_lock_truth' || type === 'record_sync'
  return isOfDoor && priority === JOB_PRIORITIES.periodic && heldBy === null && lastError === null
}

/** A window that makes a difference at the door until then does not wait for it. */
function putOff(
  context: EngineContext,
  planningRun: () => PlanningRun,
  { job, door, untilMs }: { readonly job: JobRecord; readonly door: DoorRecord; readonly untilMs: number },
): void {
  const { lastReadAt } = context.store.doors.state(door.id)
  const isCheck = job.type === 'drift_enforce_lock_truth' && lastReadAt !== null
  const plan = isCheck ? planLines(planningRun(), door, fromIso(lastReadAt)) : null
  const dueMs = plan?.kind === 'planned' ? plan.nextDueAtMs : null
  if (dueMs === null || dueMs >= untilMs) reschedule(context, job, untilMs)
  else reschedule(context, job, dueMs, { priority: JOB_PRIORITIES.due_window })
}

function reschedule(
  context: EngineContext,
  job: JobRecord,
  atMs: number,
  change: Pick<Partial<JobChange>, 'priority'> = {},
): void {
  const { attemptCount } = job
  moveJob(context, job, { kind: 'retry_asked' }, { attemptCount, nextRunAt: toIso(atMs), ...change })
}
