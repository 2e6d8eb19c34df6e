import { expect, test } from 'vitest'
import { simulatedLogin } from '../support/simulator.ts'
import { dayMs, guestLogin, lockId, logIn, passwordMd5, request, requestToken, stage } from './session.ts'

/** Facts 1: token, refresh and their errors. */

test('facts 1.1 get token: the answer has 32 hex tokens, uid and 90 days in seconds', async () => {
  const { simulator } = await stage()
  const { json } = await requestToken(simulator.url)
  expect(json).toMatchObject({
    access_token: expect.stringMatching(/^[0-9a-f]{32}$/),
    refresh_token: expect.stringMatching(/^[0-9a-f]{32}$/),
    uid: 7_301_001,
    expires_in: 7_776_000,
    scope: 'user,key,room',
    token_type: 'Bearer',
  })
})

test('facts 1.1 names: snake_case client_id and client_secret with grant_type are accepted as well', async () => {
  const { simulator } = await stage()
  const { json } = await request(`${simulator.url}/oauth2/token`, {
    client_id: simulatedLogin.clientId,
    client_secret: simulatedLogin.clientSecret,
    grant_type: 'password',
    redirect_uri: 'http://localhost',
    username: simulatedLogin.username,
    password: passwordMd5,
  })
  expect(json.access_token).toBeTypeOf('string')
})

test.each([
  ['an unknown client id', { clientId: 'nobody' }, 10000],
  ['a wrong secret', { clientSecret: 'wrong' }, 10001],
  ['a wrong password', { password: '0123456789abcdef0123456789abcdef' }, 10007],
  ['an unknown user', { username: 'nobody@example.com' }, 10007],
  ['a plain password', { password: 'simulated-locks' }, 30005],
  ['an upper-case md5', { password: passwordMd5.toUpperCase() }, 30005],
])('facts 1.3 errors: %s is HTTP 200 with its code', async (_what, form, errcode) => {
  const { simulator } = await stage()
  const { status, json } = await requestToken(simulator.url, form)
  expect([status, json.errcode]).toEqual([200, errcode])
})

test('facts 1.3 token death: an unknown access token is 10003', async () => {
  const { session } = await stage()
  const { json } = await session.call('/v3/lock/list', { accessToken: 'f'.repeat(32) })
  expect(json.errcode).toBe(10003)
})

test('facts 1.3 token death: after 90 days the token is 10004 with the recorded texts', async () => {
  const { session, clock } = await stage()
  clock.advance(90 * dayMs)
  const { json } = await session.call('/v3/lock/list')
  expect(json).toEqual({
    errcode: 10004,
    errmsg: 'invalid grant',
    description: 'token无授权，token已失效或被撤销授权',
  })
})

test('facts 1.3 token death: a revoked token is 10004', async () => {
  const { simulator, session } = await stage()
  simulator.control.revokeTokens()
  const { json } = await session.call('/v3/lock/list')
  expect(json.errcode).toBe(10004)
})

test('facts 1.2 refresh: a refresh token gives a working access token', async () => {
  const { simulator, clock } = await stage()
  const first = await requestToken(simulator.url)
  const { json } = await requestToken(simulator.url, {
    grant_type: 'refresh_token',
    refresh_token: String(first.json.refresh_token),
  })
  const list = await request(`${simulator.url}/v3/lock/detail`, {
    clientId: simulatedLogin.clientId,
    accessToken: String(json.access_token),
    date: clock.now(),
    lockId,
  })
  expect(list.json.lockId).toBe(lockId)
})

test('facts 1.2 refresh: the refresh token outlives the access token by years', async () => {
  const { simulator, clock } = await stage()
  const first = await requestToken(simulator.url)
  clock.advance(9 * 365 * dayMs)
  const { json } = await requestToken(simulator.url, {
    grant_type: 'refresh_token',
    refresh_token: String(first.json.refresh_token),
  })
  expect(json.access_token).toBeTypeOf('string')
})

test('facts 1.3 errors: a bad refresh token is 10011', async () => {
  const { simulator } = await stage()
  const { json } = await requestToken(simulator.url, { grant_type: 'refresh_token', refresh_token: 'x' })
  expect(json.errcode).toBe(10011)
})

test.each([
  [true, 10011],
  [false, undefined],
])(
  'facts 8 question 1 rotation %s: the used refresh token answers %s the second time',
  async (refreshRotates, errcode) => {
    const { simulator } = await stage()
    simulator.control.setSwitches({ refreshRotates })
    const first = await requestToken(simulator.url)
    const form = { grant_type: 'refresh_token', refresh_token: String(first.json.refresh_token) }
    await requestToken(simulator.url, form)
    const { json } = await requestToken(simulator.url, form)
    expect(json.errcode).toBe(errcode)
  },
)

test.each([
  ['new', undefined],
  ['same', undefined],
  ['ends-first', 10004],
] as const)(
  'facts 8 question 1 second login "%s": the first token then answers %s',
  async (secondLogin, errcode) => {
    const { simulator, session } = await stage()
    simulator.control.setSwitches({ secondLogin })
    await requestToken(simulator.url)
    const { json } = await session.call('/v3/lock/list')
    expect(json.errcode).toBe(errcode)
  },
)

test('facts 8 question 1 second login "same": each account gets its own token again', async () => {
  const { simulator, session } = await stage()
  simulator.control.setSwitches({ secondLogin: 'same' })
  const guest = await requestToken(simulator.url, guestLogin)
  const again = await Promise.all([{}, guestLogin].map((login) => requestToken(simulator.url, login)))
  expect(again.map(({ json }) => json.access_token)).toEqual([session.accessToken, guest.json.access_token])
})

test('facts 0.1 regions: an account of the other region is refused with 30008', async () => {
  const { simulator, session } = await stage()
  simulator.control.setRegion({ region: 'cn' })
  const login = await requestToken(simulator.url)
  const calls = await Promise.all(
    ['/v3/lock/list', '/app/getMonthRequestCount'].map((path) =>
      session.call(path, { clientSecret: simulatedLogin.clientSecret }),
    ),
  )
  expect([login, ...calls].map(({ json }) => json.errcode)).toEqual([30008, 30008, 30008])
})

test('facts 1.1 accounts: each account of the application sees its own locks', async () => {
  const { simulator, clock } = await stage()
  const guest = await logIn(simulator.url, clock, { username: 'guest@lockstep.example' })
  expect(await guest.rows('/v3/lock/list')).toEqual([])
})
