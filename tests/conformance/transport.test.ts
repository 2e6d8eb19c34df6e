import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { endpoints } from '../../src-main/simulator/endpoints.ts'
import { simulatedLogin } from '../support/simulator.ts'
import { formOf, gatewayId, lockId, minuteMs, request, stage } from './session.ts'

/** Facts 0.3: methods, where parameters go, the envelope, the date window, paging. */

const REFUSED_WITH = [
  ...[
    1, -3, 80000, 80002, 90000, 10000, 10001, 10003, 10004, 10007, 10010, 10011, 30005, 30006, 30007, 30008,
  ],
  ...[-1003, -1007, -1026, -2009, -2012, -2018, -2025, -2032, -3002, -3003, -3006, -3007, -3008, -3009],
  ...[-3034, -3035, -3036, -3037, -4037, -4043, -4067],
]
const OF_THE_ACCOUNT = ['/v3/lock/list', '/v3/key/list', '/v3/gateway/list']
/** Paths about one lock or gateway, and the name of its id. */
const OF_ONE_THING = [...endpoints.keys()]
  .filter((path) => !OF_THE_ACCOUNT.includes(path))
  .map((path) => [path, /gateway\/(detail|listLock)$/.test(path) ? 'gatewayId' : 'lockId'] as const)

test.each(['GET', 'POST'] as const)('facts 0.3 methods: lock list by %s answers the list', async (method) => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/list', {}, method)
  expect(json).toMatchObject({ total: 1, list: [{ lockId }] })
})

test.each([...endpoints.keys()])('facts 0.3 methods: %s answers GET as it answers POST', async (path) => {
  const byGet = await stage()
  const byPost = await stage()
  // One that says which lock, code and gateway is meant and leaves out the rest: refused or not, both in one way.
  const form = { lockId, gatewayId, keyboardPwdId: 1, pageNo: 1, pageSize: 20 }
  const got = await byGet.session.call(path, form, 'GET')
  const posted = await byPost.session.call(path, form, 'POST')
  expect([got.status, posted.status]).toEqual([200, 200])
  expect(got.json).toEqual(posted.json)
  expect(byGet.simulator.control.journal().at(-1)?.path).toBe(path)
})

test('facts 0.3 parameter place: id, token and date in the query with the rest in the body are read together', async () => {
  const { simulator, session, clock } = await stage()
  const query = formOf({
    clientId: simulatedLogin.clientId,
    accessToken: session.accessToken,
    date: clock.now(),
  })
  const { json } = await request(`${simulator.url}/v3/lock/detail?${query.toString()}`, { lockId })
  expect(json.lockId).toBe(lockId)
})

