import { SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { checkIntervalMs } from '../domain/job/checkInterval.ts'
import { JOB_PRIORITIES } from '../domain/job/job.ts'
import type { ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'

/** A window that is due this instant still lets what runs now end first; it is never a reason to run without rest. */
const SHORTEST_DUE_MS = 1_000
/** Checks made at one moment, as after a start, drift apart. */
const SPREAD_SHARE = 0.05

/**
 * The door's next look: when a window, lead time or grace makes a difference, or at the latest after the check
 * interval. Folds into what waits for the door already. Joins the caller's transaction.
 */
export function enqueueNextCheck(
  context: EngineContext,
  door: DoorRecord,
  plan: ReadableDoorPlan | null,
): void {
  const nowMs = context.clock.nowMs()
  const periodicMs =
    nowMs + Math.round(intervalMs(context, door) * (1 + context.random.fraction() * SPREAD_SHARE))
  const dueMs = plan?.nextDueAtMs ?? null
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

function intervalMs(context: EngineContext, door: DoorRecord): number {
  const shortestMs = context.settings.checkIntervalMs
  if (door.integrationCustomerId === null) return shortestMs
  const budget = context.providers.forAccount(door.integrationCustomerId).quota()
  const doors = context.store.doors.idsOfAccount(door.integrationCustomerId).length
  return checkIntervalMs(budget, doors, { shortestMs, nowMs: context.clock.nowMs() })
}

/** A door whose job failed or was cancelled is looked at again in its time. Joins the caller's transaction. */
export function scheduleNextCheck(context: EngineContext, job: JobRecord): void {
  if (job.type !== 'drift_enforce_lock_truth' || job.doorId === null) return
  const door = context.store.doors.get(job.doorId)
  // A lock no account has is not looked for again and again; the sync that finds it enqueues.
  if (door?.isActive && door.integrationCustomerId !== null) enqueueNextCheck(context, door, null)
}

/** At start: every door has a next look, whatever an earlier version or a cancelled job left. */
export function ensureChecks(context: EngineContext): void {
  const { store } = context
  for (const doorId of store.doors.allIds()) {
    const door = store.doors.get(doorId)
    if (!door || door.integrationCustomerId === null) continue
    const isOpen = store.jobs
      .ofDoor(doorId, RECENT_JOBS)
      .some((job) => job.type === 'drift_enforce_lock_truth' && OPEN_STATUSES.includes(job.status))
    if (!isOpen) store.write(() => enqueueNextCheck(context, door, null))
  }
}

const RECENT_JOBS = 20
const OPEN_STATUSES: readonly JobRecord['status'][] = ['queued', 'running', 'waiting_offline']
