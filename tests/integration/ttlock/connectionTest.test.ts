import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IntegrationLogEntry } from '../../../src-main/ports/traceRecorder.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { defaultAccount } from '../../../src-main/simulator/site.ts'
import { KNOWN_ERRCODES } from '../../../src-main/ttlock/errorTable.ts'
import { testConnection } from '../../../src-main/ttlock/provider.ts'
import { startTestSimulator } from '../../support/simulator.ts'
import { json, startRawServer } from './rawServer.ts'
import { otherAccount, siteOf } from './siteOfLocks.ts'
import { context, createRedactingRecorder, simulatedSecrets, systemClock } from './testProvider.ts'

let simulator: Simulator
let entries: IntegrationLogEntry[]

beforeEach(async () => {
  entries = []
  simulator = await startTestSimulator({ site: siteOf([{}, {}, { adminUid: otherAccount.uid }]) })
})
afterEach(async () => {
  await simulator.close()
})

const test = (options: Partial<Parameters<typeof testConnection>[0]> = {}) =>
  testConnection({
    baseUrl: simulator.url,
    secrets: simulatedSecrets,
    recorder: createRedactingRecorder(entries),
    clock: systemClock,
    context,
    timeouts: { cloudMs: 1_000, connectMs: 500 },
    ...options,
  })

const results = (tested: Awaited<ReturnType<typeof testConnection>>) =>
  Object.fromEntries(tested.steps.map(({ step, result }) => [step, result]))

