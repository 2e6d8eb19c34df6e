import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { json, type RawServer, startRawServer } from './rawServer.ts'
import { context, createTestProvider, type TestProvider, vendorPinId } from './testProvider.ts'

const MINUTE_MS = 60_000

let server: RawServer
let client: TestProvider
let clock: ShiftableClock
/** What is answered, by path and lock; else a success. */
let answers: ReadonlyMap<string, unknown>

beforeEach(async () => {
  answers = new Map()
  clock = createShiftableClock()
  server = await startRawServer((request, response) => {
    // The clock of these tests is ahead of the server's.
    response.sendDate = false
    const key = [request.path, request.form.get('lockId')].filter((part) => part !== null).join(' ')
    const token = { access_token: 'an-access-token', refresh_token: 'first', expires_in: 3_600 }
    json(response, answers.get(key) ?? (request.path === '/oauth2/token' ? token : { errcode: 0 }))
  })
  client = createTestProvider(server.url, { clock, random: () => 0.5, busyRestMs: 30_000 })
})
afterEach(async () => {
  await client.provider.close()
  await server.close()
})

const remove = (externalId: string, id: string) =>
  client.provider.deleteCode({ externalId, vendorPinId: vendorPinId(id), route: 'gateway' }, context)
const sentTo = (lockId: string) => server.requests.filter(({ form }) => form.get('lockId') === lockId).length

/** Both locks are heard by gateway 5, and by these others. */
function shareGateway(...others: readonly string[]): void {
  const sightings = ['5', ...others].map((gatewayId) => ({ gatewayId, seenAtMs: null }))
  for (const lockId of ['101', '102', '103', '104']) client.provider.rememberGateways(lockId, sightings)
}

describe('a busy answer', () => {
  it('of the lock itself (-3037), rests that lock and not the gateway it shares', async () => {
    shareGateway()
    answers = new Map([['/v3/keyboardPwd/delete 101', { errcode: -3037 }]])
    expect(await remove('101', '1')).toMatchObject({ ok: false, error: { kind: 'busy' } })
    expect(await remove('102', '2')).toEqual({ ok: true, value: null })
    void remove('101', '3')
    expect(await remove('102', '4')).toEqual({ ok: true, value: null })
    expect([sentTo('101'), sentTo('102')]).toEqual([1, 2])
  })

  it('of a gateway (-3003), rests it for its other locks too', async () => {
    shareGateway()
    answers = new Map([['/v3/keyboardPwd/delete 101', { errcode: -3003 }]])
    await remove('101', '1')
    const others = remove('102', '2')
    // Another gateway's lock is not kept waiting.
    expect(await remove('201', '3')).toEqual({ ok: true, value: null })
    expect(sentTo('102')).toBe(0)
    await client.provider.close()
    expect(await others).toMatchObject({ ok: false })
  })
})

describe('a gateway that was listed for its locks', () => {
  it('is held by a command for half an hour after that, however long before the provider saw them', async () => {
    const sighting = { gatewayId: 5, rssi: -60, rssiUpdateDate: clock.nowMs() - 25 * MINUTE_MS }
    const listed = ['101', '102'].map(
      (lockId) => [`/v3/gateway/listByLock ${lockId}`, { list: [sighting] }] as const,
    )
    answers = new Map<string, unknown>([...listed, ['/v3/keyboardPwd/delete 101', { errcode: -3003 }]])
    for (const lockId of ['101', '102']) await client.provider.listGatewaysOfLock(lockId, context)
    clock.advance(28 * MINUTE_MS)
    await remove('101', '1')
    const sentBefore = sentTo('102')
    const other = remove('102', '2')
    expect(await remove('201', '3')).toEqual({ ok: true, value: null })
    expect(sentTo('102')).toBe(sentBefore)
    await client.provider.close()
    expect(await other).toMatchObject({ ok: false })
  })
})

describe('a command that may not be sent any more when its turn comes', () => {
  it('is not sent, and does not count against its lock', async () => {
    const late = { ...context, maySend: () => false }
    for (let time = 0; time < 4; time += 1)
      expect(
        await client.provider.deleteCode(
          { externalId: '101', vendorPinId: vendorPinId('1'), route: 'gateway' },
          late,
        ),
      ).toMatchObject({ ok: false, error: { kind: 'busy', cause: 'busy' } })
    expect(sentTo('101')).toBe(0)
    expect(await remove('101', '1')).toEqual({ ok: true, value: null })
  })
})

describe('a gateway that is offline', () => {
  const offline = () =>
    new Map(
      ['101', '102', '103'].map(
        (lockId) => [`/v3/keyboardPwd/delete ${lockId}`, { errcode: -3002 }] as const,
      ),
    )

  it('for one lock after the other, is left alone', async () => {
    shareGateway()
    answers = offline()
    for (const lockId of ['101', '102', '103']) await remove(lockId, '1')
    expect(await remove('104', '1')).toMatchObject({ ok: false, error: { cause: 'gateway_offline' } })
    expect(sentTo('104')).toBe(0)
  })

  it('where another one hears the locks as well, is not blamed', async () => {
    shareGateway('6')
    answers = offline()
    for (const lockId of ['101', '102', '103']) await remove(lockId, '1')
    expect(await remove('104', '1')).toEqual({ ok: true, value: null })
  })
})

describe('too many calls (30006)', () => {
  it('once a call went through again, pause a minute and not two', async () => {
    const throttled = new Map([['/v3/lock/detail 101', { errcode: 30006 }]])
    for (let time = 0; time < 2; time += 1) {
      answers = throttled
      await client.provider.readDevice('101', context)
      const { error } = (await client.provider.listCodes('101', context)) as {
        error: { retryAfterMs: number }
      }
      expect(error.retryAfterMs).toBeLessThanOrEqual(MINUTE_MS)
      expect(error.retryAfterMs).toBeGreaterThan(MINUTE_MS / 2)
      clock.advance(MINUTE_MS)
      answers = new Map()
      expect(await remove('101', '1')).toEqual({ ok: true, value: null })
    }
  })
})

describe('a sign-in', () => {
  const refused = new Map([['/oauth2/token', { errcode: 10007 }]])
  const signIns = () => server.requests.filter(({ path }) => path === '/oauth2/token').length

  it('refused, is tried again after a quarter of an hour and not before', async () => {
    answers = refused
    await remove('101', '1')
    clock.advance(14 * MINUTE_MS)
    await remove('101', '1')
    expect(signIns()).toBe(1)
    clock.advance(MINUTE_MS)
    await remove('101', '1')
    expect(signIns()).toBe(2)
  })

  it('renewed by an answer without a refresh token, keeps the one it has', async () => {
    await remove('101', '1')
    clock.advance(55 * MINUTE_MS)
    answers = new Map([['/oauth2/token', { access_token: 'the-next-one', expires_in: 3_600 }]])
    await remove('101', '1')
    expect(client.store.token).toMatchObject({ accessToken: 'the-next-one', refreshToken: 'first' })
  })
})
