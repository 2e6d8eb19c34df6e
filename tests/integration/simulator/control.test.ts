import { expect, test } from 'vitest'
import type { Fault } from '../../../src-main/simulator/faults.ts'
import { type Form, guestLogin, lockId, logIn, stage, startOfTest } from '../../conformance/session.ts'

/** What the control API is asked to make go wrong, the journal it keeps, and that a seed gives the same again. */

const add: Form = { lockId, keyboardPwd: '271836', keyboardPwdType: 2, addType: 2 }
const addPath = '/v3/keyboardPwd/add'

test('control faults: count, skip, path and lockId choose the requests that are hit', async () => {
  const { simulator, session } = await stage({ locks: [{ lockId: 902, lockAlias: 'Annex' }] })
  simulator.control.addFault({
    kind: 'errcode',
    errcode: 90000,
    path: '/v3/lock/detail',
    lockId,
    skip: 2,
    count: 2,
  })
  const codes: unknown[] = []
  const ofLock = [902, lockId, lockId, lockId, 902, lockId, lockId]
  for (const form of ofLock.map((id) => ({ lockId: id }))) {
    codes.push((await session.call('/v3/lock/detail', form)).json.errcode)
  }
  expect(codes).toEqual([undefined, undefined, undefined, 90000, undefined, 90000, undefined])
  expect(simulator.control.faults()).toEqual([])
})

test('control faults: a share of the requests is hit, the same ones for the same seed', async () => {
  const fault: Fault = { kind: 'errcode', errcode: 90000, probability: 0.5, count: 100 }
  const runs: boolean[][] = []
  for (let run = 0; run < 2; run += 1) {
    const { simulator, session } = await stage({}, { seed: 'seven' })
    simulator.control.addFault(fault)
    const hits: boolean[] = []
    for (let index = 0; index < 20; index += 1) {
      hits.push((await session.call('/v3/lock/list')).json.errcode === 90000)
    }
    runs.push(hits)
  }
  expect(runs[0]).toEqual(runs[1])
  expect(runs[0]).toContain(true)
  expect(runs[0]).toContain(false)
})

test('control service down: connections are refused, and the same port answers again when it is up', async () => {
  const { simulator, session } = await stage()
  await simulator.control.setService({ up: false })
  await expect(session.call('/v3/lock/list')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await simulator.control.setService({ up: true })
  const { json } = await session.call('/v3/lock/list')
  expect(json.total).toBe(1)
})

test('control service down: a command under way still reaches its lock', async () => {
  const { simulator, session } = await stage({}, { latency: 100 })
  const lost = session.call(addPath, add)
  await expect.poll(() => simulator.control.state().gateways[0]?.isBusy).toBe(true)
  await simulator.control.setService({ up: false })
  await expect(lost).rejects.toThrow()
  await expect.poll(() => simulator.control.state({ lockId }).locks[0]?.memory.length).toBe(1)
})

test('control service down for a while: it comes up by itself', async () => {
  const { simulator, session } = await stage()
  await simulator.control.setService({ up: false, forMs: 50 })
  await expect.poll(() => simulator.control.service().up).toBe(true)
  expect((await session.call('/v3/lock/list')).json.total).toBe(1)
})

test('control journal: every request with its parameters, fault and answer', async () => {
  const { simulator, session } = await stage()
  simulator.control.clearJournal()
  simulator.control.addFault({ kind: 'errcode', errcode: -3003 })
  await session.call(addPath, add)
  await session.call(addPath, add)
  expect(simulator.control.journal()).toMatchObject([
    {
      path: addPath,
      method: 'POST',
      lockId,
      fault: 'errcode',
      errcode: -3003,
      effect: 'none',
      gatewayId: null,
    },
    {
      parameters: { keyboardPwd: '271836', addType: '2' },
      at: startOfTest,
      fault: null,
      httpStatus: 200,
      effect: 'applied',
      gatewayId: 501,
      answer: expect.stringContaining('keyboardPwdId'),
    },
  ])
})

test('control lock: what a patch does not name stays as it was', async () => {
  const { simulator } = await stage()
  const period = { isAllDay: 1, startTime: 0, endTime: 0, weekDays: [7] } as const
  const passage = { passageMode: 1, autoUnlock: 2, periods: [period] } as const
  const set = simulator.control.patchLock({ lockId, passage, clockOffsetMs: 60_000, isFrozen: true })
  const patched = simulator.control.patchLock({ lockId, electricQuantity: 12 })
  expect(patched).toEqual({ ...set, electricQuantity: 12 })
})

test('control tokens: those of one user end, and of a user nobody knows none', async () => {
  const { simulator, session, clock } = await stage()
  const guest = await logIn(simulator.url, clock, guestLogin)
  expect(() => simulator.control.revokeTokens({ username: 'nobody@lockstep.example' })).toThrow('no account')
  simulator.control.revokeTokens(guestLogin)
  const answers = await Promise.all([session, guest].map((each) => each.call('/v3/lock/list')))
  expect(answers.map(({ json }) => json.errcode)).toEqual([undefined, 10004])
})

test('control seed: the same seed and requests give the same tokens, ids and generated codes', async () => {
  const runs: unknown[] = []
  for (let run = 0; run < 2; run += 1) {
    const { simulator, clock } = await stage({}, { seed: 'seven' })
    const session = await logIn(simulator.url, clock)
    const generated = await session.call('/v3/keyboardPwd/get', {
      lockId,
      keyboardPwdType: 2,
      startDate: startOfTest,
    })
    runs.push([session.accessToken, generated.json])
  }
  expect(runs[0]).toEqual(runs[1])
})
