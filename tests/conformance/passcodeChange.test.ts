import { expect, test } from 'vitest'
import type { ControlledLock } from '../../src-main/simulator/controlView.ts'
import { dayMs, type Form, lockId, type Stage, stage, startOfTest } from './session.ts'

/** Facts 3.7 and 3.8: changing and deleting codes. */

const change = '/v3/keyboardPwd/change'
const remove = '/v3/keyboardPwd/delete'
/** Other digits in the window that the code has. */
const newDigits = { newKeyboardPwd: '480927', startDate: startOfTest, endDate: startOfTest + dayMs }

async function stageWithCode(isCustom: 0 | 1 = 1): Promise<Stage & { readonly target: Form }> {
  const staged = await stage()
  const { keyboardPwdId } = staged.simulator.control.putCode({
    lockId,
    keyboardPwd: '271836',
    keyboardPwdName: 'AB U3 C5',
    startDate: startOfTest,
    endDate: startOfTest + dayMs,
    isCustom,
  })
  return { ...staged, target: { lockId, keyboardPwdId: Number(keyboardPwdId) } }
}

function lockOf({ simulator }: Stage): ControlledLock {
  const [lock] = simulator.control.state({ lockId }).locks
  if (lock === undefined) throw new Error('The staged lock is gone')
  return lock
}

test('facts 3.7 name: a new name alone needs no gateway and no type', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.patchGateway({
    gatewayId: 501,
    links: [{ lockId, inReach: false }],
    online: false,
  })
  const { json } = await staged.session.call(change, { ...staged.target, keyboardPwdName: 'AB U4 C9' })
  expect(json.errcode).toBe(0)
  expect(lockOf(staged).cloud).toMatchObject([{ keyboardPwdName: 'AB U4 C9', keyboardPwd: '271836' }])
})

test('facts 3.7 period: both dates with type 2 move list and lock', async () => {
  const staged = await stageWithCode()
  const dates = { startDate: startOfTest + dayMs, endDate: startOfTest + 3 * dayMs }
  const { json } = await staged.session.call(change, { ...staged.target, ...dates, changeType: 2 })
  expect(json.errcode).toBe(0)
  expect([lockOf(staged).cloud[0], lockOf(staged).memory[0]]).toMatchObject([dates, dates])
})

test.each([
  ['another end', { endDate: startOfTest + 9 * dayMs }],
  ['other digits', { newKeyboardPwd: '480927' }],
  ['another name and end', { keyboardPwdName: 'AB U4 C9', endDate: startOfTest + 9 * dayMs }],
])('facts 3.7 silent no-op: %s without startDate reports success and does nothing', async (_what, form) => {
  const staged = await stageWithCode()
  const before = lockOf(staged)
  const { json } = await staged.session.call(change, { ...staged.target, ...form, changeType: 2 })
  expect(json.errcode).toBe(0)
  expect([lockOf(staged).cloud, lockOf(staged).memory]).toEqual([before.cloud, before.memory])
  expect(staged.simulator.control.journal({ path: change })).toMatchObject([
    { effect: 'none', gatewayId: null },
  ])
})

test.each([
  [change, { ...newDigits, changeType: 3 }],
  [remove, { deleteType: 3 }],
])('facts 3.7 and 3.8 type 3: %s at a lock without NB-IoT is -4067', async (path, form) => {
  const staged = await stageWithCode()
  const { json } = await staged.session.call(path, { ...staged.target, ...form })
  expect([json.errcode, lockOf(staged).memory[0]?.keyboardPwd]).toEqual([-4067, '271836'])
})

test('facts 3.7 changeType: left out it is 1, so only the list changes', async () => {
  const staged = await stageWithCode()
  await staged.session.call(change, { ...staged.target, ...newDigits })
  expect([lockOf(staged).cloud[0]?.keyboardPwd, lockOf(staged).memory[0]?.keyboardPwd]).toEqual([
    '480927',
    '271836',
  ])
})

test('facts 3.7 new code: with type 2 the old digits open no more', async () => {
  const staged = await stageWithCode()
  await staged.session.call(change, { ...staged.target, ...newDigits, changeType: 2 })
  const outcomes = ['271836', '480927'].map(
    (pin) => staged.simulator.control.typeAtDoor({ lockId, pin }).outcome,
  )
  expect(outcomes).toEqual(['unknown code', 'opened'])
})

test('facts 3.7 id: the code keeps its id', async () => {
  const staged = await stageWithCode()
  await staged.session.call(change, { ...staged.target, ...newDigits, changeType: 2 })
  expect(lockOf(staged).cloud[0]?.keyboardPwdId).toBe(staged.target.keyboardPwdId)
})

test('facts 3.5 -3007: a change to digits another code has', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.putCode({ lockId, keyboardPwd: '480927' })
  const { json } = await staged.session.call(change, {
    ...staged.target,
    ...newDigits,
    changeType: 2,
  })
  expect(json.errcode).toBe(-3007)
})

test('facts 3.7 -3008: a generated code can be changed only after its first use', async () => {
  const staged = await stageWithCode(0)
  const form = { ...staged.target, startDate: startOfTest, endDate: startOfTest + 2 * dayMs, changeType: 2 }
  const unused = await staged.session.call(change, form)
  staged.simulator.control.typeAtDoor({ lockId, pin: '271836' })
  const used = await staged.session.call(change, form)
  expect([unused.json.errcode, used.json.errcode]).toEqual([-3008, 0])
})

