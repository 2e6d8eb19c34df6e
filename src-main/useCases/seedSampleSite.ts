import type { AccountId, CredentialId, DoorGroupId, DoorId, PersonId, SiteId } from '../domain/ids.ts'
import { isoOrNull, toIso } from '../domain/instant.ts'
import { provisionDoor } from './provisionDoor.ts'
import { RequestError } from './requestError.ts'
import { createDoorGroup, createSite } from './sites.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** What the business of the sample site decided, in plain data; times are epoch ms. */
export interface SampleSite {
  readonly siteName: string
  readonly timeZone: string
  readonly people: readonly { readonly personId: number; readonly name: string; readonly role: string }[]
  readonly credentials: readonly {
    readonly credentialId: number
    readonly personId: number
    readonly pin: string
    readonly validFrom: number | null
    readonly validTo: number | null
  }[]
  readonly doors: readonly { readonly lockId: number; readonly name: string; readonly group: string }[]
  readonly grants: readonly (
    | { readonly credentialId: number; readonly group: string }
    | { readonly credentialId: number; readonly lockId: number }
  )[]
}

/**
 * Fills an empty profile with the sample site: people, codes, groups, and a door on every lock of the account that can
 * take codes. The locks must have been read before. Each door's first check is enqueued like any new door's.
 */
export function seedSampleSite(
  context: UseCaseContext,
  actor: Actor,
  sample: SampleSite,
  accountId: AccountId,
): SiteId {
  const { store } = context
  const siteId = store.write(() => {
    const id = createSite(context, actor, { name: sample.siteName, timezone: sample.timeZone })
    const groups = new Map<string, DoorGroupId>()
    for (const { group } of sample.doors) {
      if (!groups.has(group)) groups.set(group, createDoorGroup(context, actor, { siteId: id, name: group }))
    }
    insertPeople(context, sample)
    insertCredentials(context, sample)
    const doors = new Map<number, DoorId>()
    for (const door of sample.doors) {
      // A trace of its own for each door, as if somebody had added them one by one.
      const ownTrace = { ...actor, correlationId: context.random.correlationId() }
      const doorId = provision(context, ownTrace, {
        ...door,
        siteId: id,
        accountId,
        doorGroupId: groups.get(door.group) ?? null,
      })
      if (doorId !== null) doors.set(door.lockId, doorId)
    }
    for (const grant of sample.grants) {
      const place =
        'group' in grant
          ? { doorId: null, doorGroupId: groups.get(grant.group) ?? null }
          : { doorId: doors.get(grant.lockId) ?? null, doorGroupId: null }
      if (place.doorId === null && place.doorGroupId === null) continue
      store.people.insertGrant({
        credentialId: grant.credentialId as CredentialId,
        ...place,
        startsAt: null,
        endsAt: null,
      })
    }
    return id
  })
  context.wake.wake()
  return siteId
}

/** A lock that cannot take codes stays in the device list, greyed out; it gets no door. */
function provision(
  context: UseCaseContext,
  actor: Actor,
  door: {
    readonly siteId: SiteId
    readonly accountId: AccountId
    readonly lockId: number
    readonly name: string
    readonly doorGroupId: DoorGroupId | null
  },
): DoorId | null {
  const device = context.store.accounts.findDevice(String(door.lockId))
  if (!device || device.accountId !== door.accountId) return null
  try {
    return provisionDoor(context, actor, {
      name: door.name,
      siteId: door.siteId,
      deviceId: device.id,
      lockId: null,
      description: null,
      location: null,
      doorGroupId: door.doorGroupId,
    }).doorId
  } catch (error) {
    if (
      error instanceof RequestError &&
      error.fields?.every((field) => field.code === 'device_lacks_feature')
    ) {
      return null
    }
    throw error
  }
}

function insertPeople(context: UseCaseContext, sample: SampleSite): void {
  for (const person of sample.people) {
    const id = context.store.people.insert({ name: person.name, note: person.role })
    if (id !== person.personId) throw new Error('The sample site needs an empty profile')
  }
}

/** Code names carry ids, so ids must fall as in the sample; a number it leaves out was given before and revoked. */
function insertCredentials(context: UseCaseContext, sample: SampleSite): void {
  const { people } = context.store
  const nowIso = toIso(context.clock.nowMs())
  let expectedId = 1
  for (const credential of [...sample.credentials].sort((a, b) => a.credentialId - b.credentialId)) {
    for (; expectedId < credential.credentialId; expectedId++) {
      const pin = String(100_000 + context.random.integer(900_000))
      const old = people.insertCredential({ personId: 1 as PersonId, pin, startsAt: null, endsAt: null })
      people.revokeCredential(old, 0 as Actor['operatorId'], nowIso)
    }
    const id = people.insertCredential({
      personId: credential.personId as PersonId,
      pin: credential.pin,
      startsAt: isoOrNull(credential.validFrom),
      endsAt: isoOrNull(credential.validTo),
    })
    if (id !== credential.credentialId) throw new Error('The sample site needs an empty profile')
    expectedId++
  }
}
