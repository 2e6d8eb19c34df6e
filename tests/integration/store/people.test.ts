import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DoorGroupId, type DoorId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import {
  addCredential,
  addDoor,
  addSite,
  listedCode,
  newJob,
  newOperation,
  vendorPin,
} from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const PAST = '2026-02-05T10:00:00.000Z'
const FUTURE = '2026-02-06T10:00:00.000Z'

function addPerson(name = 'Ada') {
  return store.people.insert({ name, note: null })
}

function addCode(change: { pin?: string; endsAt?: string | null; name?: string } = {}) {
  const { pin = '739154', endsAt = null, name = 'Ada' } = change
  return store.people.insertCredential({ personId: addPerson(name), pin, startsAt: null, endsAt })
}

function grant(
  credentialId: ReturnType<typeof addCode>,
  target: { doorId: DoorId } | { doorGroupId: DoorGroupId },
  endsAt: string | null = null,
) {
  return store.people.insertGrant({
    credentialId,
    doorId: null,
    doorGroupId: null,
    ...target,
    startsAt: null,
    endsAt,
  })
}

/** Two doors of one group. */
function addGroup() {
  const siteId = addSite(store)
  const doorGroupId = store.sites.insertGroup({ siteId, name: 'First floor' })
  const doorIds = ['1001', '1002'].map((externalId) => {
    const deviceId = store.accounts.insertUnverifiedDevice(externalId)
    const door = { siteId, doorGroupId, accountId: null, deviceId, externalId, name: externalId }
    return store.doors.insert({ ...door, description: null, location: null }).id
  })
  return { doorGroupId, doorIds }
}

describe('credentials', () => {
  it('inserted, reveal their own PIN each', () => {
    const [first, second] = [addCode({ pin: '0123' }), addCode({ pin: '987654321' })]
    expect(store.people.revealPin(first)).toBe('0123')
    expect(store.people.revealPin(second)).toBe('987654321')
  })

  it('read as records, say nothing of the digits', () => {
    expect(JSON.stringify(store.people.getCredential(addCode({ pin: '739154' })))).not.toContain('739154')
  })

  it('revoked twice, keep the first time and person', () => {
    const id = addCode()
    store.people.revokeCredential(id, SYSTEM_OPERATOR_ID, PAST)
    store.people.revokeCredential(id, SYSTEM_OPERATOR_ID, FUTURE)
    expect(store.people.getCredential(id)).toMatchObject({ revokedAt: PAST, revokedByOperatorId: 0 })
  })

  it('given an end, end then', () => {
    const id = addCode()
    store.people.setCredentialEnd(id, FUTURE)
    expect(store.people.getCredential(id)?.endsAt).toBe(FUTURE)
  })

  it('ever made, are all known', () => {
    const ids = [addCode(), addCode()]
    expect(store.people.knownCredentialIds()).toEqual(new Set(ids))
    expect(store.people.knownPersonIds().size).toBe(2)
  })
})

describe('doorsOfCredential', () => {
  it('through a door and a group that holds it, names each door once', () => {
    const { doorGroupId, doorIds } = addGroup()
    const id = addCode()
    grant(id, { doorGroupId })
    grant(id, { doorId: doorIds[0] as DoorId })
    expect(store.people.doorsOfCredential(id)).toEqual(doorIds)
  })

  it('of a revoked credential, still names the doors it has to leave', () => {
    const { doorId } = addDoor(store)
    const id = addCredential(store, doorId, '739154')
    store.people.revokeCredential(id, SYSTEM_OPERATOR_ID, PAST)
    expect(store.people.doorsOfCredential(id)).toEqual([doorId])
  })

  it('through a grant that ended, names nothing', () => {
    const { doorId } = addDoor(store)
    const id = addCode()
    grant(id, { doorId }, PAST)
    expect(store.people.doorsOfCredential(id)).toEqual([])
  })
})

function credentialsOn(doorId: DoorId): ReturnType<ReturnType<typeof store.people.credentialsOfDoors>> {
  return store.people.credentialsOfDoors()(store.doors.get(doorId) ?? expect.unreachable())
}

