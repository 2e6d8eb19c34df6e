import { expect, test } from 'vitest'
import { dayMs, guestLogin, guestUid, lockId, logIn, minuteMs, stage } from './session.ts'

/** Facts 2: lock list, detail, rename, open state, clock, battery, features. */

test('facts 2.1 lock list: each documented field is there', async () => {
  const { session } = await stage({ lock: { groupName: 'Ground floor' } })
  const [row] = await session.rows('/v3/lock/list')
  expect(row).toMatchObject({
    lockId,
    lockName: expect.stringMatching(/^S31_[0-9a-f]{6}$/),
    lockAlias: 'Front door',
    lockMac: expect.stringMatching(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/),
    electricQuantity: expect.any(Number),
    featureValue: expect.stringMatching(/^[0-9A-F]+$/),
    hasGateway: 1,
    lockData: expect.any(String),
    groupId: expect.any(Number),
    groupName: 'Ground floor',
    date: expect.any(Number),
  })
})

test('facts 2.1 lock list: lockAlias is a fuzzy filter', async () => {
  const { session } = await stage({ locks: [{ lockId: 902, lockAlias: 'Pool gate' }] })
  const rows = await session.rows('/v3/lock/list', { lockAlias: 'pool' })
  expect(rows.map((row) => row.lockId)).toEqual([902])
})

test('facts 2.1 lock list: groupId is a filter', async () => {
  const { session } = await stage({ locks: [{ lockId: 902, lockAlias: 'Pool gate', groupName: 'Garden' }] })
  const [garden] = await session.rows('/v3/lock/list', { lockAlias: 'pool' })
  const rows = await session.rows('/v3/lock/list', { groupId: Number(garden?.groupId) })
  expect(rows.map((row) => row.lockId)).toEqual([902])
})

test('facts 2.1 lock list: an account that merely holds ekeys gets an empty list', async () => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid, keyRight: 1 })
  const guest = await logIn(simulator.url, clock, guestLogin)
  expect(await guest.rows('/v3/lock/list')).toEqual([])
})

test('facts 2.1 hasGateway: a Wi-Fi lock has 0 and feature bit 56', async () => {
  const { session } = await stage({ lock: { wifi: {}, gateways: [] } })
  const [row] = await session.rows('/v3/lock/list')
  expect(row?.hasGateway).toBe(0)
  expect((BigInt(`0x${String(row?.featureValue)}`) >> 56n) & 1n).toBe(1n)
})

test('facts 2.2 lock detail: documented and recorded fields, the secret ones included', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/detail', { lockId })
  expect(json).toMatchObject({
    lockId,
    noKeyPwd: expect.stringMatching(/^\d+$/),
    timezoneRawOffset: 3_600_000,
    autoLockTime: 5,
    keyboardPwdVersion: 4,
    isFrozen: 2,
    lockKey: expect.any(String),
    adminPwd: expect.any(String),
    aesKeyStr: expect.any(String),
    lockVersion: expect.objectContaining({ protocolType: 5 }),
  })
})

test('facts 2.2 lock detail: a setting the lock lacks is left out', async () => {
  const { session } = await stage({ lock: { passageMode: false } })
  const { json } = await session.call('/v3/lock/detail', { lockId })
  expect(json).not.toHaveProperty('passageMode')
})

test.each([
  ['an ordinary ekey', 0, -2018],
  ['an authorised administrator', 1, undefined],
] as const)('facts 0.2 roles: lock detail for %s answers %s', async (_who, keyRight, errcode) => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid, keyRight })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call('/v3/lock/detail', { lockId })
  expect(json.errcode).toBe(errcode)
})

test('facts 2.4 rename: the new alias shows in the list, and no gateway was used', async () => {
  const { simulator, session } = await stage()
  await session.call('/v3/lock/rename', { lockId, lockAlias: 'Main entrance' })
  const [row] = await session.rows('/v3/lock/list')
  const [entry] = simulator.control.journal({ path: '/v3/lock/rename' })
  expect([row?.lockAlias, entry?.gatewayId]).toEqual(['Main entrance', null])
})

