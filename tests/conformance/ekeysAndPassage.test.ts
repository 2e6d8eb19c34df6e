import { expect, test } from 'vitest'
import type { Simulator } from '../../src-main/simulator/simulator.ts'
import { gatewayId, guestLogin, guestUid, hourMs, lockId, logIn, stage } from './session.ts'

/** Facts 4.3 and 4.7: ekeys of shared locks, and passage mode in both generations. */

test('facts 4.3 ekey list: a shared lock shows for its user as 110302', async () => {
  const { simulator, clock } = await stage()
  const { keyId } = simulator.control.addEkey({ lockId, uid: guestUid, keyRight: 1, remoteEnable: 1 })
  const guest = await logIn(simulator.url, clock, guestLogin)
  expect(await guest.rows('/v3/key/list')).toMatchObject([
    {
      keyId,
      lockId,
      userType: '110302',
      keyStatus: '110401',
      keyRight: 1,
      remoteEnable: 1,
      lockAlias: 'Front door',
      featureValue: expect.any(String),
    },
  ])
})

test('facts 4.3 ekey list: the administrator holds an own key, 110301', async () => {
  const { session } = await stage()
  expect(await session.rows('/v3/key/list')).toMatchObject([{ lockId, userType: '110301' }])
})

test('facts 4.3 ekey list: lockAlias is a fuzzy filter, groupId an exact one', async () => {
  const { session } = await stage({
    lock: { groupName: 'Ground floor' },
    locks: [{ lockId: 902, lockAlias: 'Annex', groupName: 'Annex' }],
  })
  const [front] = await session.rows('/v3/key/list', { lockAlias: 'front' })
  const ofItsGroup = await session.rows('/v3/key/list', { groupId: Number(front?.groupId) })
  expect([front?.lockId, ofItsGroup.map((row) => row.lockId)]).toEqual([lockId, [lockId]])
  expect(await session.rows('/v3/key/list', { lockAlias: 'annex', groupId: Number(front?.groupId) })).toEqual(
    [],
  )
})

test('facts 2.2 secrets: the ekey of a guest does not carry the admin passcode', async () => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const [row] = await guest.rows('/v3/key/list')
  expect(row).not.toHaveProperty('noKeyPwd')
})

test('facts 4.3 keyStatus: a frozen ekey gives no right', async () => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid, keyRight: 1, keyStatus: '110405' })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call('/v3/lock/queryOpenState', { lockId })
  expect(json.errcode).toBe(-2018)
})

const weekdays = '[1,2,3,4,5]'

function passageOf(simulator: Simulator): { readonly cloud: number; readonly memory: number } {
  const [lock] = simulator.control.state({ lockId }).locks
  return { cloud: lock?.passage.cloud.passageMode ?? 0, memory: lock?.passage.memory.passageMode ?? 0 }
}

test('facts 4.7 old passage mode: one window in minutes of the day, read back', async () => {
  const { session } = await stage()
  const set = await session.call('/v3/lock/configPassageMode', {
    lockId,
    passageMode: 1,
    autoUnlock: 2,
    isAllDay: 2,
    startDate: 480,
    endDate: 1080,
    weekDays: weekdays,
    type: 2,
  })
  const get = await session.call('/v3/lock/getPassageModeConfig', { lockId })
  expect([set.json.errcode, get.json]).toEqual([
    0,
    { passageMode: 1, autoUnlock: 2, isAllDay: 2, startDate: 480, endDate: 1080, weekDays: [1, 2, 3, 4, 5] },
  ])
})

test('facts 4.7 old passage mode: off reads as null times', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/getPassageModeConfig', { lockId })
  expect(json).toMatchObject({ passageMode: 2, startDate: null, endDate: null })
})

test('facts 4.7 new passage mode: periods come back sorted, all-day first', async () => {
  const { session } = await stage()
  const cyclicConfig = JSON.stringify([
    { isAllDay: 2, startTime: 840, endTime: 1080, weekDays: [1] },
    { isAllDay: 2, startTime: 480, endTime: 720, weekDays: [1] },
    { isAllDay: 1, startTime: 0, endTime: 0, weekDays: [7] },
  ])
  await session.call('/v3/lock/configurePassageMode', {
    lockId,
    passageMode: 1,
    autoUnlock: 2,
    cyclicConfig,
    type: 2,
  })
  const { json } = await session.call('/v3/lock/getPassageModeConfiguration', { lockId })
  expect(json).toMatchObject({
    passageMode: 1,
    cyclicConfig: [{ isAllDay: 1, weekDays: [7] }, { startTime: 480 }, { startTime: 840 }],
  })
})

