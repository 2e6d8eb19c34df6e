import { beforeEach, describe, expect, it } from 'vitest'
import type { PassageMode } from '../../../src-main/ports/lockProvider.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { defaultAccount } from '../../../src-main/simulator/site.ts'
import { openClientScene } from './clientScene.ts'
import { otherAccount, siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, type TestProvider, vendorPinId } from './testProvider.ts'

const hourMs = 3_600_000
const used = '482915'

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({
    site: siteOf([
      {
        passageMode: true,
        timezoneRawOffset: hourMs,
        electricQuantity: 64,
        clockOffsetMs: 7 * 60_000,
        codes: [{ keyboardPwdId: 77, keyboardPwd: used, keyboardPwdName: 'AB U9 C6' }],
      },
      { wifi: { powerSaving: true }, passageMode: false },
      { adminUid: otherAccount.uid },
    ]),
    switches: { asyncSettleMs: 60_000 },
  })
  simulator = scene.simulator
  client = scene.client
  return scene.close
})
function lockOf(lockId: number) {
  return simulator.control.state({ lockId }).locks[0]
}

describe('a lock', () => {
  it('in list and detail, shows name, battery, features and zone', async () => {
    const list = await client.provider.listDevices(context)
    const detail = await client.provider.readDevice('101', context)

    expect(list).toMatchObject({
      ok: true,
      value: [
        {
          externalId: '101',
          alias: 'Room 1',
          batteryPercent: 64,
          hasGateway: true,
          featureValue: expect.any(String),
        },
        { externalId: '102', alias: 'Room 2', hasGateway: false },
      ],
    })
    expect(detail).toMatchObject({ ok: true, value: { externalId: '101', timezoneRawOffsetMs: hourMs } })
    expect(JSON.stringify(client.entries)).not.toContain(lockOf(101)?.noKeyPwd)
  })

  it('is renamed in the cloud', async () => {
    await expect(client.provider.renameDevice('101', ' Suite ', context)).resolves.toEqual({
      ok: true,
      value: null,
    })
    expect(lockOf(101)?.lockAlias).toBe('Suite')
  })

  it('tells its clock, and takes the provider time when told to', async () => {
    const before = await client.provider.readLockClock('101', context)
    const after = await client.provider.setLockClock('101', context)

    expect(before.ok && Math.abs((before.value.offsetMs ?? 0) - 7 * 60_000)).toBeLessThan(2_000)
    expect(after.ok && Math.abs(after.value.offsetMs ?? hourMs)).toBeLessThan(2_000)
  })

  it('tells its open state and battery', async () => {
    await expect(client.provider.readOpenState('101', context)).resolves.toMatchObject({
      ok: true,
      value: { state: 'locked', batteryPercent: 64 },
    })
    await expect(client.provider.readBattery('101', context)).resolves.toEqual({ ok: true, value: 64 })
  })

  it('of which only a key is held, shows up among the shared ones', async () => {
    simulator.control.addEkey({ lockId: 103, uid: defaultAccount.uid, keyRight: 1 })
    const shared = await client.provider.listSharedDevices(context)

    expect(shared).toMatchObject({
      ok: true,
      value: [
        { device: { externalId: '101' }, isOwned: true, canManageCodes: true },
        { device: { externalId: '102' }, isOwned: true },
        { device: { externalId: '103' }, isOwned: false, canManageCodes: true, isInForce: true },
      ],
    })
  })
})

describe('a gateway', () => {
  it('in list and detail, shows whether it is online and how many locks it has', async () => {
    await expect(client.provider.listGateways(context)).resolves.toMatchObject({
      ok: true,
      value: [
        { externalId: '6', isOnline: true },
        { externalId: '5', name: 'Lobby', isOnline: true, lockCount: 1 },
      ],
    })
    await expect(client.provider.readGateway('5', context)).resolves.toMatchObject({
      ok: true,
      value: { name: 'Lobby' },
    })
    await expect(client.provider.readGateway('x', context)).resolves.toMatchObject({ ok: false })
  })

  it('tells its locks, and a lock its gateways', async () => {
    await expect(client.provider.listLocksOfGateway('5', context)).resolves.toEqual({
      ok: true,
      value: [{ externalId: '101', rssi: -60 }],
    })
    await expect(client.provider.listGatewaysOfLock('101', context)).resolves.toMatchObject({
      ok: true,
      value: [{ gatewayExternalId: '5', rssi: -60, updatedAtMs: expect.any(Number) }],
    })
  })
})

describe('records', () => {
  it('tell codes typed at the door, right and wrong, with the digits out of the log', async () => {
    simulator.control.typeAtDoor({ lockId: 101, pin: used })
    simulator.control.typeAtDoor({ lockId: 101, pin: '998877' })
    const range = { fromMs: Date.now() - hourMs, toMs: Date.now() + hourMs }
    const records = await client.provider.listRecords('101', range, context)

    expect(records).toMatchObject({
      ok: true,
      value: expect.arrayContaining([
        expect.objectContaining({ pin: used, isSuccess: true, recordType: 4 }),
        expect.objectContaining({ pin: '998877', isSuccess: false, recordTypeFromLock: 7 }),
      ]),
    })
    expect(JSON.stringify(client.entries)).not.toMatch(/482915|998877/)
  })
})

