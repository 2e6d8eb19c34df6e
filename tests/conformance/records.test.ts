import { expect, test } from 'vitest'
import { dayMs, gatewayId, hourMs, lockId, minuteMs, stage, startOfTest } from './session.ts'

/** Facts 4.4: what the door remembers of codes, the refused ones included. */

const path = '/v3/lockRecord/list'

test('facts 4.4 record of a used code: type 4 from the lock and in the cloud, with its name', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '271836', keyboardPwdName: 'AB U3 C5' })
  simulator.control.typeAtDoor({ lockId, pin: '271836' })
  expect(await session.rows(path, { lockId })).toEqual([
    {
      recordId: expect.any(Number),
      lockId,
      recordTypeFromLock: 4,
      recordType: 4,
      success: 1,
      username: 'AB U3 C5',
      keyboardPwd: '271836',
      lockDate: clock.now(),
      serverDate: clock.now(),
    },
  ])
})

test('facts 4.4 refused code: an unknown one is success 0 with raw type 7 and no name', async () => {
  const { simulator, session } = await stage()
  simulator.control.typeAtDoor({ lockId, pin: '480927' })
  expect(await session.rows(path, { lockId })).toMatchObject([
    { recordType: 4, recordTypeFromLock: 7, success: 0, username: null, keyboardPwd: '480927' },
  ])
})

test('facts 4.4 refused code: one outside its window is success 0 with raw type 11', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.putCode({
    lockId,
    keyboardPwd: '271836',
    startDate: clock.now() + hourMs,
    endDate: clock.now() + dayMs,
  })
  simulator.control.typeAtDoor({ lockId, pin: '271836' })
  expect(await session.rows(path, { lockId })).toMatchObject([{ recordTypeFromLock: 11, success: 0 }])
})

test('facts 4.4 admin code: it opens the door and is type 92', async () => {
  const { simulator, session } = await stage({ lock: { noKeyPwd: '7654321' } })
  const { outcome } = simulator.control.typeAtDoor({ lockId, pin: '7654321' })
  expect([outcome, await session.rows(path, { lockId })]).toMatchObject([
    'opened',
    [{ recordType: 92, success: 1 }],
  ])
})

test('facts 2.7 lock clock: a lock 20 minutes slow refuses a code whose window has begun', async () => {
  const { simulator, clock } = await stage({ lock: { clockOffsetMs: -20 * minuteMs } })
  simulator.control.putCode({
    lockId,
    keyboardPwd: '271836',
    startDate: clock.now() - minuteMs,
    endDate: clock.now() + dayMs,
  })
  expect(simulator.control.typeAtDoor({ lockId, pin: '271836' })).toMatchObject({
    outcome: 'outside its window',
    record: { lockDate: startOfTest - 20 * minuteMs },
  })
})

test('facts 4.6 delay: the record reaches the cloud some seconds after the door was used', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.setSwitches({ recordDelayMs: 6_000 })
  simulator.control.typeAtDoor({ lockId, pin: '480927' })
  const early = await session.rows(path, { lockId })
  clock.advance(6_000)
  const late = await session.rows(path, { lockId })
  expect([early.length, late.length]).toEqual([0, 1])
})

test('facts 4.4 offline: records wait in the lock until a gateway hears it again', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.patchGateway({ gatewayId, online: false })
  simulator.control.typeAtDoor({ lockId, pin: '480927' })
  clock.advance(hourMs)
  const offline = await session.rows(path, { lockId })
  simulator.control.patchGateway({ gatewayId, online: true })
  const online = await session.rows(path, { lockId })
  expect([offline, online]).toMatchObject([[], [{ lockDate: startOfTest, serverDate: startOfTest + hourMs }]])
})

test('facts 4.4 filter: startDate and endDate are operate times, 0 is unbounded, newest first', async () => {
  const { simulator, session } = await stage()
  for (const pin of ['4801', '4802', '4803']) {
    simulator.control.typeAtDoor({ lockId, pin, at: startOfTest + Number(pin) * 1000 })
  }
  const times = async (form: Record<string, number>): Promise<unknown[]> =>
    (await session.rows(path, { lockId, date: startOfTest, ...form })).map((row) => row.keyboardPwd)
  simulator.control.setClock({ advanceMs: 2 * hourMs })
  const date = startOfTest + 2 * hourMs
  expect(await times({ startDate: 0, endDate: 0, date })).toEqual(['4803', '4802', '4801'])
  expect(await times({ startDate: startOfTest + 4_802_000, endDate: 0, date })).toEqual(['4803', '4802'])
  expect(await times({ startDate: 0, endDate: startOfTest + 4_801_000, date })).toEqual(['4801'])
})

test('facts 4.4 filter: recordType and searchStr', async () => {
  const { simulator, session } = await stage({ lock: { noKeyPwd: '7654321' } })
  simulator.control.typeAtDoor({ lockId, pin: '7654321' })
  simulator.control.typeAtDoor({ lockId, pin: '480927' })
  const byType = await session.rows(path, { lockId, recordType: 4 })
  const bySearch = await session.rows(path, { lockId, searchStr: '7654321' })
  expect([byType.map((row) => row.keyboardPwd), bySearch.map((row) => row.keyboardPwd)]).toEqual([
    ['480927'],
    ['7654321'],
  ])
})

test('facts 4.4 history: the cloud keeps six months', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.typeAtDoor({ lockId, pin: '480927' })
  clock.advance(89 * dayMs)
  const recent = await session.rows(path, { lockId })
  simulator.control.typeAtDoor({ lockId, pin: '480927', at: clock.now() - 200 * dayMs })
  const all = await session.rows(path, { lockId })
  expect([recent.length, all.length]).toEqual([1, 1])
})

test('facts 4.4 history: the lock keeps its last 500', async () => {
  const { simulator, session } = await stage()
  for (let index = 0; index < 501; index += 1) simulator.control.typeAtDoor({ lockId, pin: '480927' })
  const { json } = await session.call(path, { lockId })
  expect(json.total).toBe(500)
})
