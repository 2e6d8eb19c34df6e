import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src-main/domain/ids.ts'
import type { ListedDevice } from '../../../src-main/ports/lockProvider.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { addAccount, addSite, SECRETS } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store
let accountId: AccountId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  accountId = addAccount(store)
})
afterEach(() => profile.remove())

const T0 = '2026-02-05T16:00:00.000Z'
const T1 = '2026-02-05T17:00:00.000Z'

function listed(externalId: string, change: Partial<ListedDevice> = {}): ListedDevice {
  return {
    externalId,
    name: `S31_${externalId}`,
    alias: null,
    mac: 'AA:BB',
    batteryPercent: 80,
    featureValue: 'F4',
    hasGateway: true,
    timezoneRawOffsetMs: 3_600_000,
    ...change,
  }
}

/** A door on a lock typed in while offline. */
function addOfflineDoor(externalId: string, account: AccountId | null) {
  const deviceId = store.accounts.insertUnverifiedDevice(externalId)
  const siteId = addSite(store, `Site of ${externalId}`)
  return store.doors.insert({
    ...{ siteId, doorGroupId: null, accountId: account, deviceId, externalId, name: externalId },
    ...{ description: null, location: null },
  })
}

describe('secrets of an account', () => {
  it('once stored, are read back as they were', () => {
    expect(store.accounts.secrets(accountId).readSecrets()).toEqual(SECRETS)
  })

  it('after a new password, hold that one', () => {
    store.accounts.setPasswordMd5(accountId, 'd41d8cd98f00b204e9800998ecf8427e')
    expect(store.accounts.secrets(accountId).readSecrets()).toEqual({
      ...SECRETS,
      passwordMd5: 'd41d8cd98f00b204e9800998ecf8427e',
    })
  })

  it('with a token written and removed, tell it until then', () => {
    const token = { accessToken: 'a', refreshToken: 'r', expiresAtMs: 5 }
    const secrets = store.accounts.secrets(accountId)
    expect(secrets.readToken()).toBeNull()
    secrets.writeToken(token)
    expect(secrets.readToken()).toEqual(token)
    expect(store.accounts.get(accountId)?.hasToken).toBe(true)
    secrets.writeToken(null)
    expect(secrets.readToken()).toBeNull()
  })

  it('of another account, are its own', () => {
    const other = addAccount(store, 'Second')
    store.accounts.secrets(other).writeToken({ accessToken: 'b', refreshToken: 'r', expiresAtMs: 5 })
    expect(store.accounts.secrets(accountId).readToken()).toBeNull()
  })

  it('while the vault is locked, throw and the record can still be read', () => {
    profile.vault.lock()
    expect(() => store.accounts.secrets(accountId).readSecrets()).toThrow('The vault is locked')
    expect(store.accounts.get(accountId)).toMatchObject({
      clientId: 'client-id',
      username: 'owner@example.com',
    })
  })
})

describe('an account', () => {
  it('with another region and a problem, tells both', () => {
    store.accounts.setRegion(accountId, 'china', 'https://cnapi.ttlock.com')
    store.accounts.setProblem(accountId, 'wrong_password')
    expect(store.accounts.list()).toMatchObject([
      { region: 'china', baseUrl: 'https://cnapi.ttlock.com', problem: 'wrong_password', lastSyncedAt: null },
    ])
  })
})

