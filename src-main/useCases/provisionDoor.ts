import { lackOf } from '../domain/device/capabilities.ts'
import type { DeviceId, DoorGroupId, DoorId, JobId, SiteId } from '../domain/ids.ts'
import { type OpenSchedule, sortedSchedule } from '../domain/schedule/openSchedule.ts'
import type { Store } from '../ports/store.ts'
import type { DeviceRecord } from '../ports/stores/accountStore.ts'
import { audit } from './audit.ts'
import { doorAuditRecord } from './doorAuditRecord.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { hideTyped, hideTypedInName } from './hideTyped.ts'
import { scheduleFaults } from './openSchedule.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

export interface ProvisionDoor {
  readonly name: string
  readonly siteId: SiteId
  /** One of the account's locks; or null with `lockId` typed in. Exactly one of the two is given. */
  readonly deviceId: DeviceId | null
  readonly lockId: string | null
  readonly description: string | null
  readonly location: string | null
  readonly doorGroupId: DoorGroupId | null
  /** Absent: the lock's own schedule is left alone. */
  readonly openSchedule?: OpenSchedule | undefined
}

/**
 * Stores a door, audits it and enqueues its first enforcing job, all in one transaction. Needs no network: a lock id
 * typed in is unverified until a sync confirms it. Refuses with a message at each field that is wrong.
 */
export function provisionDoor(
  context: UseCaseContext,
  actor: Actor,
  asked: ProvisionDoor,
): { readonly doorId: DoorId; readonly jobId: JobId } {
  const { store, clock } = context
  const result = store.write(() => {
    const request = asStored(store, asked)
    const known = findDevice(context, request)
    refuseWhatIsWrong(context, request, known)
    const startedAtMs = clock.nowMs()
    const deviceId = known?.id ?? insertTyped(context, request)
    const device = store.accounts.getDevice(deviceId)
    if (!device) throw new Error('The device of a new door is not in the store')
    const { id: doorId } = store.doors.insert({
      siteId: request.siteId,
      doorGroupId: request.doorGroupId,
      accountId: device.accountId,
      deviceId,
      externalId: device.externalId,
      name: request.name,
      description: request.description,
      location: request.location,
    })
    if (request.openSchedule) store.schedules.decide(doorId, sortedSchedule(request.openSchedule))
    const door = store.doors.get(doorId)
    if (!door) throw new Error('The door that was just stored is not in the store')
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: 'create',
      before: null,
      after: doorAuditRecord(door, store.schedules.decidedOf(door)),
    })
    context.recorder.record(
      {
        action: 'DOOR_PROVISION',
        ok: true,
        providerType: 'TTLOCK',
        lockKey: `TTLOCK:${door.externalId}`,
        correlationId: actor.correlationId,
        jobId: null,
        doorId: door.id,
        doorName: door.name,
        externalId: door.externalId,
        operationId: null,
        request: {
          customer_id: door.integrationCustomerId,
          integration_device_id: deviceId,
          name: door.name,
          provider: 'TTLOCK',
          schlage_customer_link_id: null,
          site_id: door.siteId,
        },
        response: { created: true, door_id: door.id },
        errorMessage: null,
        startedAtMs,
        durationMs: Math.max(0, clock.nowMs() - startedAtMs),
        attempt: null,
        httpStatus: null,
      },
      [],
    )
    const jobId = enqueueEnforce(context, actor, door, { what: 'door provisioned', source: 'door route' })
    return { doorId: door.id, jobId }
  })
  context.wake.wake()
  return result
}

function asStored(store: Store, asked: ProvisionDoor): ProvisionDoor {
  const { name, description, location } = asked
  return {
    ...asked,
    name: hideTypedInName(store, name),
    description: description === null ? null : hideTyped(store, description),
    location: location === null ? null : hideTypedInName(store, location),
  }
}

function findDevice(context: UseCaseContext, request: ProvisionDoor): DeviceRecord | null {
  if (request.deviceId !== null) return context.store.accounts.getDevice(request.deviceId)
  return request.lockId === null ? null : context.store.accounts.findDevice(request.lockId)
}

function insertTyped(context: UseCaseContext, request: ProvisionDoor): DeviceId {
  if (request.lockId === null)
    throw new Error('A door needs a device or a lock id; the contract asks for one')
  return context.store.accounts.insertUnverifiedDevice(request.lockId)
}

/** Every fault at once, each at its field: people mend a form in one go. */
function refuseWhatIsWrong(
  context: UseCaseContext,
  request: ProvisionDoor,
  device: DeviceRecord | null,
): void {
  const { store } = context
  const fields: NonNullable<RequestError['fields']>[number][] = []
  const site = store.sites.get(request.siteId)
  if (!site) fields.push({ path: 'siteId', code: 'unknown_site' })
  else if (store.doors.isNameTaken(site.id, request.name)) {
    fields.push({ path: 'name', code: 'duplicate_name', facts: { siteName: site.name } })
  }
  if (request.doorGroupId !== null) {
    const group = store.sites.getGroup(request.doorGroupId)
    if (!group || group.siteId !== request.siteId) fields.push({ path: 'doorGroupId', code: 'unknown_group' })
  }
  const devicePath = request.deviceId === null ? 'lockId' : 'deviceId'
  if (request.deviceId !== null && !device) {
    fields.push({ path: 'deviceId', code: 'unknown_device' })
  }
  if (device?.doorId) {
    fields.push({
      path: devicePath,
      code: 'device_already_guards_door',
      facts: { doorName: device.doorName },
    })
  }
  const lack = device && !device.isUnverified ? lackOf(device) : null
  if (lack === 'no_passcodes' || lack === 'no_remote_management') {
    fields.push({ path: devicePath, code: 'device_lacks_feature', facts: { lack } })
  }
  if (request.openSchedule) fields.push(...scheduleFaults(request.openSchedule, device))
  if (fields.length > 0) throw new RequestError('validation_failed', { fields })
}
