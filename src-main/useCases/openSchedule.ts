import { capabilitiesOf } from '../domain/device/capabilities.ts'
import type { DoorId, JobId } from '../domain/ids.ts'
import {
  findScheduleFault,
  isSameSchedule,
  type OpenSchedule,
  sortedSchedule,
} from '../domain/schedule/openSchedule.ts'
import type { DeviceRecord } from '../ports/stores/accountStore.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

type FieldFault = NonNullable<RequestError['fields']>[number]

/** What of a schedule cannot be decided for this lock, at the field of its period. */
export function scheduleFaults(
  schedule: OpenSchedule,
  device: Pick<DeviceRecord, 'featureValue' | 'hasGateway' | 'isUnverified'> | null,
): readonly FieldFault[] {
  const can = device === null || device.isUnverified ? null : capabilitiesOf(device)
  if (schedule.length > 0 && can?.hasPassageMode === false)
    return [{ path: 'openSchedule', code: 'device_lacks_open_schedule' }]
  const found = findScheduleFault(schedule)
  if (found === null) return []
  const { fault, period } = found
  switch (fault) {
    case 'too_many_periods':
      return [{ path: 'openSchedule', code: fault }]
    case 'period_without_days':
    case 'unknown_day':
      return [{ path: `openSchedule.${period}.weekDays`, code: 'period_without_days' }]
    case 'not_a_minute':
    case 'period_backwards':
      return [{ path: `openSchedule.${period}.endMinute`, code: 'period_backwards' }]
    case 'periods_overlap':
      return [{ path: `openSchedule.${period}.startMinute`, code: fault }]
  }
}

/**
 * Decides when a door stands open: stored, audited and enqueued in one transaction. Never is a decision too: from then on
 * the lock is held against it. Null when it was decided so before, and nothing is done.
 */
export function setOpenSchedule(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly doorId: DoorId; readonly schedule: OpenSchedule },
): { readonly jobId: JobId | null } {
  const { store } = context
  const jobId = store.write(() => {
    const door = store.doors.get(request.doorId)
    if (!door?.isActive) throw new RequestError('not_found')
    const fields = scheduleFaults(request.schedule, store.accounts.getDevice(door.integrationDeviceId))
    if (fields.length > 0) throw new RequestError('validation_failed', { fields })
    const before = store.schedules.decidedOf(door)
    const after = sortedSchedule(request.schedule)
    if (before !== null && isSameSchedule(before, after)) return null
    store.schedules.decide(door.id, after)
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: 'set_open_schedule',
      before: { open_schedule: before },
      after: { open_schedule: after },
    })
    return enqueueEnforce(context, actor, door, { what: 'open schedule changed', source: 'door route' })
  })
  if (jobId !== null) context.wake.wake()
  return { jobId }
}
