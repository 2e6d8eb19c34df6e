import { type AccountId, SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import { isOpenStatus, JOB_PRIORITIES, type JobStatus } from '../domain/job/job.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import type { DoorPlanLines, UnreadableDoorPlan } from '../domain/plan/doorPlan.ts'
import { isActionLine } from '../domain/plan/planLine.ts'
import { checkSpacingMs } from '../planning/checkSpacing.ts'
import { sharedFacts } from '../planning/doorFacts.ts'
import { planFromLastReading } from '../planning/planFromLastReading.ts'
import { type PlanningRun, planLines } from '../planning/planLines.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobChange, JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import { judgeDoorUse } from './judgeDoorUse.ts'

/** A window that is due this instant still lets what runs now end first; it is never a reason to run without rest. */
const SHORTEST_DUE_MS = 1_000
/** Checks made at one moment, as after a start, drift apart. */
const SPREAD_SHARE = 0.05
/** A check costs a call, and so does this. */
export const CHECKS_PER_RECORD_SYNC = 8
const DAY_MS = 24 * 3_600_000
/** The provider itself notices after some 8 minutes that a gateway is gone. */
const GATEWAYS_KNOWN_MS = 15 * 60_000

/** What a plan says of the next look at its door. */
type NextLook = DoorPlanLines | UnreadableDoorPlan

/**
 * The door's next look: when a window, lead time or grace makes a difference, or at the latest after the check
 * interval. Folds into what waits for the door already. Joins the caller's transaction.
 */
export function enqueueNextCheck(context: EngineContext, door: DoorRecord, plan: NextLook | null): void {
  const nowMs = context.clock.nowMs()
  const intervalNowMs = intervalMs(context, door.integrationCustomerId)
  const everyMs = isMissing(context, door) ? Math.max(DAY_MS, intervalNowMs) : intervalNowMs
  const periodicMs = nowMs + spread(context, everyMs)
  const dueMs = plan?.kind === 'planned' ? plan.nextDueAtMs : null
  const isDueWindow = dueMs !== null && dueMs < periodicMs
  context.store.jobs.enqueue({
    type: 'drift_enforce_lock_truth',
    target: `door:${door.id}`,
    doorId: door.id,
    accountId: door.integrationCustomerId,
    planId: null,
    reason: `${isDueWindow ? 'window due' : 'background check'} drift_enforce ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
    correlationId: context.random.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: isDueWindow ? JOB_PRIORITIES.due_window : JOB_PRIORITIES.periodic,
    dueAt: toIso(isDueWindow ? Math.max(dueMs, nowMs + SHORTEST_DUE_MS) : periodicMs),
  })
}

/** Its account's list has it no more, and it cannot be read: the account's next list tells when it is back. */
function isMissing({ store }: EngineContext, door: DoorRecord): boolean {
  if (store.doors.state(door.id).readingKind !== 'unreadable') return false
  return store.accounts.getDevice(door.integrationDeviceId)?.missingSince != null
}

/**
 * Of a check that nobody asked for, what the month's calls allow, whether the door is in step, has work left or is held:
 * what failed or is held costs as much to look at as what is well. Clicks and due windows do not wait for it.
 */
export function intervalMs(context: EngineContext, accountId: AccountId | null): number {
  const shortestMs = context.settings.checkIntervalMs
  if (accountId === null) return shortestMs
  const quota = context.providers.forAccount(accountId).quota()
  return checkSpacingMs(context.store, accountId, { quota, shortestMs, nowMs: context.clock.nowMs() })
}

/** The time to a check, in ms, a little longer at random. */
export function spread({ random }: Pick<EngineContext, 'random'>, ms: number): number {
  return Math.round(ms * (1 + random.fraction() * SPREAD_SHARE))
}

/** A held check reads its lock now and then until the hold ends. The clock's hold reads nothing, and an apply neither. */
export function restWhileHeld(
  context: EngineContext,
  job: JobRecord,
  outcome: JobOutcome,
): Partial<JobChange> {
  if (outcome.kind !== 'held' || outcome.by === 'clock') return {}
  if (job.type === 'enforce_plan_apply' || job.doorId === null) return {}
  const door = context.store.doors.get(job.doorId)
  if (!door) return {}
  const lookMs = context.clock.nowMs() + intervalMs(context, door.integrationCustomerId)
  const lookAt = toIso(Math.min(lookMs, outcome.until ?? lookMs))
  return { nextRunAt: lookAt, heldUntil: lookAt }
}

/** A background check that cannot reach its door is as urgent as what became due meanwhile: an alarm tells of it sooner. */
export function urgeIfDue(context: EngineContext, job: JobRecord, outcome: JobOutcome): Partial<JobChange> {
  if (outcome.kind !== 'wait' || job.type !== 'drift_enforce_lock_truth' || job.doorId === null) return {}
  if (job.priority <= JOB_PRIORITIES.due_window) return {}
  const plan = planFromLastReading(context, context.vault, job.doorId)
  const isDue = plan?.kind === 'planned' && plan.lines.some(isActionLine)
  return isDue ? { priority: JOB_PRIORITIES.due_window } : {}
}

/**
 * Work that ended, however it did, is done again in its time: an account is read each day, a door is looked at when its
 * last reading calls for it. Joins the caller's transaction.
 */
export function scheduleNext(context: EngineContext, job: JobRecord, status: JobStatus): void {
  if (job.type === 'device_sync') {
    const account = job.accountId === null ? null : context.store.accounts.get(job.accountId)
    if (account && !isOpenStatus(status))
      enqueueSync(context, account.id, syncIntervalMs(context, account.id))
    return
  }
  if (job.type === 'maintenance') {
    if (!isOpenStatus(status)) enqueueMaintenance(context, DAY_MS)
    return
  }
  if (isOpenStatus(status) && status !== 'awaiting_approval') return
  followUse(context, job)
  if (job.type !== 'drift_enforce_lock_truth' || job.doorId === null) return
  const door = context.store.doors.get(job.doorId)
  // A lock no account has is not looked for again and again; the sync that finds it enqueues.
  if (door?.isActive && door.integrationCustomerId !== null) {
    enqueueNextCheck(context, door, planFromLastReading(context, context.vault, door.id))
  }
}

/** After a look at a lock, what its records say can be judged; they themselves are read more rarely. */
function followUse(context: EngineContext, job: JobRecord): void {
  const door = job.doorId === null ? null : context.store.doors.get(job.doorId)
  if (!door?.isActive || door.integrationCustomerId === null) return
  if (job.type === 'record_sync' || context.store.doorUse.readTo(door.integrationDeviceId) === null) {
    enqueueRecordSync(context, door, 1)
  }
  if (job.type !== 'record_sync') judgeDoorUse(context, job, door)
}

/** The next reading of what a lock noted of its use, at a rate the month's calls hardly notice. */
function enqueueRecordSync(context: EngineContext, door: DoorRecord, share: number): void {
  const everyMs = CHECKS_PER_RECORD_SYNC * intervalMs(context, door.integrationCustomerId)
  context.store.jobs.enqueue({
    type: 'record_sync',
    target: `door:${door.id}`,
    doorId: door.id,
    accountId: door.integrationCustomerId,
    planId: null,
    reason: `background reading of door use record_sync ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
    correlationId: context.random.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: JOB_PRIORITIES.periodic,
    dueAt: toIso(context.clock.nowMs() + Math.round(share * everyMs)),
  })
}

/** A gateway that is down is watched more closely, so that its alarm ends soon after it is back. */
function syncIntervalMs({ store, settings }: EngineContext, accountId: AccountId): number {
  const isAnyDown = store.accounts.gateways(accountId).some(({ offlineSince }) => offlineSince !== null)
  return isAnyDown ? settings.checkIntervalMs : DAY_MS
}

/** A lock whose gateway does not answer: which gateways are down is read anew, unless that was known just now. */
export function lookAtGateways(context: EngineContext, job: JobRecord): void {
  const account = job.accountId === null ? null : context.store.accounts.get(job.accountId)
  if (!account) return
  const nowMs = context.clock.nowMs()
  const syncedMs = account.lastSyncedAt === null ? 0 : fromIso(account.lastSyncedAt)
  if (Math.abs(nowMs - syncedMs) >= GATEWAYS_KNOWN_MS) enqueueSync(context, account.id, 0)
}

/** A lock gets no answer: the account's own lists tell whether that lies with the lock or with TTLock. */
export function lookAtAccount(context: EngineContext, { integrationCustomerId }: DoorRecord): void {
  if (integrationCustomerId !== null)
    context.store.write(() => enqueueSync(context, integrationCustomerId, 0))
}

/** The next reading of an account's locks, gateways and used calls. */
function enqueueSync(context: EngineContext, accountId: AccountId, inMs: number): void {
  context.store.jobs.enqueue({
    type: 'device_sync',
    target: `account:${accountId}`,
    doorId: null,
    accountId,
    planId: null,
    reason: `background sync device_sync account:${accountId}`,
    correlationId: context.random.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: JOB_PRIORITIES.periodic,
    dueAt: toIso(context.clock.nowMs() + inMs),
  })
}

/** What the store itself needs each day. Folds into what waits already. */
export function enqueueMaintenance(context: EngineContext, inMs: number): void {
  context.store.jobs.enqueue({
    type: 'maintenance',
    target: 'store',
    doorId: null,
    accountId: null,
    planId: null,
    reason: 'daily maintenance',
    correlationId: context.random.correlationId(),
    userId: SYSTEM_OPERATOR_ID,
    priority: JOB_PRIORITIES.periodic,
    dueAt: toIso(context.clock.nowMs() + inMs),
  })
}

/**
 * At start: every account is read, which also tells how many calls are left, and every door has a next look, whatever
 * an earlier version or a cancelled job left.
 */
export function ensureChecks(context: EngineContext): void {
  const { store } = context
  for (const { id } of store.accounts.list()) store.write(() => enqueueSync(context, id, 0))
  let run: PlanningRun | undefined
  for (const doorId of store.doors.allIds()) {
    const door = store.doors.get(doorId)
    if (!door || door.integrationCustomerId === null) continue
    const open = store.jobs.ofDoor(doorId, RECENT_JOBS).filter((job) => OPEN_STATUSES.includes(job.status))
    // After a long absence the doors are not all asked at once.
    if (!open.some((job) => job.type === 'record_sync')) {
      store.write(() => enqueueRecordSync(context, door, context.random.fraction()))
    }
    if (open.some((job) => job.type === 'drift_enforce_lock_truth')) continue
    const { lastReadAt } = store.doors.state(doorId)
    run ??= { store, vault: context.vault, shared: sharedFacts(store), nowMs: context.clock.nowMs() }
    const plan = lastReadAt === null ? null : planLines(run, door, fromIso(lastReadAt))
    store.write(() => enqueueNextCheck(context, door, plan))
  }
}

const RECENT_JOBS = 20
const OPEN_STATUSES: readonly JobRecord['status'][] = ['queued', 'running', 'waiting_offline']
