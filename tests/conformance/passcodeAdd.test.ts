import { expect, test } from 'vitest'
import type { Simulator } from '../../src-main/simulator/simulator.ts'
import {
  dayMs,
  type Form,
  gatewayId,
  guestLogin,
  guestUid,
  hourMs,
  lockId,
  logIn,
  stage,
  startOfTest,
} from './session.ts'

/** Facts 3.1 and 3.5: adding a code of one's own choice, and where it ends up. */

const path = '/v3/keyboardPwd/add'
const permanent: Form = {
  lockId,
  keyboardPwd: '271836',
  keyboardPwdName: 'AB U3 C5',
  keyboardPwdType: 2,
  addType: 2,
}
const period: Form = {
  lockId,
  keyboardPwd: '271836',
  startDate: startOfTest,
  endDate: startOfTest + dayMs,
  addType: 2,
}

function pinsOf(simulator: Simulator): {
  readonly cloud: readonly string[]
  readonly memory: readonly string[]
} {
  const [lock] = simulator.control.state({ lockId }).locks
  return {
    cloud: lock?.cloud.map((row) => row.keyboardPwd) ?? [],
    memory: lock?.memory.map((code) => code.keyboardPwd) ?? [],
  }
}

test('facts 3.5 success: answers the new id alone, and writes list and lock', async () => {
  const { simulator, session } = await stage()
  const { json } = await session.call(path, permanent)
  expect(json).toEqual({ keyboardPwdId: expect.any(Number) })
  expect(pinsOf(simulator)).toEqual({ cloud: ['271836'], memory: ['271836'] })
})

test('facts 3.5 ids: eight digits, rising', async () => {
  const { session } = await stage()
  const first = await session.call(path, permanent)
  const second = await session.call(path, { ...permanent, keyboardPwd: '480927' })
  expect(String(first.json.keyboardPwdId)).toMatch(/^\d{8}$/)
  expect(Number(second.json.keyboardPwdId)).toBeGreaterThan(Number(first.json.keyboardPwdId))
})

test('facts 3.2 permanent: the list says type 2 with endDate 0', async () => {
  const { session } = await stage()
  await session.call(path, permanent)
  const rows = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  expect(rows).toMatchObject([{ keyboardPwdType: 2, endDate: 0, isCustom: 1, status: 1 }])
})

test('facts 3.9 permanent: in the lock it is a far end date', async () => {
  const { simulator, session } = await stage()
  await session.call(path, permanent)
  const [code] = simulator.control.state({ lockId }).locks[0]?.memory ?? []
  expect([
    new Date(code?.startDate ?? 0).getUTCFullYear(),
    new Date(code?.endDate ?? 0).getUTCFullYear(),
  ]).toEqual([2000, 2099])
})

test('facts 3.5 type: 3 is the default, and needs both dates', async () => {
  const { session } = await stage()
  const complete = await session.call(path, period)
  const incompleteForm = { lockId, keyboardPwd: '480927', startDate: startOfTest, addType: 2 }
  const incomplete = await session.call(path, incompleteForm)
  const rows = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  expect([complete.json.errcode, incomplete.json.errcode]).toEqual([undefined, -3])
  expect(rows).toMatchObject([{ keyboardPwdType: 3 }])
})

test('facts 3.1 granularity: the lock keeps whole minutes, the list what was sent', async () => {
  const { simulator, session } = await stage()
  await session.call(path, {
    ...period,
    startDate: startOfTest + 16_424,
    endDate: startOfTest + dayMs + 59_999,
  })
  const [lock] = simulator.control.state({ lockId }).locks
  expect(lock?.cloud[0]?.startDate).toBe(startOfTest + 16_424)
  expect([lock?.memory[0]?.startDate, lock?.memory[0]?.endDate]).toEqual([startOfTest, startOfTest + dayMs])
})

test('facts 3.5 addType: left out it is 1, so the list has the code and the door stays shut', async () => {
  const { simulator, session } = await stage()
  const { addType: _addType, ...form } = permanent
  const { json } = await session.call(path, form)
  expect(json).toEqual({ keyboardPwdId: expect.any(Number) })
  expect(pinsOf(simulator)).toEqual({ cloud: ['271836'], memory: [] })
  expect(simulator.control.typeAtDoor({ lockId, pin: '271836' }).outcome).toBe('unknown code')
})

test('facts 3.5 addType 1: needs no gateway', async () => {
  const { session } = await stage({ lock: { gateways: [] } })
  const { json } = await session.call(path, { ...permanent, addType: 1 })
  expect(json.errcode).toBeUndefined()
})