test('facts 2.6 queryOpenState: unlocked after a code was used, locked again after the auto-lock time', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '271836' })
  simulator.control.typeAtDoor({ lockId, pin: '271836' })
  const open = await session.call('/v3/lock/queryOpenState', { lockId })
  clock.advance(6_000)
  const shut = await session.call('/v3/lock/queryOpenState', { lockId })
  expect([open.json.state, shut.json.state]).toEqual([1, 0])
})

test('facts 2.6 queryOpenState: a lock with a door sensor says sensorState too', async () => {
  const { session } = await stage({ lock: { wifi: {}, gateways: [] } })
  const { json } = await session.call('/v3/lock/queryOpenState', { lockId })
  expect(json).toMatchObject({
    state: 0,
    sensorState: 1,
    electricQuantity: expect.any(Number),
    lockTime: expect.any(Number),
  })
})

test('facts 2.7 queryDate: the lock answers its own clock, which drifts', async () => {
  const { session, clock } = await stage({
    lock: { clockOffsetMs: -3 * minuteMs, clockDriftMsPerDay: 10_000 },
  })
  clock.advance(6 * dayMs)
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  expect(json).toEqual({ date: clock.now() - 2 * minuteMs })
})

test('facts 2.7 updateDate: sets the lock clock to the time of the server', async () => {
  const { session, clock } = await stage({ lock: { clockOffsetMs: 9 * minuteMs } })
  const set = await session.call('/v3/lock/updateDate', { lockId })
  const read = await session.call('/v3/lock/queryDate', { lockId })
  expect([set.json.date, read.json.date]).toEqual([clock.now(), clock.now()])
})

test('facts 2.7 updateDate: a clock that drifts goes on drifting from then', async () => {
  const { session, clock } = await stage({ lock: { clockDriftMsPerDay: 5_000 } })
  clock.advance(4 * dayMs)
  const off: number[] = []
  for (const path of ['/v3/lock/queryDate', '/v3/lock/updateDate', '/v3/lock/queryDate'])
    off.push(Number((await session.call(path, { lockId })).json.date) - clock.now())
  clock.advance(dayMs)
  off.push(Number((await session.call('/v3/lock/queryDate', { lockId })).json.date) - clock.now())
  expect(off).toEqual([20_000, 0, 0, 5_000])
})

test('facts 2.10 bit 20: a lock without a clock chip has no clock to read', async () => {
  const { session } = await stage({ lock: { featureValue: (1n << 20n).toString(16) } })
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  expect(json.errcode).toBe(-4043)
})

test('facts 2.8 battery: queryElectricQuantity answers the percentage', async () => {
  const { session } = await stage({ lock: { electricQuantity: 7 } })
  const { json } = await session.call('/v3/lock/queryElectricQuantity', { lockId })
  expect(json).toEqual({ electricQuantity: 7 })
})

test('facts 2.10 features: the default lock has the bits of the worked example', async () => {
  const { session } = await stage()
  const [row] = await session.rows('/v3/lock/list')
  const value = BigInt(`0x${String(row?.featureValue)}`)
  const has = (bit: number): boolean => ((value >> BigInt(bit)) & 1n) === 1n
  expect([0, 1, 4, 5, 6, 7, 8, 10, 22].every(has)).toBe(true)
  expect([2, 13, 56].some(has)).toBe(false)
})

test('facts 5 -2025: a frozen lock takes no command', async () => {
  const { session } = await stage({ lock: { isFrozen: true } })
  const { json } = await session.call('/v3/lock/queryDate', { lockId })
  expect(json.errcode).toBe(-2025)
})

test('facts 2.9 Wi-Fi detail: isOnline is a boolean, powerSavingMode 1 saves and 2 does not', async () => {
  const { session, simulator } = await stage({ lock: { wifi: { powerSaving: true }, gateways: [] } })
  expect((await session.call('/v3/wifiLock/detail', { lockId })).json).toMatchObject({
    lockId,
    isOnline: true,
    rssiGrade: expect.any(Number),
    powerSavingMode: 1,
  })
  simulator.control.patchLock({ lockId, wifi: { powerSaving: false } })
  expect((await session.call('/v3/wifiLock/detail', { lockId })).json).toMatchObject({ powerSavingMode: 2 })
})
