import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import { JOB_PRIORITIES } from '../../../src-main/domain/job/job.ts'
import type { CallContext } from '../../../src-main/ports/lockProvider.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { createTtlockProvider } from '../../../src-main/ttlock/provider.ts'
import { openClientScene } from './clientScene.ts'
import { siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, systemClock, type TestProvider, vendorPinId } from './testProvider.ts'

let simulator: Simulator
let client: TestProvider

/** 101 and 102 hang on gateway 5, 103 on 6, 104 on both. */
beforeEach(async () => {
  const scene = await openClientScene({
    latency: 60,
    site: siteOf([
      {},
      {},
      { gateways: [{ gatewayId: 6, rssi: -60 }] },
      {
        gateways: [
          { gatewayId: 5, rssi: -80 },
          { gatewayId: 6, rssi: -60 },
        ],
      },
    ]),
  })
  simulator = scene.simulator
  client = scene.client
  return scene.close
})
const addTo = (lockId: number, pin: string, own: Partial<CallContext> = {}) =>
  client.provider.addCode(
    { externalId: String(lockId), pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
    { ...context, ...own },
  )

async function learnGateways(): Promise<void> {
  for (const lockId of [101, 102, 103, 104]) await client.provider.listGatewaysOfLock(String(lockId), context)
}

/** When each lock's add was under way at the gateway. */
function spans() {
  return simulator.control
    .journal({ path: '/v3/keyboardPwd/add' })
    .map(({ lockId, commandStartedAt, commandEndedAt }) => ({
      lockId,
      from: commandStartedAt ?? 0,
      to: commandEndedAt ?? 0,
    }))
}

describe('commands through one gateway', () => {
  it('go one at a time once it is known which locks it has', async () => {
    await learnGateways()
    const results = await Promise.all([addTo(101, '482915'), addTo(102, '482916'), addTo(101, '482917')])

    expect(results.every((result) => result.ok)).toBe(true)
    const sorted = [...spans()].sort((a, b) => a.from - b.from)
    for (const [index, span] of sorted.entries())
      expect(span.from).toBeGreaterThanOrEqual(sorted[index - 1]?.to ?? 0)
  })

  it('of a person’s click go before those of checks that asked earlier', async () => {
    await learnGateways()
    const { click, periodic } = JOB_PRIORITIES
    await Promise.all([
      addTo(101, '482915', { priority: periodic }),
      addTo(102, '482916', { priority: periodic }),
      addTo(101, '482917', { priority: periodic }),
      addTo(104, '482918', { priority: click }),
    ])

    const sorted = [...spans()].sort((a, b) => a.from - b.from)
    expect(sorted.map(({ lockId }) => lockId)).toEqual([101, 104, 102, 101])
  })

  it('collide while nobody asked which locks it has', async () => {
    const results = await Promise.all([addTo(101, '482915'), addTo(102, '482916')])

    expect(results.filter((result) => !result.ok)).toMatchObject([
      { error: { kind: 'busy', errcode: -3003 } },
    ])
  })

  it('do not collide when the gateways are known from earlier', async () => {
    for (const lockId of ['101', '102']) {
      client.provider.rememberGateways(lockId, [{ gatewayId: '5', seenAtMs: Date.now() - 60_000 }])
    }
    const results = await Promise.all([addTo(101, '482915'), addTo(102, '482916')])

    expect(results.every((result) => result.ok)).toBe(true)
  })

  it('leave room for reads meanwhile', async () => {
    await learnGateways()
    const adding = addTo(101, '482915')
    await expect(client.provider.listDevices(context)).resolves.toMatchObject({ ok: true })
    expect(client.actions()).not.toContain('PASSCODE_ADD')
    await adding
  })
})

describe('commands through two gateways', () => {
  it('run side by side', async () => {
    await learnGateways()
    await Promise.all([addTo(101, '482915'), addTo(103, '482916')])

    const [first, second] = spans()
    expect(second?.from).toBeLessThan(first?.to ?? 0)
  })

  it('wait for a lock that both see', async () => {
    await learnGateways()
    const results = await Promise.all([addTo(104, '482915'), addTo(101, '482916'), addTo(103, '482917')])

    expect(results.every((result) => result.ok)).toBe(true)
    const onBoth = spans().find((span) => span.lockId === 104)
    for (const span of spans().filter((other) => other.lockId !== 104)) {
      expect(span.from).toBeGreaterThanOrEqual(onBoth?.to ?? Number.POSITIVE_INFINITY)
    }
  })
})

describe('a busy answer', () => {
  it('rests the lane, and no other', async () => {
    const own = createTestProvider(simulator.url, { busyRestMs: 600 })
    for (const lockId of ['101', '103']) await own.provider.listGatewaysOfLock(lockId, context)
    simulator.control.addFault({ kind: 'errcode', errcode: -3003, path: '/v3/keyboardPwd/add', lockId: 101 })
    const add = (externalId: string, pin: string) =>
      own.provider.addCode(
        { externalId, pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
        context,
      )
    await add('101', '482915')
    const order: string[] = []
    await Promise.all([
      add('101', '482915').then(() => order.push('101')),
      add('103', '482916').then(() => order.push('103')),
    ])

    expect(order).toEqual(['103', '101'])
    const entries = simulator.control.journal({ path: '/v3/keyboardPwd/add', lockId: 101 })
    expect((entries[1]?.at ?? 0) - (entries[0]?.at ?? 0)).toBeGreaterThanOrEqual(600)
    await own.provider.close()
  })
})

describe('a lane', () => {
  it('rests 2 s after a command and half a minute after a busy answer unless told otherwise', async () => {
    const own = createTtlockProvider({
      ...{ baseUrl: simulator.url, secrets: client.store, clock: systemClock, random: () => 0 },
      recorder: { record: () => undefined },
    })
    const readClock = () => own.readLockClock('101', context)
    await own.listDevices(context)
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await readClock()
    const afterCommand = timers.mock.calls.map(([, ms]) => ms)
    timers.mockClear()
    simulator.control.addFault({ kind: 'errcode', errcode: -3037 })
    await readClock()
    const afterBusy = timers.mock.calls.map(([, ms]) => ms)
    timers.mockRestore()

    expect([afterCommand.includes(2_000), afterCommand.includes(30_000)]).toEqual([true, false])
    expect(afterBusy).toContain(30_000)
    await own.close()
  })
})

describe('waiting for a lane', () => {
  it('of a busy gateway, a command whose lock turns out to be heard by a free one begins at once', async () => {
    await learnGateways()
    simulator.control.addFault({ kind: 'hang', path: '/v3/keyboardPwd/add', lockId: 101 })
    const stop = new AbortController()
    const running = addTo(101, '482915', { signal: stop.signal })
    const waiting = addTo(102, '482916')
    client.provider.rememberGateways('102', [{ gatewayId: '6', seenAtMs: null }])

    await expect(waiting).resolves.toMatchObject({ ok: true })
    expect(client.actions().filter((action) => action === 'PASSCODE_ADD')).toHaveLength(1)
    stop.abort()
    await running
  })

  it('stopped, sends nothing', async () => {
    await learnGateways()
    const stop = new AbortController()
    const running = addTo(101, '482915')
    const waiting = addTo(102, '482916', { signal: stop.signal })
    stop.abort()

    await expect(waiting).resolves.toMatchObject({ ok: false, error: { kind: 'busy' } })
    await running
    expect(spans().map((span) => span.lockId)).toEqual([101])
  })
})

describe('a command that fails three times in a row', () => {
  it('is not sent a fourth time until a person says so', async () => {
    const deleteIt = () =>
      client.provider.deleteCode(
        { externalId: '101', vendorPinId: vendorPinId('5'), route: 'gateway' },
        context,
      )
    simulator.control.addFault({ kind: 'errcode', errcode: 1, path: '/v3/keyboardPwd/delete', count: 10 })
    for (let attempt = 0; attempt < 3; attempt += 1) await deleteIt()
    const suspended = await deleteIt()
    const sentBefore = simulator.control.journal({ path: '/v3/keyboardPwd/delete' }).length
    client.provider.endSuspension('101')
    await deleteIt()

    expect(suspended).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', retryAfterMs: expect.any(Number) },
    })
    expect(sentBefore).toBe(3)
    expect(simulator.control.journal({ path: '/v3/keyboardPwd/delete' })).toHaveLength(4)
  })
})
