import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type DoorGroupId,
  type DoorId,
  type OperatorId,
  type PlanId,
  type SiteId,
  SYSTEM_OPERATOR_ID,
} from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { addAccount, addDoor, addSite, claimOne, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let siteId: SiteId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  siteId = addSite(store)
})
afterEach(() => profile.remove())

const T0 = '2026-02-05T17:00:00.000Z'
const T1 = '2026-02-05T18:00:00.000Z'

function addPlainDoor(name: string, into: { siteId?: SiteId; doorGroupId?: DoorGroupId } = {}) {
  return store.doors.insert({
    siteId: into.siteId ?? siteId,
    doorGroupId: into.doorGroupId ?? null,
    accountId: null,
    deviceId: store.accounts.insertUnverifiedDevice(`lock of ${name}`),
    externalId: `lock of ${name}`,
    name,
    description: null,
    location: null,
  })
}

describe('insert', () => {
  it('of a door, gives it the columns of the first trace', () => {
    const { accountId, deviceId, doorId } = addDoor(store, '28991110', { siteId })
    expect(store.doors.get(doorId)).toEqual({
      id: doorId,
      siteId,
      doorGroupId: null,
      openScheduleId: null,
      integrationCustomerId: accountId,
      integrationDeviceId: deviceId,
      deviceType: 'TTLOCK',
      externalId: '28991110',
      name: 'Door 28991110',
      description: null,
      location: null,
      status: 'unknown',
      demoState: 'locked',
      demoStateUpdatedAt: null,
      isActive: true,
      createdAt: profile.clock.iso,
      updatedAt: profile.clock.iso,
    })
  })

  it('of a second door on a lock, throws and leaves nothing', () => {
    const { deviceId } = addDoor(store, '28991110')
    const second = {
      siteId,
      doorGroupId: null,
      accountId: null,
      deviceId,
      externalId: '28991110',
      name: 'again',
    }
    expect(() => store.doors.insert({ ...second, description: null, location: null })).toThrow(/UNIQUE/)
    expect(store.doors.allIds()).toHaveLength(1)
  })
})

describe('state', () => {
  it('of a new door, is never read and report-only', () => {
    expect(store.doors.state(addPlainDoor('A').id)).toEqual({
      readingKind: 'never',
      lastReadAt: null,
      unreadableSince: null,
      unreadableReason: null,
      ...{ missing: 0, changed: 0, unwanted: 0, undeliverable: 0 },
      differences: 0,
      foreignNamesakes: 0,
      isFirstRunDone: false,
      pausedUntil: null,
      pausedByOperatorId: null,
      pauseReason: null,
    })
  })

  it('of a door that stays unreadable, keeps the first time and tells the last reason', () => {
    const { id } = addPlainDoor('A')
    store.doors.setRead(id, T0)
    store.doors.setUnreadable(id, 'gateway offline', T1)
    store.doors.setUnreadable(id, 'no answer', '2026-02-05T19:00:00.000Z')
    expect(store.doors.state(id)).toMatchObject({
      readingKind: 'unreadable',
      lastReadAt: T0,
      unreadableSince: T1,
      unreadableReason: 'no answer',
    })
  })

  it('paused and resumed, tells who and why in between', () => {
    const { id } = addPlainDoor('A')
    store.doors.setPaused(id, { until: T1, by: SYSTEM_OPERATOR_ID, reason: 'painters' })
    expect(store.doors.state(id)).toMatchObject({
      pausedUntil: T1,
      pausedByOperatorId: 0,
      pauseReason: 'painters',
    })
    store.doors.setPaused(id, null)
    expect(store.doors.state(id)).toMatchObject({
      pausedUntil: null,
      pausedByOperatorId: null,
      pauseReason: null,
    })
  })

  it('paused, are counted for each site as long as they are active and nobody resumed them', () => {
    const otherId = addSite(store, 'Annex')
    const [first, second] = [addPlainDoor('A'), addPlainDoor('B')]
    const other = addPlainDoor('C', { siteId: otherId })
    const pause = (until: string) => ({ until, by: SYSTEM_OPERATOR_ID, reason: 'painters' })
    store.doors.setPaused(first.id, pause(T0))
    store.doors.setPaused(second.id, pause(T1))
    store.doors.setPaused(other.id, pause(T1))
    expect([...store.doors.pausesBySite()]).toEqual([
      [siteId, [T0, T1]],
      [otherId, [T1]],
    ])
    store.doors.setPaused(other.id, null)
    expect(store.doors.pausesBySite().has(otherId)).toBe(false)
  })

  it('after a run, tells its differences and that it was the first', () => {
    const { id } = addPlainDoor('A')
    const found = {
      differences: 4,
      missing: 1,
      changed: 2,
      unwanted: 1,
      undeliverable: 0,
      foreignNamesakes: 3,
    }
    store.doors.setFindings(id, found)
    store.doors.setFirstRunDone(id)
    expect(store.doors.state(id)).toMatchObject({ ...found, isFirstRunDone: true })
  })
})

