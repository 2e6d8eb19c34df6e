import { SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { JOB_PRIORITIES } from '../domain/job/job.ts'
import type { EngineContext } from './engineContext.ts'

/**
 * At start: a lock to which something was sent that no list has shown yet is read, where no job is left that would. Its
 * job may have been cancelled, or failed, before the lock could be read again. Nothing is sent to it.
 */
export function ensureSettled({ store, clock }: EngineContext): void {
  for (const { doorId, jobId, correlationId } of store.operations.unsettled()) {
    const door = store.doors.get(doorId)
    if (!door?.isActive || (store.jobs.get(jobId)?.finishedAt ?? null) === null) continue
    store.jobs.enqueue({
      type: 'drift_check',
      target: `door:${door.id}`,
      doorId: door.id,
      accountId: door.integrationCustomerId,
      planId: null,
      reason: `unsettled command drift_check ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
      correlationId,
      userId: SYSTEM_OPERATOR_ID,
      priority: JOB_PRIORITIES.due_window,
      dueAt: toIso(clock.nowMs()),
    })
  }
}