describe('other ways with codes', () => {
  it('searched by their digits, are found without the digits in the log', async () => {
    const { reading } = await client.provider.findCodes('101', used, context)

    expect(reading).toMatchObject({ kind: 'known', codes: [{ vendorPinId: '77' }] })
    expect(JSON.stringify(client.entries)).not.toContain(used)
  })

  it('renamed, keep digits and window', async () => {
    const before = lockOf(101)?.cloud[0]
    await client.provider.renameCode(
      { externalId: '101', vendorPinId: vendorPinId('77'), name: 'AB U9 C7' },
      context,
    )

    expect(lockOf(101)?.cloud).toEqual([{ ...before, keyboardPwdName: 'AB U9 C7' }])
  })

  it('deleted by their digits, are gone from the lock', async () => {
    await client.provider.deleteCodeByPin({ externalId: '101', pin: used, route: 'gateway' }, context)

    expect(lockOf(101)?.memory).toEqual([])
  })

  it('generated, count from the full hour and open the door without a gateway', async () => {
    await simulator.control.setClock({ offsetMs: 0 })
    const startMs = Date.now()
    const generated = await client.provider.generateCode(
      { externalId: '101', name: 'AB U1 C1', kind: 'period', startMs, endMs: startMs + 2 * hourMs },
      context,
    )

    const hour = Math.floor(startMs / hourMs) * hourMs
    expect(generated).toMatchObject({
      ok: true,
      value: {
        startMs: hour,
        endMs: hour + 3 * hourMs,
        firstUseByMs: hour + 3 * hourMs,
        pin: expect.stringMatching(/^\d{6,9}$/),
      },
    })
    const pin = generated.ok ? generated.value.pin : ''
    expect(simulator.control.typeAtDoor({ lockId: 101, pin }).outcome).toBe('opened')
    expect(JSON.stringify(client.entries)).not.toContain(pin)
  })

  it('generated and deleted before, ask for another hour', async () => {
    simulator.control.setSwitches({ unusedGeneratedDelete: '0' })
    const wanted = {
      externalId: '101',
      name: 'AB U1 C1',
      kind: 'period',
      startMs: hourMs * 500_000,
      endMs: hourMs * 500_002,
    } as const
    const generated = await client.provider.generateCode(wanted, context)
    const vendorId = generated.ok ? generated.value.vendorPinId : vendorPinId('0')
    await client.provider.deleteCode({ externalId: '101', vendorPinId: vendorId, route: 'gateway' }, context)

    await expect(client.provider.generateCode(wanted, context)).resolves.toMatchObject({
      ok: false,
      error: { kind: 'fix_the_data', errcode: -1026 },
    })
  })
})

describe('what the cloud knows of a Wi-Fi lock', () => {
  it('is whether it is online and whether it saves power', async () => {
    const asleep = await client.provider.readWifiDetail('102', context)
    simulator.control.patchLock({ lockId: 102, wifi: { online: false, powerSaving: false } })
    const awake = await client.provider.readWifiDetail('102', context)

    expect(asleep).toEqual({ ok: true, value: { isOnline: true, savesPower: true } })
    expect(awake).toEqual({ ok: true, value: { isOnline: false, savesPower: false } })
  })

  it('of a lock without Wi-Fi is an error, not a default', async () => {
    await expect(client.provider.readWifiDetail('101', context)).resolves.toMatchObject({
      ok: false,
      error: { errcode: -3034 },
    })
  })
})

describe('a Wi-Fi lock that sleeps', () => {
  const add = () =>
    client.provider.addCode(
      {
        externalId: '102',
        pin: '593726',
        name: 'AB U1 C2',
        window: { kind: 'permanent' },
        route: 'wifi_power_saving',
      },
      context,
    )
  const codes = async () => {
    const { reading } = await client.provider.listCodes('102', context)
    return reading.kind === 'known' ? reading.codes : null
  }
  /** The time in which a lock that is awake takes what was queued for it. */
  const letItWake = () => simulator.control.setClock({ advanceMs: 61_000 })

  it('takes a queued add, which is listed as under way until it is on the lock', async () => {
    const added = await add()
    const vendorPinId = added.ok ? added.value.vendorPinId : ''

    await expect(codes()).resolves.toMatchObject([{ vendorPinId, status: 'under_way' }])
    expect(lockOf(102)?.memory).toEqual([])
    letItWake()
    await expect(codes()).resolves.toMatchObject([{ vendorPinId, status: 'settled' }])
    expect(lockOf(102)?.memory).toMatchObject([{ keyboardPwd: '593726' }])
  })

  it('that refuses the queued add, shows the code as not on it', async () => {
    simulator.control.setSwitches({ asyncWritesFail: 1 })
    await add()
    letItWake()

    await expect(codes()).resolves.toMatchObject([{ status: 'not_on_lock' }])
    expect(lockOf(102)?.memory).toEqual([])
  })

  it('is not sent a queued delete unless that is known to work: it waits and says so', async () => {
    await add()
    const added = lockOf(102)?.cloud[0]?.keyboardPwdId
    const waiting = await client.provider.deleteCode(
      { externalId: '102', vendorPinId: vendorPinId(String(added)), route: 'wifi_power_saving' },
      context,
    )

    expect(waiting).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', cause: 'lock_unreachable', errcode: -3035 },
    })
    expect(client.entries.at(-1)?.request).toMatchObject({ payload: { deleteType: 2 } })
  })

  it('is sent a queued delete where that is known to work', async () => {
    simulator.control.setSwitches({ typeFourForChangeAndDelete: true })
    const own = createTestProvider(simulator.url, { store: client.store, queuesChangeAndDelete: true })
    await add()
    const id = String(lockOf(102)?.cloud[0]?.keyboardPwdId)
    const deleted = await own.provider.deleteCode(
      { externalId: '102', vendorPinId: vendorPinId(id), route: 'wifi_power_saving' },
      context,
    )

    expect(deleted).toEqual({ ok: true, value: null })
    letItWake()
    await expect(codes()).resolves.toEqual([])
    await own.provider.close()
  })
})