describe('list', () => {
  it('of doors, stands in the order of sites and names', () => {
    const other = addSite(store, 'Annex')
    addPlainDoor('B')
    addPlainDoor('A')
    addPlainDoor('Z', { siteId: other })
    expect(store.doors.list().map((row) => `${row.siteName}/${row.door.name}`)).toEqual([
      'Annex/Z',
      'Harbour House/A',
      'Harbour House/B',
    ])
  })

  it('of a door, tells its group, device and zone', () => {
    const groupId = store.sites.insertGroup({ siteId, name: 'First floor' })
    const { id } = addPlainDoor('A', { doorGroupId: groupId })
    expect(store.doors.getListRecord(id)).toMatchObject({
      groupName: 'First floor',
      timezone: 'Europe/Berlin',
      deviceName: null,
      isDeviceUnverified: true,
      openJob: null,
    })
  })

  it.each([
    ['a running and a queued one', ['running', 'queued'], 'running'],
    ['one for approval and a queued one', ['awaiting_approval', 'queued'], 'awaiting_approval'],
    ['a queued one', ['queued'], 'queued'],
    ['a finished one', ['done'], undefined],
  ] as const)('of a door with %s, tells of the most telling job', (_what, statuses, expected) => {
    const { id } = addPlainDoor('A')
    for (const status of statuses) {
      const { job } = store.jobs.enqueue(newJob({ doorId: id, target: `door:${id}` }))
      if (status === 'queued') continue
      claimOne(store, { nowIso: T1, leaseToken: 't', leaseExpiresAt: T1 })
      if (status === 'running') continue
      const change = { status, nextRunAt: null, planId: 1 as PlanId }
      store.jobs.transition(job.id, { status: 'running', leaseToken: 't' }, change, T1)
    }
    expect(store.doors.getListRecord(id)?.openJob?.status).toBe(expected)
    expect(store.doors.list()[0]?.openJob?.status).toBe(expected)
  })
})

describe('ids of doors', () => {
  it('of a group, a site, an account or all, are the active ones', () => {
    const groupId = store.sites.insertGroup({ siteId, name: 'First floor' })
    const grouped = addPlainDoor('A', { doorGroupId: groupId })
    const elsewhere = addDoor(store)
    expect(store.doors.idsInGroup(groupId)).toEqual([grouped.id])
    expect(store.doors.idsInSite(siteId)).toEqual([grouped.id])
    expect(store.doors.idsOfAccount(elsewhere.accountId)).toEqual([elsewhere.doorId])
    expect(store.doors.allIds()).toEqual([grouped.id, elsewhere.doorId])
  })

  it('of a door nobody made, find nothing', () => {
    expect(store.doors.get(99 as DoorId)).toBeNull()
    expect(store.doors.getListRecord(99 as DoorId)).toBeNull()
  })
})