test('facts 0.3 JSON bodies: a JSON body is not read, so the client id is missing', async () => {
  const { simulator, session, clock } = await stage()
  const response = await fetch(`${simulator.url}/v3/lock/list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: simulatedLogin.clientId,
      accessToken: session.accessToken,
      date: clock.now(),
    }),
  })
  expect(await response.json()).toMatchObject({ errcode: 10000 })
})

test('facts 0.3 HTTP status: a refused call is HTTP 200 with errcode, errmsg and a Chinese description', async () => {
  const { session } = await stage()
  const { status, json } = await session.call('/v3/lock/detail', { lockId: 1 })
  expect(status).toBe(200)
  expect(json).toEqual({
    errcode: -1003,
    errmsg: expect.any(String),
    description: expect.stringMatching(/\p{Script=Han}/u),
  })
})

test.each(OF_ONE_THING)(
  'facts 5 -3: %s without the id it is about, or with one that is no number',
  async (path, name) => {
    const { session } = await stage()
    const codes = await Promise.all(
      [{}, { [name]: 'front' }].map(async (form) => (await session.call(path, form)).json.errcode),
    )
    expect(codes).toEqual([-3, -3])
  },
)

test('facts 5 texts: each code that the simulator refuses with has words of its own', async () => {
  const { simulator, session } = await stage()
  const texts = new Set<unknown>()
  for (const errcode of REFUSED_WITH) {
    simulator.control.addFault({ kind: 'errcode', errcode })
    const { json } = await session.call('/v3/lock/list')
    texts.add(json.errmsg)
  }
  expect(texts.size).toBe(REFUSED_WITH.length)
  expect(texts).toContain('invalid account or invalid password')
})

test.each([
  [-3006, /should be 6-9/, /4-9/],
  [-2009, /^Invalid Password$/, /不存在/],
])(
  'facts quirk 5 texts: the English one of %i is wrong, the Chinese one right',
  async (errcode, errmsg, description) => {
    const { simulator, session } = await stage()
    simulator.control.addFault({ kind: 'errcode', errcode })
    const { json } = await session.call('/v3/lock/list')
    expect(json).toMatchObject({
      errmsg: expect.stringMatching(errmsg),
      description: expect.stringMatching(description),
    })
  },
)

test('facts 0.3 success of commands: the recorded errcode 0 envelope', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/rename', { lockId, lockAlias: 'Main door' })
  expect(json).toEqual({ errcode: 0, errmsg: 'none error message or means yes', description: '表示成功或是' })
})

test.each([
  ['/v3/lock/list', {}],
  ['/v3/lock/queryDate', { lockId }],
  ['/v3/keyboardPwd/add', { lockId, keyboardPwd: '271836', keyboardPwdType: 2, addType: 2 }],
])('facts 0.3 success of reads and creates: %s answers data without errcode', async (path, form) => {
  const { session } = await stage()
  const { json } = await session.call(path, form)
  expect(json).not.toHaveProperty('errcode')
})

test('facts 0.3 date: the call is refused with 80000 when date is over five minutes behind or ahead', async () => {
  const { session, clock } = await stage()
  const codes = await Promise.all(
    [-5 * minuteMs - 1, 5 * minuteMs + 1].map(async (offset) => {
      const { json } = await session.call('/v3/lock/list', { date: clock.now() + offset })
      return json.errcode
    }),
  )
  expect(codes).toEqual([80000, 80000])
})

test('facts 0.3 date: a date at exactly five minutes passes', async () => {
  const { session, clock } = await stage()
  const { json } = await session.call('/v3/lock/list', { date: clock.now() - 5 * minuteMs })
  expect(json).not.toHaveProperty('errcode')
})

test('facts 0.3 date: the Date header tells the time of the server', async () => {
  const { session, clock } = await stage()
  const { headers } = await session.call('/v3/lock/list')
  expect(headers.get('date')).toBe(new Date(clock.now()).toUTCString())
})

test('facts 0.3 paging: a gateway list with nothing in it is the recorded 56 bytes', async () => {
  const { simulator, session } = await stage()
  simulator.control.replaceSite({ accounts: accountsOf(), gateways: [], locks: [] })
  const { text } = await session.call('/v3/gateway/list')
  expect(text).toBe('{"list":[],"pageNo":1,"pageSize":20,"pages":0,"total":0}')
})

test.each([[{ pageNo: 'x' }], [{ pageSize: 'x' }], [{ pageNo: 0 }], [{ pageSize: 0 }]])(
  'facts 5 -3: a page of %j',
  async (form) => {
    const { session } = await stage()
    const { json } = await session.call('/v3/lock/list', form)
    expect(json.errcode).toBe(-3)
  },
)

test('facts 0.3 paging: a page past the end is an empty list with the true total', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/list', { pageNo: 9, pageSize: 20 })
  expect(json).toEqual({ list: [], pageNo: 9, pageSize: 20, pages: 1, total: 1 })
})

test.each([
  ['/v3/lock/list', 1000],
  ['/v3/key/list', 1000],
  ['/v3/gateway/list', 200],
  ['/v3/lock/listKeyboardPwd', 200],
  ['/v3/lockRecord/list', 200],
])('facts 2.1, 3.2, 4.3 to 4.5 paging caps: %s clips pageSize to %i', async (path, cap) => {
  const { session } = await stage()
  const { json } = await session.call(path, { lockId, pageSize: cap + 1 })
  expect(json.pageSize).toBe(cap)
})

test('facts 8 question 8 paging caps: with the other answer an oversized pageSize is -3', async () => {
  const { simulator, session } = await stage()
  simulator.control.setSwitches({ overCapPageSize: '-3' })
  const over = await session.call('/v3/lock/listKeyboardPwd', { lockId, pageSize: 201 })
  const most = await session.call('/v3/lock/listKeyboardPwd', { lockId, pageSize: 200 })
  expect([over.json.errcode, most.json.pageSize]).toEqual([-3, 200])
})

test.each([
  [
    '/v3/lock/listKeyboardPwd',
    {
      list: [{ keyboardPwdType: '2', lockId: '901', keyboardPwd: '271836', receiverUsername: null }],
      total: '1',
    },
  ],
  ['/v3/lock/detail', { lockId: '901', lockMac: expect.stringMatching(/^[0-9a-f:]{17}$/), deletePwd: null }],
  ['/v3/gateway/list', { list: [{ gatewayId: '501', isOnline: true }] }],
  ['/v3/key/list', { list: [{ keyId: '100000901', keyRight: '0', remarks: null }] }],
])(
  'facts 0.3 types: where so switched %s has numbers as text, MACs in lower case, nulls and unknown fields',
  async (path, loose) => {
    const { simulator, session } = await stage({ lock: { codes: [{ keyboardPwd: '271836' }] } })
    simulator.control.setSwitches({ looseTypes: true })
    const { json } = await session.call(path, { lockId })

    expect(json).toMatchObject({ ...loose, addedLater: { since: '2027' } })
  },
)

test('facts 0.3 sorting: orderBy 0 is by name and 2 the reverse; left out it still answers', async () => {
  const { session } = await stage({ locks: [{ lockId: 902, lockAlias: 'Annex' }] })
  const orders = await Promise.all(
    [{ orderBy: 0 }, { orderBy: 2 }, {}].map(async (form) => {
      const rows = await session.rows('/v3/lock/list', form)
      return rows.map((row) => row.lockAlias)
    }),
  )
  expect(orders[0]).toEqual(['Annex', 'Front door'])
  expect(orders[1]).toEqual(['Front door', 'Annex'])
  expect(orders[2]).toHaveLength(2)
})

test('facts 0.1 paths: one that is no address at all is HTTP 404 as well', async () => {
  const { simulator } = await stage()
  for (const path of ['//', '*', 'http://[/']) {
    for (const port of [simulator.port, Number(new URL(simulator.controlUrl).port)]) {
      const asked = get({ host: '127.0.0.1', port, path })
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      response.resume()
      expect([path, response.statusCode]).toEqual([path, 404])
    }
  }
})

test('facts 0.3 parameter place: the name of the form’s type is read in upper and lower case', async () => {
  const { simulator, session, clock } = await stage()
  const { clientId } = simulatedLogin
  const response = await fetch(`${simulator.url}/v3/lock/list`, {
    method: 'POST',
    headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' },
    body: formOf({ clientId, accessToken: session.accessToken, date: clock.now() }).toString(),
  })
  expect(await response.json()).toMatchObject({ total: 1 })
})

test('facts 0.1 paths: an unknown path is no envelope but HTTP 404', async () => {
  const { session } = await stage()
  const { status } = await session.call('/v3/lock/listByGroup')
  expect(status).toBe(404)
})

function accountsOf(): {
  uid: number
  username: string
  password: string
  clientId: string
  clientSecret: string
}[] {
  const { username, clientId, clientSecret, password } = simulatedLogin
  return [{ uid: 7_301_001, username, password, clientId, clientSecret }]
}