test('facts 3.5 addType 2: without a gateway it is -2012 and nothing is written', async () => {
  const { simulator, session } = await stage({ lock: { gateways: [] } })
  const { json } = await session.call(path, permanent)
  expect(json.errcode).toBe(-2012)
  expect(pinsOf(simulator)).toEqual({ cloud: [], memory: [] })
})

test.each(['123', '1234567890', '12a456', ''])(
  'facts 3.5 -3006: "%s" is not 4 to 9 digits',
  async (keyboardPwd) => {
    const { session } = await stage()
    const { json } = await session.call(path, { ...permanent, keyboardPwd })
    expect(json.errcode).toBe(-3006)
  },
)

test.each(['5920', '592034817'])('facts 3.5 length: %s is long and short enough', async (keyboardPwd) => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, keyboardPwd })
  expect(json.errcode).toBeUndefined()
})

test('facts 0.3 and 3.5 -3007: the same code again is refused with the recorded non-breaking space', async () => {
  const { session } = await stage()
  await session.call(path, permanent)
  const { json } = await session.call(path, permanent)
  expect(json).toMatchObject({
    errcode: -3007,
    errmsg: 'The same passcode\u00a0already exists. Please use another one.',
  })
})

test('facts 3.5 -3007: uniqueness is per lock, whatever the windows', async () => {
  const { session } = await stage()
  await session.call(path, period)
  const { json } = await session.call(path, {
    ...period,
    startDate: startOfTest + 30 * dayMs,
    endDate: startOfTest + 31 * dayMs,
  })
  expect(json.errcode).toBe(-3007)
})

test('facts quirk 4 -3007: a code typed in on the keypad collides as well', async () => {
  const { simulator, session } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '271836', cloud: false })
  const { json } = await session.call(path, permanent)
  expect(json.errcode).toBe(-3007)
})

test('facts 8 question 15 -3007: generated codes count or not, by switch', async () => {
  const { simulator, session } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '271836', isCustom: 0, memory: false })
  const counted = await session.call(path, permanent)
  simulator.control.setSwitches({ uniquenessCoversGenerated: false })
  const ignored = await session.call(path, permanent)
  expect([counted.json.errcode, ignored.json.errcode]).toEqual([-3007, undefined])
})

test('facts 3.1 -3009: the 251st custom code does not fit', async () => {
  const { simulator, session } = await stage()
  for (let index = 0; index < 250; index += 1)
    simulator.control.putCode({ lockId, keyboardPwd: String(500_000 + index * 7) })
  const { json } = await session.call(path, permanent)
  expect(json.errcode).toBe(-3009)
})

test('facts 3.1 capacity: each custom code takes one place, a generated one none', async () => {
  const { session } = await stage({ lock: { customCapacity: 2 } })
  await session.call('/v3/keyboardPwd/get', { lockId, keyboardPwdType: 2, startDate: startOfTest })
  const codes = []
  for (const keyboardPwd of ['480927', '593714', '605821'])
    codes.push((await session.call(path, { ...permanent, keyboardPwd })).json.errcode)
  expect(codes).toEqual([undefined, undefined, -3009])
})

test('facts quirk 2 -3009: a lock that is full with codes no list has refuses too', async () => {
  const { simulator, session } = await stage({ lock: { customCapacity: 1 } })
  simulator.control.putCode({ lockId, keyboardPwd: '480927', cloud: false })
  const { json } = await session.call(path, permanent)
  expect(json.errcode).toBe(-3009)
})

test('facts 3.1 -3009: a list that is full takes no more, though the lock itself has room', async () => {
  const { simulator, session } = await stage({ lock: { customCapacity: 1 } })
  simulator.control.putCode({ lockId, keyboardPwd: '480927', memory: false })
  const { json } = await session.call(path, permanent)
  expect(json.errcode).toBe(-3009)
})

test.each(['123456', '987654', '7777'])('facts 3.5 -2032: %s is too simple', async (keyboardPwd) => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, keyboardPwd })
  expect(json.errcode).toBe(-2032)
})

test.each(['5234', '1235', '7778'])('facts 3.5 -2032: %s is no run and no repeat', async (keyboardPwd) => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, keyboardPwd })
  expect(json).toEqual({ keyboardPwdId: expect.any(Number) })
})

test('facts 2.10 bit 60: an incomplete keypad takes no digit that it lacks', async () => {
  const { session } = await stage({ lock: { keypadDigits: '123456' } })
  const refused = await session.call(path, permanent)
  const taken = await session.call(path, { ...permanent, keyboardPwd: '241536' })
  expect([refused.json.errcode, taken.json.errcode]).toEqual([-3, undefined])
})

