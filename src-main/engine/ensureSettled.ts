import { SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES } from '../domain/job/job.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { EngineContext } from './engineContext.ts'
import { mayStillShowUntil } from './settlingTime.ts'

/**
 * At start: a lock to which something was sent that no list has shown yet is read, where no job is left that would. Its
 * job may have been cancelled, or failed, before the lock could be read again. Nothing is sent to it.
 */
export function ensureSettled(context: EngineContext): void {
  const { jobs, operations } = context.store
  for (const operation of operations.unsettled()) {
    if ((jobs.get(operation.jobId)?.finishedAt ?? null) !== null) enqueueReading(context, operation)
  }
}

/** The same for a job that ends, as when a person cancels it while nobody knows yet whether its command took effect. */
export function settleAfter(context: EngineContext, job: JobRecord): void {
  for (const operation of context.store.operations.unsettled()) {
    if (operation.jobId === job.id) enqueueReading(context, operation)
  }
}

/** As soon as it counts when a list does not show it. */
function enqueueReading({ store, clock, settings }: EngineContext, operation: OperationRecord): void {
  const door = store.doors.get(operation.doorId)
  if (!door?.isActive) return
  const nowMs = clock.nowMs()
  store.jobs.enqueue({
    type: 'drift_check',
    target: `door:${door.id}`,
    doorId: door.id,
    accountId: door.integrationCustomerId,
    planId: null,
    reason: `unsettled command drift_check ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
    correlationId: operation.correlationId,
    userId: SYSTEM_OPERATOR_ID,
    priority: JOB_PRIORITIES.due_window,
    dueAt: toIso(mayStillShowUntil(operation, settings, nowMs) ?? nowMs),
  })
}
