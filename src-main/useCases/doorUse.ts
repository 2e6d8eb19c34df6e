import type { AlarmId, DoorId, JobId } from '../domain/ids.ts'
import { audit } from './audit.ts'
import { doorTarget, enqueueForPerson } from './enqueueJob.ts'
import { hideTyped } from './hideTyped.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Reads what a lock noted of its use, now. Sends nothing that changes a lock. */
export function readDoorUse(context: UseCaseContext, actor: Actor, doorId: DoorId): JobId {
  const jobId = context.store.write(() => {
    const door = context.store.doors.get(doorId)
    if (!door) throw new RequestError('not_found')
    return enqueueForPerson(context, actor, {
      type: 'record_sync',
      door,
      target: doorTarget(door.id),
      accountId: door.integrationCustomerId,
      planId: null,
      reason: `read door use record_sync ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
      source: 'door route',
    })
  })
  context.wake.wake()
  return jobId
}

/** A person looked into an alarm. A later use raises a new one. */
export function dismissAlarm(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly alarmId: AlarmId; readonly reason: string },
): void {
  const { store } = context
  store.write(() => {
    const alarm = store.doorUse.getAlarm(request.alarmId)
    if (!alarm || alarm.dismissedAt !== null) throw new RequestError('not_found')
    const reason = hideTyped(store, request.reason)
    store.doorUse.dismissAlarm(alarm.id, { operatorId: actor.operatorId, reason })
    audit(context, actor, {
      entity: 'Alarm',
      id: alarm.id,
      action: 'dismiss',
      before: { door_id: alarm.doorId, kind: alarm.kind, uses: alarm.uses, last_at: alarm.lastAt },
      after: { dismissed: true, reason },
    })
  })
}