test.each([
  ['-3', -3, 3],
  ['applied', 0, 2],
] as const)('facts 8 question 11 period to permanent "%s": answers %i', async (changeKind, errcode, type) => {
  const staged = await stageWithCode()
  staged.simulator.control.setSwitches({ changeKind })
  const { json } = await staged.session.call(change, {
    ...staged.target,
    startDate: 0,
    endDate: 0,
    changeType: 2,
  })
  expect([json.errcode, lockOf(staged).cloud[0]?.keyboardPwdType]).toEqual([errcode, type])
})

test.each([
  [change, '-2009', -2009],
  [change, '0', 0],
  [remove, '-2009', -2009],
  [remove, '0', 0],
] as const)('facts 3.8 unknown id: %s answers as switched, %s', async (path, deleteTwiceAnswers, errcode) => {
  const staged = await stageWithCode()
  staged.simulator.control.setSwitches({ deleteTwiceAnswers })
  const { json } = await staged.session.call(path, {
    lockId,
    keyboardPwdId: 1,
    newKeyboardPwd: '480927',
    changeType: 2,
    deleteType: 2,
  })
  expect(json.errcode).toBe(errcode)
})

test('facts 3.8 delete: with type 2 the code leaves list and lock', async () => {
  const staged = await stageWithCode()
  const { json } = await staged.session.call(remove, { ...staged.target, deleteType: 2 })
  expect([json.errcode, lockOf(staged).cloud, lockOf(staged).memory]).toEqual([0, [], []])
})

test('facts 3.8 deleteType: left out it is 1, so the code vanishes from the list and still opens the door', async () => {
  const staged = await stageWithCode()
  const { json } = await staged.session.call(remove, staged.target)
  const { outcome } = staged.simulator.control.typeAtDoor({ lockId, pin: '271836' })
  expect([json.errcode, lockOf(staged).cloud, outcome]).toEqual([0, [], 'opened'])
})

test('facts 3.8 deleting twice: the documented answer is -2009', async () => {
  const staged = await stageWithCode()
  await staged.session.call(remove, { ...staged.target, deleteType: 2 })
  const { json } = await staged.session.call(remove, { ...staged.target, deleteType: 2 })
  expect(json.errcode).toBe(-2009)
})

test('facts 3.8 deleteByCode: deletes by the digits', async () => {
  const staged = await stageWithCode()
  const { json } = await staged.session.call('/v3/keyboardPwd/deleteByCode', {
    lockId,
    keyboardPwd: '271836',
    deleteType: 2,
  })
  expect([json.errcode, lockOf(staged).cloud, lockOf(staged).memory]).toEqual([0, [], []])
})

test('facts quirk 2 lying delete: success, gone from the list, and it still opens the door', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.setSwitches({ lyingDeletes: 1 })
  const { json } = await staged.session.call(remove, { ...staged.target, deleteType: 2 })
  const { outcome } = staged.simulator.control.typeAtDoor({ lockId, pin: '271836' })
  expect([json.errcode, lockOf(staged).cloud, outcome]).toEqual([0, [], 'opened'])
})

test('facts quirk 2 lying change: the list has the new window, the lock the old one', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.setSwitches({ lyingChanges: 1 })
  const endDate = startOfTest + 5 * dayMs
  await staged.session.call(change, { ...staged.target, startDate: startOfTest, endDate, changeType: 2 })
  expect([lockOf(staged).cloud[0]?.endDate, lockOf(staged).memory[0]?.endDate]).toEqual([
    endDate,
    startOfTest + dayMs,
  ])
})

test.each([
  ['-3008', -3008, 1],
  ['0', 0, 0],
] as const)(
  'facts 3.1 delete of a generated code never used: as switched, %s',
  async (answer, errcode, left) => {
    const staged = await stageWithCode(0)
    staged.simulator.control.setSwitches({ unusedGeneratedDelete: answer })
    const { json } = await staged.session.call(remove, { ...staged.target, deleteType: 2 })
    expect([json.errcode, lockOf(staged).cloud.length]).toEqual([errcode, left])
  },
)

test('facts 3.4 type 4: off by default for change and delete, since it is unverified', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.patchLock({ lockId, wifi: { powerSaving: true } })
  const { json } = await staged.session.call(remove, { ...staged.target, deleteType: 4 })
  expect(json.errcode).toBe(-3)
})

test('facts 3.4 type 4: where supported a delete shows status 8 until it is carried out', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.patchLock({ lockId, wifi: { powerSaving: true } })
  staged.simulator.control.setSwitches({ typeFourForChangeAndDelete: true, asyncSettleMs: 10_000 })
  await staged.session.call(remove, { ...staged.target, deleteType: 4 })
  const [deleting] = await staged.session.rows('/v3/lock/listKeyboardPwd', { lockId })
  staged.clock.advance(10_000)
  expect([deleting?.status, lockOf(staged).cloud, lockOf(staged).memory]).toEqual([8, [], []])
})

test('facts 3.4 type 4: where supported a change that fails ends in status 7 with the old values', async () => {
  const staged = await stageWithCode()
  staged.simulator.control.patchLock({ lockId, wifi: { powerSaving: true } })
  staged.simulator.control.setSwitches({
    typeFourForChangeAndDelete: true,
    asyncSettleMs: 10_000,
    asyncWritesFail: 1,
  })
  await staged.session.call(change, { ...staged.target, ...newDigits, changeType: 4 })
  const [changing] = await staged.session.rows('/v3/lock/listKeyboardPwd', { lockId })
  staged.clock.advance(10_000)
  expect([changing?.status, lockOf(staged).cloud[0]]).toMatchObject([6, { status: 7, keyboardPwd: '271836' }])
})