describe('the credentials of doors', () => {
  it('with the same grants, are read once', () => {
    const { doorGroupId, doorIds } = addGroup()
    const [one, other] = doorIds.map((id) => store.doors.get(id) ?? expect.unreachable())
    grant(addCode({ pin: '739154' }), { doorGroupId })
    const own = addCode({ pin: '555666' })
    const credentialsOf = store.people.credentialsOfDoors()
    const shared = credentialsOf(one ?? expect.unreachable())
    expect(credentialsOf(other ?? expect.unreachable())).toBe(shared)
    grant(own, { doorId: other?.id ?? expect.unreachable() })
    expect(credentialsOf(other ?? expect.unreachable()).map(({ pin }) => pin)).toEqual(['739154', '555666'])
    expect(credentialsOf(one ?? expect.unreachable())).toBe(shared)
  })

  it('with grants on the door and its group, gives each credential once with all of them', () => {
    const { doorGroupId, doorIds } = addGroup()
    const [doorId] = doorIds as [DoorId]
    const id = addCode({ pin: '739154' })
    const grants = [grant(id, { doorGroupId }), grant(id, { doorId }, PAST)]
    const other = addCode({ pin: '555666', name: 'Ben' })
    grant(other, { doorId })
    const found = credentialsOn(doorId)
    expect(found.map((item) => [item.credential.id, item.person.name, item.pin])).toEqual([
      [id, 'Ada', '739154'],
      [other, 'Ben', '555666'],
    ])
    expect(found[0]?.grants.map((item) => item.id)).toEqual(grants)
  })

  it('with a revoked and an ended credential, gives both', () => {
    const { doorId } = addDoor(store)
    const revoked = addCredential(store, doorId, '739154')
    store.people.revokeCredential(revoked, SYSTEM_OPERATOR_ID, PAST)
    const ended = addCode({ endsAt: PAST })
    grant(ended, { doorId })
    expect(credentialsOn(doorId).map((item) => item.credential.id)).toEqual([revoked, ended])
  })

  it('of a door without a group, leaves out grants on groups', () => {
    const { doorGroupId } = addGroup()
    const { doorId } = addDoor(store)
    grant(addCode(), { doorGroupId })
    expect(credentialsOn(doorId)).toEqual([])
  })
})

describe('isPinInUse', () => {
  it('on a door that a live credential with these digits reaches, says yes', () => {
    const { doorGroupId, doorIds } = addGroup()
    grant(addCode({ pin: '739154' }), { doorGroupId })
    expect(store.people.isPinInUse('739154', doorIds)).toBe(true)
    expect(store.people.isPinInUse('739155', doorIds)).toBe(false)
  })

  it('on other doors, says no', () => {
    addCredential(store, addDoor(store).doorId, '739154')
    expect(store.people.isPinInUse('739154', [addDoor(store, '4711').doorId])).toBe(false)
  })

  it('of a credential that was revoked or has ended, says no', () => {
    const { doorId } = addDoor(store)
    store.people.revokeCredential(addCredential(store, doorId, '111999'), SYSTEM_OPERATOR_ID, PAST)
    grant(addCode({ pin: '222999', endsAt: PAST }), { doorId })
    expect(store.people.isPinInUse('111999', [doorId])).toBe(false)
    expect(store.people.isPinInUse('222999', [doorId])).toBe(false)
  })
})

describe('pinsOfDoor', () => {
  it('with credentials, listed codes and an undo, names every digit run once', () => {
    const scene = addDoor(store)
    addCredential(store, scene.doorId, '739154')
    store.people.revokeCredential(addCredential(store, scene.doorId, '111999'), SYSTEM_OPERATOR_ID, PAST)
    store.codes.recordReading(
      scene.deviceId,
      [listedCode({ pin: '482915' }), listedCode({ vendorPinId: vendorPin('2'), pin: '739154' })],
      PAST,
    )
    const { job } = store.jobs.enqueue(newJob())
    store.operations.insertIntent(newOperation(job.id, scene, { kind: 'add', pin: '333777' }), PAST)
    expect(store.people.pinsOfDoor(scene.doorId)).toEqual(['739154', '111999', '482915', '333777'])
  })
})

describe('list', () => {
  it('of people, counts live codes and the doors they reach', () => {
    const { doorGroupId, doorIds } = addGroup()
    const personId = addPerson('Zoe')
    const code = (pin: string, endsAt: string | null) =>
      store.people.insertCredential({ personId, pin, startsAt: null, endsAt })
    grant(code('739154', FUTURE), { doorGroupId })
    grant(code('739155', null), { doorId: doorIds[0] as DoorId })
    grant(code('739156', PAST), { doorId: addDoor(store).doorId })
    expect(store.people.getListRecord(personId)).toMatchObject({ activeCodes: 2, doors: 2, endsAt: null })
    expect(store.people.list()).toEqual([store.people.getListRecord(personId)])
  })

  it('of a person whose codes all end, names the last end', () => {
    addCode({ endsAt: FUTURE })
    expect(store.people.list()).toMatchObject([{ activeCodes: 1, doors: 0, endsAt: FUTURE }])
  })

  it('of people, stands in the order of their names whatever their case', () => {
    for (const name of ['zoe', 'Ben', 'ada']) addPerson(name)
    expect(store.people.list().map((item) => item.person.name)).toEqual(['ada', 'Ben', 'zoe'])
  })

  it('of a person without codes, has no end', () => {
    addPerson()
    expect(store.people.list()).toMatchObject([{ activeCodes: 0, doors: 0, endsAt: null }])
  })
})