test('facts 2.10 bit 7: a lock without passcode management is -4043', async () => {
  // The first worked example, and the same with that bit alone taken out.
  const other = { lockId: 902, lockAlias: 'Annex', gateways: [{ gatewayId, rssi: -60 }] }
  const { session } = await stage({
    lock: { featureValue: 'F44354CD573' },
    locks: [{ ...other, featureValue: 'F44354CD5F3' }],
  })
  const without = await session.call(path, permanent)
  const having = await session.call(path, { ...permanent, lockId: 902 })
  expect([without.json.errcode, having.json.errcode]).toEqual([-4043, undefined])
})

test('facts 3.5 -1003: an unknown lock', async () => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, lockId: 1 })
  expect(json.errcode).toBe(-1003)
})

test.each([
  [0, -2018],
  [1, undefined],
] as const)('facts 0.2 roles: an ekey user with keyRight %i answers %s', async (keyRight, errcode) => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid, keyRight })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call(path, permanent)
  expect(json.errcode).toBe(errcode)
})

test('facts 3.5 harmless extra: keyboardPwdVersion is ignored', async () => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, keyboardPwdVersion: 4 })
  expect(json.errcode).toBeUndefined()
})

test.each([
  ['-3', -3],
  ['accepted', undefined],
] as const)('facts 8 question 4 backwards window "%s": answers %s', async (backwardsWindow, errcode) => {
  const { simulator, session } = await stage()
  simulator.control.setSwitches({ backwardsWindow })
  const { json } = await session.call(path, { ...period, endDate: startOfTest - hourMs })
  expect(json.errcode).toBe(errcode)
})

test('facts 3.5 addType 4: a Wi-Fi lock asleep shows status 4, then 1 once the code is on the lock', async () => {
  const { simulator, session, clock } = await stage({ lock: { wifi: { powerSaving: true }, gateways: [] } })
  simulator.control.setSwitches({ asyncSettleMs: 20_000 })
  const direct = await session.call(path, permanent)
  await session.call(path, { ...permanent, addType: 4 })
  const [adding] = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  const before = pinsOf(simulator).memory
  clock.advance(20_000)
  const [added] = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  expect([direct.json.errcode, adding?.status, before, added?.status, pinsOf(simulator).memory]).toEqual([
    -3035,
    4,
    [],
    1,
    ['271836'],
  ])
})

test('facts 3.4 addType 4: a lock without network leaves it waiting until it is back', async () => {
  const wifi = { powerSaving: true, online: false }
  const { simulator, session, clock } = await stage({ lock: { wifi, gateways: [] } })
  simulator.control.setSwitches({ asyncSettleMs: 20_000 })
  await session.call(path, { ...permanent, addType: 4 })
  clock.advance(hourMs)
  const [waiting] = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  simulator.control.patchLock({ lockId, wifi: { ...wifi, online: true } })
  const [added] = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  expect([waiting?.status, added?.status, pinsOf(simulator).memory]).toEqual([4, 1, ['271836']])
})

test('facts 3.4 addType 4: a failed delivery ends in status 5 and is not on the lock', async () => {
  const { simulator, session, clock } = await stage({ lock: { wifi: { powerSaving: true }, gateways: [] } })
  simulator.control.setSwitches({ asyncSettleMs: 20_000, asyncWritesFail: 1 })
  await session.call(path, { ...permanent, addType: 4 })
  clock.advance(20_000)
  const [row] = await session.rows('/v3/lock/listKeyboardPwd', { lockId })
  expect([row?.status, pinsOf(simulator).memory]).toEqual([5, []])
})

test('facts 3.5 addType 3: a lock without NB-IoT is -4067', async () => {
  const { session } = await stage()
  const { json } = await session.call(path, { ...permanent, addType: 3 })
  expect(json.errcode).toBe(-4067)
})

test('facts quirk 2 lying add: success and a row in the list, but the door stays shut, once', async () => {
  const { simulator, session } = await stage()
  simulator.control.setSwitches({ lyingAdds: 1 })
  await session.call(path, permanent)
  await session.call(path, { ...permanent, keyboardPwd: '480927' })
  expect(pinsOf(simulator)).toEqual({ cloud: ['271836', '480927'], memory: ['480927'] })
})

test('facts 6 gateway bound: the journal names the gateway and the effect', async () => {
  const { simulator, session } = await stage()
  await session.call(path, permanent)
  expect(simulator.control.journal({ path })).toMatchObject([
    { lockId, gatewayId, effect: 'applied', errcode: null },
  ])
})