describe('the open schedule', () => {
  const schedule: PassageMode = {
    isOn: true,
    unlocksByItself: false,
    periods: [
      { startMinute: 480, endMinute: 1080, weekDays: [1, 2, 3] },
      { startMinute: 0, endMinute: 1440, weekDays: [7] },
    ],
  }

  it('set through the gateway, is read back the same', async () => {
    const set = await client.provider.setPassageMode(
      '101',
      { ...schedule, periods: [...schedule.periods].reverse() },
      context,
    )

    expect(set).toEqual({ ok: true, value: null })
    await expect(client.provider.readPassageMode('101', context)).resolves.toEqual({
      ok: true,
      value: schedule,
    })
    expect(lockOf(101)?.passage.memory.passageMode).toBe(1)
  })

  it('until midnight, is sent with the last minute of the day', async () => {
    const late = [{ startMinute: 480, endMinute: 1440, weekDays: [5] }]
    await client.provider.setPassageMode('101', { ...schedule, periods: late }, context)

    expect(lockOf(101)?.passage.memory.periods).toMatchObject([
      { isAllDay: 2, startTime: 480, endTime: 1439 },
    ])
  })

  it('for whole days, is sent with the flag and with minutes that a day has', async () => {
    const wholeDay = [{ startMinute: 0, endMinute: 1440, weekDays: [7] }]
    await client.provider.setPassageMode('101', { ...schedule, periods: wholeDay }, context)

    expect(lockOf(101)?.passage.memory.periods).toMatchObject([{ isAllDay: 1, startTime: 0, endTime: 1439 }])
  })

  it('switched off, is read back without periods', async () => {
    await client.provider.setPassageMode('101', schedule, context)
    await client.provider.setPassageMode('101', { isOn: false, unlocksByItself: false, periods: [] }, context)

    await expect(client.provider.readPassageMode('101', context)).resolves.toEqual({
      ok: true,
      value: { isOn: false, unlocksByItself: false, periods: [] },
    })
  })

  it('over the older endpoints, is one period set and read back', async () => {
    const one: PassageMode = { ...schedule, periods: schedule.periods.slice(0, 1) }
    const set = await client.provider.setOldPassageMode('101', one, context)

    expect(set).toEqual({ ok: true, value: null })
    await expect(client.provider.readOldPassageMode('101', context)).resolves.toEqual({
      ok: true,
      value: one,
    })
  })

  it('of a door that never stands open, has no period, in either generation', async () => {
    const never = { isOn: false, unlocksByItself: false, periods: [] }
    expect(await client.provider.readPassageMode('101', context)).toEqual({ ok: true, value: never })
    expect(await client.provider.readOldPassageMode('101', context)).toEqual({ ok: true, value: never })
  })

  it.each([
    ['six periods', Array.from({ length: 6 }, () => schedule.periods[0])],
    ['no period', []],
    ['a period without days', [{ startMinute: 1, endMinute: 2, weekDays: [] }]],
    ['a backwards period', [{ startMinute: 2, endMinute: 1, weekDays: [1] }]],
    ['a day beyond Sunday', [{ startMinute: 0, endMinute: 1440, weekDays: [8] }]],
  ])('with %s, is not sent', async (_name, periods) => {
    simulator.control.clearJournal()
    const mode = { ...schedule, periods: periods.filter((period) => period !== undefined) }

    await expect(client.provider.setPassageMode('101', mode, context)).resolves.toMatchObject({
      ok: false,
      error: { kind: 'fix_the_data' },
    })
    expect(simulator.control.journal()).toEqual([])
  })

  it('of a lock without passage mode, is refused with the reason', async () => {
    await expect(client.provider.setPassageMode('102', schedule, context)).resolves.toMatchObject({
      ok: false,
      error: { errcode: -4043 },
    })
  })
})
