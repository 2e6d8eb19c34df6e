import { expect, test } from 'vitest'
import { dayMs, guestLogin, guestUid, lockId, logIn, stage } from './session.ts'

/** Facts 3.2 to 3.4: the passcode list. */

const path = '/v3/lock/listKeyboardPwd'

test('facts 3.2 row: the fields of the recorded list', async () => {
  const { simulator, session, clock } = await stage()
  const { keyboardPwdId } = simulator.control.putCode({
    lockId,
    keyboardPwd: '0271836',
    keyboardPwdName: 'AB U9 C6',
    startDate: clock.now(),
    endDate: clock.now() + dayMs,
  })
  const [row] = await session.rows(path, { lockId })
  expect(row).toEqual({
    endDate: clock.now() + dayMs,
    isCustom: 1,
    keyboardPwd: '0271836',
    keyboardPwdId,
    keyboardPwdName: 'AB U9 C6',
    keyboardPwdType: 3,
    keyboardPwdVersion: 4,
    lockId,
    nickName: 'demo',
    receiverUsername: '',
    sendDate: clock.now(),
    senderUsername: 'demo@lockstep.example',
    startDate: clock.now(),
    status: 1,
  })
})

test('facts 3.2 paging: 450 codes come in pages of 200, 200 and 50 with the same total', async () => {
  const { simulator, session } = await stage()
  for (let index = 0; index < 450; index += 1) {
    simulator.control.putCode({ lockId, keyboardPwd: String(100_000 + index) })
  }
  const pages = await Promise.all(
    [1, 2, 3].map((pageNo) => session.call(path, { lockId, pageNo, pageSize: 200 })),
  )
  const ids = pages
    .flatMap(({ json }) => (Array.isArray(json.list) ? json.list : []))
    .map((row) => row.keyboardPwdId)
  expect(pages.map(({ json }) => [json.pages, json.total])).toEqual([
    [3, 450],
    [3, 450],
    [3, 450],
  ])
  expect(new Set(ids).size).toBe(450)
})

test('facts 3.2 paging: 20 a page when pageSize is left out', async () => {
  const { simulator, session } = await stage()
  for (let index = 0; index < 21; index += 1)
    simulator.control.putCode({ lockId, keyboardPwd: String(2_000 + index) })
  expect(await session.rows(path, { lockId })).toHaveLength(20)
})

test.each([
  ['part of the name', 'u9', 1],
  ['the whole code', '271836', 1],
  ['part of the code', '2718', 0],
])('facts 3.2 searchStr: %s finds %s in %i rows', async (_what, searchStr, found) => {
  const { simulator, session } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '271836', keyboardPwdName: 'AB U9 C6' })
  simulator.control.putCode({ lockId, keyboardPwd: '480927', keyboardPwdName: null })
  expect(await session.rows(path, { lockId, searchStr })).toHaveLength(found)
})

test('facts 3.2 names: a code without a name has null', async () => {
  const { simulator, session } = await stage()
  simulator.control.putCode({ lockId, keyboardPwd: '480927', keyboardPwdName: null })
  expect(await session.rows(path, { lockId })).toMatchObject([{ keyboardPwdName: null }])
})

test('facts 3.2 roles: an ordinary ekey user may not list', async () => {
  const { simulator, clock } = await stage()
  simulator.control.addEkey({ lockId, uid: guestUid, keyRight: 0 })
  const guest = await logIn(simulator.url, clock, guestLogin)
  const { json } = await guest.call(path, { lockId })
  expect(json.errcode).toBe(-2018)
})

test('facts 3.2 cloud database: the list needs no gateway and is no read-out of the lock', async () => {
  const { simulator, session } = await stage({ lock: { gateways: [] } })
  simulator.control.putCode({ lockId, keyboardPwd: '271836', memory: false })
  simulator.control.putCode({ lockId, keyboardPwd: '480927', cloud: false })
  const rows = await session.rows(path, { lockId })
  expect(rows.map((row) => row.keyboardPwd)).toEqual(['271836'])
})

test('facts 3.2 and 3.4 expiry: an expired code stays in the list, with status 2', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.putCode({
    lockId,
    keyboardPwd: '271836',
    startDate: clock.now() - dayMs,
    endDate: clock.now() + 1,
  })
  clock.advance(1)
  expect(await session.rows(path, { lockId })).toMatchObject([{ keyboardPwd: '271836', status: 2 }])
})

test('facts 3.3 types: the list may hold any type from 1 to 14', async () => {
  const { simulator, session, clock } = await stage()
  for (let type = 1; type <= 14; type += 1) {
    simulator.control.putCode({
      lockId,
      keyboardPwd: String(3_000 + type),
      keyboardPwdType: type,
      isCustom: 0,
      startDate: clock.now(),
      endDate: clock.now() + dayMs,
    })
  }
  const types = (await session.rows(path, { lockId })).map((row) => Number(row.keyboardPwdType))
  expect(types.sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, index) => index + 1))
})

test('enforcement "a list that is merely old": with a lag the list shows a write only later', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.setSwitches({ listLagMs: 5_000 })
  await session.call('/v3/keyboardPwd/add', { lockId, keyboardPwd: '271836', keyboardPwdType: 2, addType: 2 })
  const early = await session.rows(path, { lockId })
  clock.advance(5_000)
  const late = await session.rows(path, { lockId })
  expect([early.length, late.length]).toEqual([0, 1])
})

test('enforcement "a list that is merely old": with a lag a deleted code still shows for a while', async () => {
  const { simulator, session, clock } = await stage()
  const { keyboardPwdId } = simulator.control.putCode({ lockId, keyboardPwd: '271836' })
  simulator.control.setSwitches({ listLagMs: 5_000 })
  await session.call('/v3/keyboardPwd/delete', {
    lockId,
    keyboardPwdId: Number(keyboardPwdId),
    deleteType: 2,
  })
  const early = await session.rows(path, { lockId })
  clock.advance(5_000)
  const late = await session.rows(path, { lockId })
  expect([early.length, late.length]).toEqual([1, 0])
})

test('enforcement "a list that is merely old": amid several writes it is as it was before the first', async () => {
  const { simulator, session, clock } = await stage()
  const { keyboardPwdId } = simulator.control.putCode({ lockId, keyboardPwd: '271836' })
  simulator.control.setSwitches({ listLagMs: 5_000 })
  const shown: (readonly unknown[])[] = []
  const look = async () => {
    const rows = await session.rows(path, { lockId })
    shown.push(rows.map((row) => row.keyboardPwd))
  }
  await session.call('/v3/keyboardPwd/change', {
    ...{ lockId, keyboardPwdId: Number(keyboardPwdId), newKeyboardPwd: '480927', changeType: 2 },
    ...{ startDate: clock.now(), endDate: 0 },
  })
  clock.advance(3_000)
  await session.call('/v3/keyboardPwd/add', { lockId, keyboardPwd: '903817', keyboardPwdType: 2, addType: 2 })
  await look()
  clock.advance(2_000)
  await look()
  clock.advance(3_000)
  await look()
  expect(shown).toEqual([['271836'], ['480927'], expect.arrayContaining(['480927', '903817'])])
})
