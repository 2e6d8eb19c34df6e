import { expect, test } from 'vitest'
import type { Fault } from '../../src-main/simulator/faults.ts'
import { type Form, lockId, logIn, stage, startOfTest } from './session.ts'

/** Facts 0.3, 5 and 6: what goes wrong between client and cloud, made on purpose. */

const add: Form = { lockId, keyboardPwd: '271836', keyboardPwdType: 2, addType: 2 }
const addPath = '/v3/keyboardPwd/add'

test('facts 5 faults by errcode: the next request gets the code and nothing is done', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'errcode', errcode: 90000 })
  const faulty = await session.call(addPath, add)
  const [lock] = simulator.control.state({ lockId }).locks
  expect([faulty.json.errcode, lock?.memory]).toEqual([90000, []])
})

test('facts 5 errcode 1 with effect: the answer says failed and the lock has the code', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'errcode', errcode: 1, effect: 'applied' })
  const faulty = await session.call(addPath, add)
  const retry = await session.call(addPath, add)
  expect([faulty.json.errcode, retry.json.errcode]).toEqual([1, -3007])
})

test('facts 0.3 infrastructure: a bare HTTP status', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'http', httpStatus: 502 })
  const { status, json } = await session.call('/v3/lock/list')
  expect([status, json]).toEqual([502, {}])
})

test('facts 0.3 infrastructure: an HTML page in place of JSON', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'html' })
  const { status, headers, text } = await session.call('/v3/lock/list')
  expect([status, headers.get('content-type'), text.startsWith('<html>')]).toEqual([
    200,
    'text/html;charset=UTF-8',
    true,
  ])
})

test.each([
  ['none', []],
  ['applied', ['271836']],
] as const)(
  'facts 6 lost answer: a connection dropped with effect %s leaves the lock with %o',
  async (effect, memory) => {
    const { simulator, session } = await stage()
    simulator.control.addFault({ kind: 'drop', path: addPath, effect })
    await expect(session.call(addPath, add)).rejects.toThrow()
    expect(simulator.control.state({ lockId }).locks[0]?.memory.map((code) => code.keyboardPwd)).toEqual(
      memory,
    )
  },
)

test('facts 7 hung call: no answer comes, the effect is there, the caller gives up', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.addFault({ kind: 'hang', effect: 'applied' })
  const body = new URLSearchParams({
    clientId: 'lockstep-sim',
    accessToken: session.accessToken,
    date: String(clock.now()),
    ...Object.fromEntries(Object.entries(add).map(([name, value]) => [name, String(value)])),
  })
  const call = fetch(`${simulator.url}${addPath}`, { method: 'POST', body, signal: AbortSignal.timeout(300) })
  await expect(call).rejects.toThrow('timeout')
  expect(simulator.control.state({ lockId }).locks[0]?.memory).toHaveLength(1)
})

test('facts 4.5 dead gateway: where so switched its command hangs in place of errcode 1', async () => {
  const { simulator, session, clock } = await stage()
  simulator.control.setSwitches({ deadGateway: 'hang' })
  simulator.control.patchGateway({ gatewayId: 501, online: false })
  const query = `clientId=lockstep-sim&accessToken=${session.accessToken}&date=${clock.now()}&lockId=${lockId}`
  const call = fetch(`${simulator.url}/v3/lock/queryDate?${query}`, { signal: AbortSignal.timeout(300) })
  await expect(call).rejects.toThrow('timeout')
})

test('facts 0.3 slow: the true answer comes late', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'slow', delayMs: 80 })
  const before = performance.now()
  const { json } = await session.call('/v3/lock/list')
  expect(json.total).toBe(1)
  expect(performance.now() - before).toBeGreaterThanOrEqual(79)
})

test('facts 0.3 truncated: half of the JSON, ended properly, and no more', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'truncated' })
  const { status, text } = await session.call('/v3/lock/list')
  expect([status, text.startsWith('{"list"')]).toEqual([200, true])
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
})

test('facts 0.3 cut off: the connection breaks in the middle of the body', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'cut off' })
  await expect(session.call('/v3/lock/list')).rejects.toThrow()
})

test('control faults: count, skip, path and lockId choose the requests that are hit', async () => {
  const { simulator, session } = await stage({ locks: [{ lockId: 902, lockAlias: 'Annex' }] })
  simulator.control.addFault({
    kind: 'errcode',
    errcode: 90000,
    path: '/v3/lock/detail',
    lockId,
    skip: 1,
    count: 2,
  })
  const codes: unknown[] = []
  for (const form of [{ lockId: 902 }, { lockId }, { lockId }, { lockId: 902 }, { lockId }, { lockId }]) {
    codes.push((await session.call('/v3/lock/detail', form)).json.errcode)
  }
  expect(codes).toEqual([undefined, undefined, 90000, undefined, 90000, undefined])
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