describe('recordDevices', () => {
  it('of new locks, stores them and the time of the sync', () => {
    store.accounts.recordDevices(accountId, [listed('1', { alias: 'Front' }), listed('2')], T0)
    expect(store.accounts.listDevices()).toMatchObject([
      { externalId: '1', alias: 'Front', accountId, batteryPercent: 80, isUnverified: false, doorId: null },
      { externalId: '2', alias: null, accountId },
    ])
    expect(store.accounts.get(accountId)?.lastSyncedAt).toBe(T0)
    expect(store.accounts.deviceCounts()).toEqual(new Map([[accountId, 2]]))
  })

  it('of known locks, renews what it tells and keeps what it leaves out', () => {
    store.accounts.recordDevices(accountId, [listed('1', { alias: 'before' })], T0)
    store.accounts.recordDevices(
      accountId,
      [listed('1', { alias: null, batteryPercent: 12, featureValue: null, timezoneRawOffsetMs: null })],
      T1,
    )
    expect(store.accounts.findDevice('1')).toMatchObject({
      alias: null,
      batteryPercent: 12,
      featureValue: 'F4',
    })
  })

  it('without a lock it knew, marks that one missing from then on, until it is back', () => {
    store.accounts.recordDevices(accountId, [listed('1')], T0)
    store.accounts.recordDevices(accountId, [], T0)
    store.accounts.recordDevices(accountId, [], T1)
    expect(store.accounts.findDevice('1')?.missingSince).toBe(T0)
    expect(store.accounts.deviceCounts()).toEqual(new Map())
    store.accounts.recordDevices(accountId, [listed('1')], T1)
    expect(store.accounts.findDevice('1')?.missingSince).toBeNull()
  })

  it('without the lock of another account, leaves that one alone', () => {
    store.accounts.recordDevices(accountId, [listed('1')], T0)
    store.accounts.recordDevices(addAccount(store, 'Second'), [], T1)
    expect(store.accounts.findDevice('1')?.missingSince).toBeNull()
  })

  it('with a lock typed in offline, confirms it and gives its door the account', () => {
    const door = addOfflineDoor('28991110', null)
    store.accounts.recordDevices(accountId, [listed('28991110')], T0)
    expect(store.accounts.findDevice('28991110')).toMatchObject({
      accountId,
      isUnverified: false,
      doorId: door.id,
    })
    expect(store.doors.get(door.id)?.integrationCustomerId).toBe(accountId)
    expect(store.doors.list()[0]?.isDeviceUnverified).toBe(false)
  })

  it('without a lock typed in for this account, says on its door that there is none', () => {
    const door = addOfflineDoor('28991110', accountId)
    store.accounts.recordDevices(accountId, [], T0)
    expect(store.doors.getListRecord(door.id)).toMatchObject({
      isDeviceUnverified: true,
      deviceMissingSince: T0,
    })
  })

  it('with a lock that another account lists as well, leaves it there', () => {
    const second = addAccount(store, 'Second')
    store.accounts.recordDevices(accountId, [listed('1')], T0)
    store.accounts.recordDevices(second, [listed('1')], T1)
    expect(store.accounts.findDevice('1')?.accountId).toBe(accountId)
  })

  it('with a lock that its account lost, takes it over with its door', () => {
    const second = addAccount(store, 'Second')
    const door = addOfflineDoor('1', accountId)
    store.accounts.recordDevices(accountId, [listed('1')], T0)
    store.accounts.recordDevices(accountId, [], T0)
    store.accounts.recordDevices(second, [listed('1')], T1)
    expect(store.accounts.findDevice('1')).toMatchObject({ accountId: second, missingSince: null })
    expect(store.doors.get(door.id)?.integrationCustomerId).toBe(second)
  })

  it('of a thousand locks, stores every one', () => {
    const devices = Array.from({ length: 1_000 }, (_, index) => listed(String(index)))
    store.accounts.recordDevices(accountId, devices, T0)
    store.accounts.recordDevices(accountId, devices.slice(1), T1)
    expect(store.accounts.deviceCounts().get(accountId)).toBe(999)
  })
})

describe('gateways of a lock', () => {
  const gateway = (gatewayExternalId: string) => ({ gatewayExternalId, rssi: -60, updatedAtMs: null })

  it('recorded again, keep the time each was last seen, so that a gateway that is away is not forgotten', () => {
    const deviceId = store.accounts.insertUnverifiedDevice('1')
    store.accounts.recordDeviceGateways(deviceId, [gateway('g1'), gateway('g2')], T0)
    store.accounts.recordDeviceGateways(deviceId, [gateway('g2'), gateway('g3')], T1)
    expect(store.accounts.gatewaysOfDevice(deviceId, T0)).toEqual([
      { gatewayId: 'g1', seenAt: T0 },
      { gatewayId: 'g2', seenAt: T1 },
      { gatewayId: 'g3', seenAt: T1 },
    ])
    expect(store.accounts.gatewaysOfDevice(deviceId, T1).map((seen) => seen.gatewayId)).toEqual(['g2', 'g3'])
  })

  it('seen before the asked time, are left out', () => {
    const deviceId = store.accounts.insertUnverifiedDevice('1')
    store.accounts.recordDeviceGateways(deviceId, [gateway('g1')], T0)
    expect(store.accounts.gatewaysOfDevice(deviceId, T1)).toEqual([])
  })

  it('with a door that another one hears too, are not the only ones to hear it', () => {
    const [one, both, none] = ['1', '2', '3'].map((externalId) => addOfflineDoor(externalId, accountId))
    if (!one || !both || !none) throw new Error('three doors were added')
    store.accounts.recordDeviceGateways(one.integrationDeviceId, [gateway('g1')], T0)
    store.accounts.recordDeviceGateways(both.integrationDeviceId, [gateway('g1'), gateway('g2')], T0)
    expect(store.accounts.doorsHeardOnlyBy(['g1'])).toEqual([one.id])
    expect(store.accounts.doorsHeardOnlyBy(['g1', 'g2'])).toEqual([one.id, both.id])
    expect(store.accounts.doorsHeardOnlyBy([])).toEqual([])
  })

  it('of the account, recorded again, do not fail', () => {
    const listedGateway = { externalId: 'g1', name: 'Hall', isOnline: true, lockCount: 3 }
    store.accounts.recordGateways(accountId, [listedGateway], T0)
    store.accounts.recordGateways(accountId, [{ ...listedGateway, isOnline: false }], T1)
    expect(() => store.accounts.recordGateways(accountId, [], T1)).not.toThrow()
  })
})
