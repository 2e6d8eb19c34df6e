import { expect, test } from 'vitest'
import { type Form, lockId, stage } from './session.ts'

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
  const patience = new AbortController()
  const call = fetch(`${simulator.url}${addPath}`, { method: 'POST', body, signal: patience.signal })
  await expect.poll(() => simulator.control.state({ lockId }).locks[0]?.memory).toHaveLength(1)
  setTimeout(() => patience.abort(new Error('given up')), 300)
  await expect(call).rejects.toThrow('given up')
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
  const { status, json } = await session.call('/v3/lock/list')
  expect([status, json.total]).toEqual([200, 1])
  expect(performance.now() - before).toBeGreaterThanOrEqual(79)
})

test('facts 0.3 slow: what is held back comes when the faults are cleared', async () => {
  const { simulator, session } = await stage()
  simulator.control.addFault({ kind: 'slow', path: addPath, delayMs: 60_000 })
  const held = session.call(addPath, add)
  await expect
    .poll(() => simulator.control.state({ lockId }).locks[0]?.memory.map((code) => code.keyboardPwd))
    .toEqual(['271836'])
  simulator.control.clearFaults()
  expect((await held).json.keyboardPwdId).toBeTypeOf('number')
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