describe('testConnection', () => {
  it('with everything right, says so step by step', async () => {
    const tested = await test()

    expect(tested.ok).toBe(true)
    expect(tested.steps).toEqual([
      { step: 'reach', result: 'ok', sentence: 'The TTLock service answers.' },
      { step: 'clock', result: 'ok', sentence: 'This PC’s clock is right.' },
      { step: 'region', result: 'ok', sentence: 'The account belongs to this region.' },
      { step: 'credentials', result: 'ok', sentence: expect.stringContaining('accepted') },
      { step: 'locks', result: 'ok', sentence: 'The account owns 2 locks.' },
      { step: 'gateways', result: 'ok', sentence: '2 of 2 gateways online.' },
      {
        step: 'quota',
        result: 'ok',
        sentence: expect.stringMatching(/^\d+ of 30,000 calls of this month are used\.$/),
      },
    ])
    expect(JSON.stringify(entries)).not.toContain(simulatedSecrets.passwordMd5)
  })

  it('with the password wrong, says it at the credentials and skips the rest', async () => {
    const tested = await test({ secrets: { ...simulatedSecrets, passwordMd5: '0'.repeat(32) } })

    expect(tested.ok).toBe(false)
    expect(results(tested)).toEqual({
      reach: 'ok',
      clock: 'ok',
      region: 'ok',
      credentials: 'failed',
      locks: 'skipped',
      gateways: 'skipped',
      quota: 'skipped',
    })
  })

  it('with the client secret wrong, says so without sending anybody away from the fields', async () => {
    const tested = await test({ secrets: { ...simulatedSecrets, clientSecret: 'of-another-application' } })
    expect(tested.steps[3]).toEqual({
      step: 'credentials',
      result: 'failed',
      sentence: 'Client id and client secret do not belong together. Check them.',
    })
  })

  it('with the wrong region, says it at the region', async () => {
    simulator.control.setRegion({ region: 'cn' })
    const tested = await test()

    expect(results(tested)).toMatchObject({ reach: 'ok', region: 'failed', credentials: 'skipped' })
    expect(tested.steps.find((step) => step.step === 'region')?.sentence).toContain('another region')
  })

  it('with a region that only the list of locks finds wrong, says it at the region', async () => {
    simulator.control.addFault({ kind: 'errcode', errcode: 30008, path: '/v3/lock/list' })

    expect(results(await test())).toMatchObject({ region: 'failed', credentials: 'ok', locks: 'skipped' })
  })

  const withClockOff = (minutes: number) =>
    test({ clock: { ...systemClock, nowMs: () => Date.now() + minutes * 60_000 } })

  it.each([
    [20, 'ahead'],
    [-20, 'behind'],
  ])(
    'with the clock off by %i minutes, says that it is %s and tries nothing more',
    async (minutes, direction) => {
      const tested = await withClockOff(minutes)

      expect(results(tested)).toMatchObject({ reach: 'ok', clock: 'failed', region: 'skipped' })
      expect(tested.steps[1]?.sentence).toContain(`20 minutes ${direction}`)
      expect(entries.map((entry) => entry.action)).toEqual(['CLOCK_PROBE'])
    },
  )

  it.each([
    [3, 'This PC’s clock is 3 minutes ahead.'],
    [-3, 'This PC’s clock is 3 minutes behind.'],
    [0, 'This PC’s clock is right.'],
  ])('with the clock off by %i minutes, says “%s” and goes on', async (minutes, sentence) => {
    const tested = await withClockOff(minutes)

    expect(tested.ok).toBe(true)
    expect(tested.steps[1]).toEqual({ step: 'clock', result: 'ok', sentence })
  })

  /** A service behind something that leaves the Date header out. */
  const undated = (lockListErrcode: number) =>
    startRawServer(({ path }, response) => {
      response.sendDate = false
      const errcode = path === '/v3/lock/list' ? lockListErrcode : 0
      json(response, {
        ...{ access_token: 'a'.repeat(32), refresh_token: 'b'.repeat(32), expires_in: 7_776_000 },
        ...{ list: [], total: 0, monthRequestCount: 0 },
        ...(errcode === 0 ? {} : { errcode }),
      })
    })

  it('with a clock that only the service finds wrong, says it at the clock', async () => {
    const server = await undated(80000)
    const tested = await test({ baseUrl: server.url })

    expect(results(tested)).toEqual({
      reach: 'ok',
      clock: 'failed',
      region: 'ok',
      credentials: 'ok',
      locks: 'skipped',
      gateways: 'skipped',
      quota: 'skipped',
    })
    await server.close()
  })

  it('with a service that never says the time but takes ours, finds the clock right', async () => {
    const server = await undated(0)

    expect(results(await test({ baseUrl: server.url }))).toMatchObject({ clock: 'ok', credentials: 'ok' })
    await server.close()
  })

  it.each([
    ['the service has an error of its own', { kind: 'errcode', errcode: 90000 }],
    ['the application has no right to them', { kind: 'errcode', errcode: 30001 }],
    ['the calls come too fast', { kind: 'errcode', errcode: 30006 }],
    ['the calls come too fast for a server before it', { kind: 'http', httpStatus: 429 }],
    ['the connection breaks', { kind: 'drop' }],
  ] as const)(
    'with a list of locks that fails because %s, says what was right before',
    async (_why, fault) => {
      simulator.control.addFault({ ...fault, path: '/v3/lock/list' })

      expect(results(await test())).toEqual({
        reach: 'ok',
        clock: 'ok',
        region: 'ok',
        credentials: 'ok',
        locks: 'failed',
        gateways: 'skipped',
        quota: 'skipped',
      })
    },
  )

  it('with the month used up at the list of locks, says it at the quota and that the sign-in was right', async () => {
    simulator.control.setQuota({ monthlyLimit: 0 })

    expect(results(await test())).toMatchObject({ region: 'ok', credentials: 'ok', quota: 'failed' })
  })

  it('with a sign-in that gets no answer, says it at the sign-in and vouches for no region', async () => {
    simulator.control.addFault({ kind: 'drop', path: '/oauth2/token' })

    expect(results(await test())).toMatchObject({
      reach: 'ok',
      region: 'skipped',
      credentials: 'failed',
      locks: 'skipped',
    })
  })

  it.each([
    [10006, 'ok'],
    [10007, 'ok'],
    [30005, 'ok'],
    [10000, 'skipped'],
    [10001, 'skipped'],
    [10005, 'skipped'],
  ])('with a sign-in refused by %i, says of the region: %s', async (errcode, region) => {
    simulator.control.addFault({ kind: 'errcode', errcode, path: '/oauth2/token' })

    expect(results(await test())).toMatchObject({ region, credentials: 'failed', locks: 'skipped' })
  })

  it('with a client id that this region does not know, vouches for no region', async () => {
    const tested = await test({ secrets: { ...simulatedSecrets, clientId: 'of-the-other-region' } })

    expect(results(tested)).toMatchObject({ region: 'skipped', credentials: 'failed' })
    expect(tested.steps[3]?.sentence).toContain('region')
  })

  it('with nothing but locks of others, says whose gateways they are reached through', async () => {
    const { uid: adminUid } = otherAccount
    simulator.control.replaceSite({
      ...siteOf([{ adminUid }]),
      gateways: [{ gatewayId: 5, gatewayName: 'Lobby', adminUid }],
      ekeys: [{ lockId: 101, uid: defaultAccount.uid, keyRight: 1 }],
    })
    const tested = await test()

    expect(results(tested)).toMatchObject({ locks: 'ok', gateways: 'ok' })
    expect(tested.steps[5]?.sentence).toContain('those of their owner')
  })

  it('with nothing at the address, says it at the first step', async () => {
    await simulator.control.setService({ up: false })

    expect(results(await test())).toMatchObject({ reach: 'failed', clock: 'skipped', quota: 'skipped' })
  })

  it('with an address that hangs, ends in time', async () => {
    const server = await startRawServer(() => undefined)

    expect(
      results(await test({ baseUrl: server.url, timeouts: { cloudMs: 200, connectMs: 100 } })),
    ).toMatchObject({ reach: 'failed' })
    await server.close()
  })

  it('with something else at the address, says at the sign-in that it is no TTLock', async () => {
    const server = await startRawServer((_request, response) => json(response, { hello: 'world' }))
    const tested = await test({ baseUrl: server.url })

    expect(tested.steps.map(({ step, result }) => [step, result])).toEqual([
      ['reach', 'ok'],
      ['clock', 'ok'],
      ['region', 'skipped'],
      ['credentials', 'failed'],
      ['locks', 'skipped'],
      ['gateways', 'skipped'],
      ['quota', 'skipped'],
    ])
    await server.close()
  })

  it('with an account without locks, says what to do', async () => {
    simulator.control.removeLock({ lockId: 101 })
    simulator.control.removeLock({ lockId: 102 })
    const tested = await test()

    expect(results(tested)).toMatchObject({ credentials: 'ok', locks: 'failed', gateways: 'ok' })
  })

  it('with all gateways offline, says so and goes on', async () => {
    for (const gatewayId of [5, 6]) simulator.control.patchGateway({ gatewayId, online: false })
    // The cloud believes in a dead gateway for eight minutes.
    const laterMs = 9 * 60_000
    simulator.control.setClock({ advanceMs: laterMs })
    const tested = await test({ clock: { ...systemClock, nowMs: () => Date.now() + laterMs } })

    expect(results(tested)).toMatchObject({ locks: 'ok', gateways: 'failed', quota: 'ok' })
    expect(tested.steps[5]?.sentence).toContain('0 of 2 gateways online')
  })

  it('with the calls used up, says it at the quota', async () => {
    simulator.control.setQuota({ monthCount: 30_000, monthlyLimit: null })

    expect(results(await test())).toMatchObject({ gateways: 'ok', quota: 'failed' })
  })

  it('of an application whose calls are refused as used up, says so at the quota though few are counted', async () => {
    const refused = { step: 'quota', result: 'failed', sentence: expect.stringContaining('TTLock says') }
    expect((await test({ isUsedUp: true })).steps).toContainEqual(refused)
    simulator.control.addFault({ kind: 'errcode', errcode: 30007, path: '/v3/gateway/list' })
    expect((await test()).steps).toContainEqual(refused)
    expect(results(await test())).toMatchObject({ quota: 'ok' })
  })

  /** What the engine does about a failure is no promise to a person who only tries. */
  const PROMISE = /(?:tried|asked|read) again|on by itself|shortly/

  it.each([...KNOWN_ERRCODES, 424_242])('with errcode %i at any step, promises nothing', async (errcode) => {
    for (const path of ['/v3/lock/list', '/v3/key/list', '/v3/gateway/list', '/app/getMonthRequestCount']) {
      simulator.control.addFault({ kind: 'errcode', errcode, path })
      const { steps } = await test()
      simulator.control.clearFaults()
      for (const { sentence } of steps) expect(sentence).not.toMatch(PROMISE)
    }
  })

  it.each([
    ['an HTTP 500', { kind: 'http', httpStatus: 500 }],
    ['a page', { kind: 'html' }],
    ['a dropped connection', { kind: 'drop' }],
    ['half an answer', { kind: 'truncated' }],
  ] as const)('with %s at the locks, says to test again', async (_what, fault) => {
    simulator.control.addFault({ ...fault, path: '/v3/lock/list' })
    const { steps } = await test()
    const sentence = steps.find(({ result }) => result === 'failed')?.sentence

    expect(sentence).toMatch(/Test again in a minute\.$/)
    expect(sentence).not.toMatch(PROMISE)
  })
})
