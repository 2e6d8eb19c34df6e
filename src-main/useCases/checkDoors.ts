import type { DoorId, JobId } from '../domain/ids.ts'
import { doorTarget, enqueueForPerson } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Reads the locks of these doors now and says what differs. Sends nothing that changes a lock. */
export function checkDoors(
  context: UseCaseContext,
  actor: Actor,
  doorIds: readonly DoorId[],
): readonly JobId[] {
  const jobIds = context.store.write(() =>
    doorIds.map((doorId) => {
      const door = context.store.doors.get(doorId)
      if (!door) throw new RequestError('not_found')
      return enqueueForPerson(context, actor, {
        type: 'drift_check',
        door,
        target: doorTarget(door.id),
        accountId: door.integrationCustomerId,
        planId: null,
        reason: `check now drift_check ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
        source: 'check route',
      })
    }),
  )
  context.wake.wake()
  return jobIds
}
