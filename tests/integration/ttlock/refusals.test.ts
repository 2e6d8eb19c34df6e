import { beforeEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import type { ProviderError, ProviderResult } from '../../../src-main/domain/providerError/providerError.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { KNOWN_ERRCODES, meaningOf } from '../../../src-main/ttlock/errorTable.ts'
import { openClientScene } from './clientScene.ts'
import { siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, systemClock, type TestProvider, vendorPinId } from './testProvider.ts'

/** The dead-token codes have tests of their own: they lead to a renewal. */
const ERRCODES = [
  ...KNOWN_ERRCODES.filter((errcode) => errcode !== 10003 && errcode !== 10004),
  -987_654,
  424_242,
]

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({
    site: siteOf([{ codes: [{ keyboardPwdId: 77, keyboardPwd: '482915' }] }]),
  })
  simulator = scene.simulator
  client = scene.client
  await client.provider.listDevices(context)
  return scene.close
})
function errorOf(result: ProviderResult<unknown>): ProviderError | null {
  return result.ok ? null : result.error
}

describe('every errcode of the tables, and two that are in none', () => {
  it.each(ERRCODES)('%i ends a read, an add, a change and a delete as the table says', async (errcode) => {
    const paths = [
      '/v3/lock/listKeyboardPwd',
      '/v3/keyboardPwd/add',
      '/v3/keyboardPwd/change',
      '/v3/keyboardPwd/delete',
    ]
    const [forList, forAdd, forChange, forDelete] = await Promise.all(
      paths.map((path) => {
        const own = createTestProvider(simulator.url, { store: client.store })
        simulator.control.addFault({ kind: 'errcode', errcode, path })
        return { own, path }
      }),
    )
    const target = { externalId: '101', vendorPinId: vendorPinId('77'), route: 'gateway' } as const
    const list = await forList?.own.provider.listCodes('101', context)
    const add = await forAdd?.own.provider.addCode(
      { externalId: '101', pin: '593726', name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
      context,
    )
    const change = await forChange?.own.provider.changeCode(
      { ...target, newPin: '593726', name: 'AB U1 C2', window: PERMANENT },
      context,
    )
    const deleted = await forDelete?.own.provider.deleteCode(target, context)

    expect(list?.error).toMatchObject({ ...meaningOf(errcode, 'read'), errcode, httpStatus: 200 })
    expect(list?.reading.kind).toBe('unreadable')
    expect(add && errorOf(add)).toMatchObject({ ...meaningOf(errcode, 'add'), errcode })
    expect(change && errorOf(change)).toMatchObject({ ...meaningOf(errcode, 'change'), errcode })
    expect(deleted && errorOf(deleted)).toMatchObject({ ...meaningOf(errcode, 'delete'), errcode })
    for (const { own } of [forList, forAdd, forChange, forDelete].filter((each) => each !== undefined)) {
      expect(own.entries.at(-1)).toMatchObject({
        ok: false,
        errorMessage: expect.stringContaining(`errcode ${errcode}: `),
      })
      await own.provider.close()
    }
  })
})

describe('the quota', () => {
  it('used up, stops further calls before they are sent, but not the question how much is left', async () => {
    simulator.control.setQuota({ monthlyLimit: 1 })
    const refused = await client.provider.listDevices(context)
    simulator.control.clearJournal()
    const held = await client.provider.listDevices(context)
    const count = await client.provider.monthRequestCount(context)

    expect(errorOf(refused)).toMatchObject({ kind: 'stop_the_account', cause: 'quota', errcode: 30007 })
    expect(errorOf(held)).toMatchObject({ cause: 'quota', errcode: 30007, retryAfterMs: expect.any(Number) })
    expect(count.ok).toBe(true)
    expect(simulator.control.journal().map((entry) => entry.path)).toEqual(['/app/getMonthRequestCount'])
  })

  it('asked for, shows use, limit and what is left', async () => {
    simulator.control.setQuota({ monthCount: 29_000 })
    await client.provider.monthRequestCount(context)
    await client.provider.listDevices(context)

    expect(client.provider.quota()).toMatchObject({ used: 29_001, limit: 30_000, remaining: 999 })
  })

  it('of the minute exceeded, pauses the account', async () => {
    simulator.control.setQuota({ perMinuteLimit: 1 })
    await client.provider.listDevices(context)

    expect(errorOf(await client.provider.listDevices(context))).toMatchObject({
      cause: 'throttled',
      errcode: 30006,
    })
  })
})

describe('an HTTP 429, as a server before the real one answers', () => {
  it('pauses the account as too many calls do', async () => {
    simulator.control.addFault({ kind: 'http', httpStatus: 429, path: '/v3/lock/list' })
    const refused = await client.provider.listDevices(context)
    simulator.control.clearFaults()
    simulator.control.clearJournal()
    const held = await client.provider.listDevices(context)

    expect(errorOf(refused)).toMatchObject({ kind: 'unreachable', cause: 'throttled', httpStatus: 429 })
    expect(errorOf(held)).toMatchObject({ cause: 'throttled', retryAfterMs: expect.any(Number) })
    expect(simulator.control.journal()).toEqual([])
  })
})

describe('calls that wait for their turn', () => {
  /** As many calls at once as take four turns of the account's rate. */
  async function askTwenty(): Promise<readonly ProviderResult<unknown>[]> {
    const own = createTestProvider(simulator.url, {
      store: client.store,
      rateLimit: { calls: 5, perMs: 100 },
    })
    const asked = await Promise.all(Array.from({ length: 20 }, () => own.provider.listDevices(context)))
    await own.provider.close()
    return asked
  }

  it.each([
    ['there were too many in a short time', { perMinuteLimit: 3 }, 'throttled'],
    ['those of the month are used up', { monthlyLimit: 3 }, 'quota'],
  ] as const)('while it turns out that %s, are not sent any more', async (_what, limit, cause) => {
    simulator.control.setQuota({ monthCount: 0, ...limit })
    simulator.control.clearJournal()
    const asked = await askTwenty()

    // Three that pass, and those that were under way when the first refusal came.
    expect(simulator.control.journal().length).toBeLessThanOrEqual(5)
    expect(asked.filter(({ ok }) => !ok).map(errorOf)).toEqual(
      Array.from({ length: 17 }, () => expect.objectContaining({ cause })),
    )
  })
})

describe('a client that ends', () => {
  it.each(['close', 'retire'] as const)('by %s, sends away at once what waits for its turn', async (end) => {
    const own = createTestProvider(simulator.url, {
      store: client.store,
      rateLimit: { calls: 1, perMs: 60_000 },
    })
    await own.provider.listDevices(context)
    const waiting = own.provider.listDevices(context)
    await own.provider[end]()

    expect(errorOf(await waiting)).toMatchObject({
      kind: 'busy',
      sentence: expect.stringContaining('before'),
    })
    expect(errorOf(await own.provider.listDevices(context))).toMatchObject({ kind: 'busy' })
  })
})

describe('the clock', () => {
  it('more than five minutes off, stops all but a look at the time, and goes on when it is set right', async () => {
    const time = { aheadMs: 0 }
    const own = createTestProvider(simulator.url, {
      store: client.store,
      clock: { nowMs: () => Date.now() + time.aheadMs, monotonicMs: systemClock.monotonicMs },
    })
    await own.provider.listDevices(context)
    time.aheadMs = 6 * 60_000
    const held = await own.provider.listDevices(context)
    const heldAgain = await own.provider.listDevices(context)
    time.aheadMs = 0
    const after = await own.provider.listDevices(context)

    expect(errorOf(held)).toMatchObject({ kind: 'stop_the_account', cause: 'clock' })
    expect(errorOf(heldAgain)).toMatchObject({ kind: 'stop_the_account', cause: 'clock' })
    expect(after.ok).toBe(true)
    expect(own.actions()).toEqual(['DEVICE_LIST', 'CLOCK_PROBE', 'DEVICE_LIST'])
    await own.provider.close()
  })

  it('seemingly off after a long sleep, is measured again before anybody is alarmed', async () => {
    const time = { sleptMs: 0 }
    const own = createTestProvider(simulator.url, {
      store: client.store,
      // The monotonic clock stood still while computer and provider went on.
      clock: { nowMs: () => Date.now() + time.sleptMs, monotonicMs: systemClock.monotonicMs },
    })
    await own.provider.listDevices(context)
    time.sleptMs = 10 * 60_000
    simulator.control.setClock({ advanceMs: time.sleptMs })
    const result = await own.provider.listDevices(context)

    expect(result.ok).toBe(true)
    expect(own.actions()).toEqual(['DEVICE_LIST', 'CLOCK_PROBE', 'DEVICE_LIST'])
    await own.provider.close()
  })

  it('off at the first call, is refused by the provider and told as such', async () => {
    const own = createTestProvider(simulator.url, {
      store: client.store,
      clock: { nowMs: () => Date.now() - 600_000, monotonicMs: systemClock.monotonicMs },
    })

    expect(errorOf(await own.provider.listDevices(context))).toMatchObject({
      kind: 'stop_the_account',
      cause: 'clock',
      errcode: 80000,
    })
    expect(Math.round((own.provider.clockOffsetMs() ?? 0) / 60_000)).toBe(-10)
    await own.provider.close()
  })
})

describe('the wrong region', () => {
  it('is said in words that name the setting', async () => {
    simulator.control.setRegion({ region: 'cn' })

    expect(errorOf(await client.provider.listDevices(context))).toMatchObject({
      kind: 'stop_the_account',
      cause: 'region',
      sentence: expect.stringContaining('region'),
    })
  })
})

describe('a request that could only be wrong', () => {
  it.each([
    ['a lock id that is no number', { externalId: '12a', pin: '593726', window: PERMANENT }],
    ['a lock id of nothing', { externalId: '', pin: '593726', window: PERMANENT }],
    ['a lock id beyond counting', { externalId: '9'.repeat(16), pin: '593726', window: PERMANENT }],
    ['three digits', { externalId: '101', pin: '593', window: PERMANENT }],
    ['ten digits', { externalId: '101', pin: '5937261111', window: PERMANENT }],
    ['letters', { externalId: '101', pin: '59a726', window: PERMANENT }],
    [
      'a backwards window',
      { externalId: '101', pin: '593726', window: { kind: 'period', startMs: 2, endMs: 1 } },
    ],
  ] as const)('with %s, is not sent', async (_name, command) => {
    simulator.control.clearJournal()
    const result = await client.provider.addCode({ ...command, name: 'AB U1 C2', route: 'gateway' }, context)

    expect(errorOf(result)).toMatchObject({ kind: 'fix_the_data', cause: 'data' })
    expect(simulator.control.journal()).toEqual([])
  })
})