test('facts 4.7 passage mode: on without a period is -3, off keeps none that came with it', async () => {
  const { session } = await stage()
  const cyclicConfig = JSON.stringify([{ isAllDay: 1, weekDays: [7] }])
  const answers = []
  for (const form of [
    { passageMode: 1 },
    { passageMode: 1, cyclicConfig },
    { passageMode: 2, cyclicConfig },
  ]) {
    const { json } = await session.call('/v3/lock/configurePassageMode', { lockId, type: 2, ...form })
    answers.push(json.errcode)
  }
  const { json } = await session.call('/v3/lock/getPassageModeConfiguration', { lockId })
  expect([answers, json]).toEqual([[-3, 0, 0], { passageMode: 2, autoUnlock: 2, cyclicConfig: [] }])
})

test('facts 4.7 new passage mode: at most five periods', async () => {
  const { session } = await stage()
  const periods = Array.from({ length: 6 }, (_, day) => ({
    isAllDay: 2,
    startTime: 60,
    endTime: 120,
    weekDays: [day + 1],
  }))
  const form = { lockId, passageMode: 1, autoUnlock: 2, type: 2 }
  const six = await session.call('/v3/lock/configurePassageMode', {
    ...form,
    cyclicConfig: JSON.stringify(periods),
  })
  const five = await session.call('/v3/lock/configurePassageMode', {
    ...form,
    cyclicConfig: JSON.stringify(periods.slice(1)),
  })
  expect([six.json.errcode, five.json.errcode]).toEqual([-3, 0])
})

test('facts 5 80002: a malformed JSON field', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/configurePassageMode', {
    lockId,
    passageMode: 1,
    cyclicConfig: '[{',
    type: 2,
  })
  expect(json.errcode).toBe(80002)
})

test('facts 2.10 bit 22: a lock without passage mode is -4043', async () => {
  // The first worked example, and the same with that bit alone taken out.
  const other = { lockId: 902, lockAlias: 'Annex', gateways: [{ gatewayId, rssi: -60 }] }
  const { session } = await stage({
    lock: { featureValue: 'F44350CD5F3' },
    locks: [{ ...other, featureValue: 'F44354CD5F3' }],
  })
  const form = { passageMode: 2, type: 2 }
  const without = await session.call('/v3/lock/configPassageMode', { ...form, lockId })
  const having = await session.call('/v3/lock/configPassageMode', { ...form, lockId: 902 })
  expect([without.json.errcode, having.json.errcode]).toEqual([-4043, 0])
})

test('facts 4.7 type: 1 changes the cloud alone, 2 the lock as well', async () => {
  const { simulator, session } = await stage()
  const form = { lockId, passageMode: 1, isAllDay: 1, weekDays: weekdays }
  await session.call('/v3/lock/configPassageMode', { ...form, type: 1 })
  const one = passageOf(simulator)
  await session.call('/v3/lock/configPassageMode', { ...form, type: 2 })
  expect([one, passageOf(simulator)]).toEqual([
    { cloud: 1, memory: 2 },
    { cloud: 1, memory: 1 },
  ])
})

test('facts quirk 2 lying open schedule: the cloud gives the new one, the lock keeps the old', async () => {
  const { simulator, session } = await stage()
  simulator.control.setSwitches({ lyingSchedules: 1 })
  const form = { lockId, passageMode: 1, isAllDay: 1, weekDays: weekdays, type: 2 }
  const { json } = await session.call('/v3/lock/configPassageMode', form)
  expect([json.errcode, passageOf(simulator)]).toEqual([0, { cloud: 1, memory: 2 }])
})

test('facts 4.7 reading is of the cloud: it works while the gateway is busy, setting does not', async () => {
  const { simulator, session } = await stage()
  simulator.control.patchGateway({ gatewayId, busyForMs: 60_000 })
  const get = await session.call('/v3/lock/getPassageModeConfiguration', { lockId })
  const set = await session.call('/v3/lock/configPassageMode', { lockId, passageMode: 2, type: 2 })
  expect([get.json.errcode, set.json.errcode]).toEqual([undefined, -3003])
})

test('facts 4.7 windows: the door stands open within its window in lock-local time', async () => {
  // Thursday 16:29 UTC is 18:29 at the lock.
  const { session, clock } = await stage({ lock: { timezoneRawOffset: 2 * hourMs } })
  await session.call('/v3/lock/configPassageMode', {
    lockId,
    passageMode: 1,
    isAllDay: 2,
    startDate: 18 * 60,
    endDate: 19 * 60,
    weekDays: '[4]',
    type: 2,
  })
  const inside = await session.call('/v3/lock/queryOpenState', { lockId })
  clock.advance(hourMs)
  const outside = await session.call('/v3/lock/queryOpenState', { lockId })
  expect([inside.json.state, outside.json.state]).toEqual([1, 0])
})