describe('names', () => {
  beforeEach(() => {
    addSite(store, 'Küche')
    addPlainDoor('Élan')
    store.sites.insertGroup({ siteId, name: 'Öst' })
    store.operators.insert({ name: 'Zoë', role: 'manager', passcodeHash: 'h' })
  })

  it.each([
    ['a site', () => store.sites.isNameTaken('HARBOUR house')],
    ['a site with an umlaut', () => store.sites.isNameTaken('KÜCHE')],
    ['a door of the site', () => store.doors.isNameTaken(siteId, 'éLAN')],
    ['a group of the site', () => store.sites.isGroupNameTaken(siteId, 'öst')],
    ['an operator', () => store.operators.isNameTaken('ZOË')],
  ])('of %s, are taken whatever their case', (_what, isTaken) => {
    expect(isTaken()).toBe(true)
  })

  it('in another site, are free', () => {
    expect(store.doors.isNameTaken(addSite(store, 'Annex'), 'Élan')).toBe(false)
  })
})

describe('sites', () => {
  it('with other enforcement, keep their name and zone', () => {
    const site = store.sites.get(siteId)
    if (!site) throw new Error('no site')
    store.sites.updateEnforcement(siteId, {
      ...site,
      mode: 'ultra_strict',
      policy: 'auto',
      graceWindowSeconds: 60,
    })
    expect(store.sites.list()).toEqual([
      { ...site, mode: 'ultra_strict', policy: 'auto', graceWindowSeconds: 60 },
    ])
  })

  it('frozen and lifted, tell who froze them until then', () => {
    store.sites.setFrozen(siteId, T1, SYSTEM_OPERATOR_ID)
    expect(store.sites.get(siteId)).toMatchObject({ frozenUntil: T1, frozenByOperatorId: 0 })
    store.sites.setFrozen(siteId, null, SYSTEM_OPERATOR_ID)
    expect(store.sites.get(siteId)).toMatchObject({ frozenUntil: null, frozenByOperatorId: null })
  })

  it('with doors and groups, count them', () => {
    const groupId = store.sites.insertGroup({ siteId, name: 'First floor' })
    addPlainDoor('A', { doorGroupId: groupId })
    addPlainDoor('B')
    expect(store.sites.doorCounts()).toEqual(new Map([[siteId, 2]]))
    expect(store.sites.groupDoorCounts()).toEqual(new Map([[groupId, 1]]))
    expect(store.sites.listGroups()).toEqual([{ id: groupId, siteId, name: 'First floor' }])
    expect(store.sites.getGroup(groupId)?.name).toBe('First floor')
  })
})

describe('operators', () => {
  it('inserted, are listed without the system and numbered from 1', () => {
    const id = store.operators.insert({ name: 'Zoe', role: 'manager', passcodeHash: 'h1' })
    store.operators.setPasscodeHash(id, 'h2')
    expect(store.operators.list()).toEqual([{ id: 1, name: 'Zoe', role: 'manager', isActive: true }])
    expect(store.operators.passcodeHash(id)).toBe('h2')
    expect(store.operators.nameOf(id)).toBe('Zoe')
  })

  it('nobody knows, are named by their number', () => {
    expect(store.operators.nameOf(7 as OperatorId)).toBe('Operator 7')
  })
})

describe('settings', () => {
  it('written, are read back as JSON keeps them, in another run as well', () => {
    store.settings.write('limits', { perDoor: 5, share: 0.3, off: null })
    store.close()
    store = profile.openStore()
    expect(store.settings.read('limits')).toEqual({ perDoor: 5, share: 0.3, off: null })
  })

  it('never written, are undefined, and undefined cannot be written', () => {
    expect(store.settings.read('nothing')).toBeUndefined()
    expect(() => store.settings.write('nothing', undefined)).toThrow()
  })

  it('written again, hold the last value', () => {
    store.settings.write('a', 1)
    store.settings.write('a', [2])
    expect(store.settings.read('a')).toEqual([2])
  })

  it('of accounts, do not mix with them', () => {
    addAccount(store)
    expect(store.settings.read('Main account')).toBeUndefined()
  })
})
