import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import { type Fault, faultKinds } from '../../../src-main/simulator/faults.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { openClientScene } from './clientScene.ts'
import { json, startRawServer } from './rawServer.ts'
import { siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, type TestProvider, vendorPinId } from './testProvider.ts'

const pin = '593726'
const add = { externalId: '101', pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' } as const
const removal = { externalId: '101', vendorPinId: vendorPinId('77'), route: 'gateway' } as const

/** Every fault that the simulator knows, with what a write must make of it. */
const WRITES: Readonly<Record<Fault['kind'], { readonly fault: Fault; readonly error: object | null }>> = {
  errcode: {
    fault: { kind: 'errcode', errcode: 1 },
    error: { kind: 'unknown_outcome', cause: 'unknown', errcode: 1 },
  },
  http: {
    fault: { kind: 'http', httpStatus: 502 },
    error: { kind: 'unknown_outcome', cause: 'provider_down', httpStatus: 502 },
  },
  html: { fault: { kind: 'html' }, error: { kind: 'unknown_outcome', cause: 'malformed_answer' } },
  hang: { fault: { kind: 'hang' }, error: { kind: 'unknown_outcome', cause: 'lost_answer' } },
  drop: { fault: { kind: 'drop' }, error: { kind: 'unknown_outcome', cause: 'lost_answer' } },
  slow: { fault: { kind: 'slow', delayMs: 50 }, error: null },
  truncated: { fault: { kind: 'truncated' }, error: { kind: 'unknown_outcome', cause: 'malformed_answer' } },
  'cut off': { fault: { kind: 'cut off' }, error: { kind: 'unknown_outcome', cause: 'lost_answer' } },
}
/** These carry the request out and then spoil the answer; of the others the fault says whether they do. */
const ALWAYS_APPLIED: readonly Fault['kind'][] = ['slow', 'truncated', 'cut off']

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({
    site: siteOf([{ codes: [{ keyboardPwdId: 77, keyboardPwd: '482915' }] }]),
  })
  simulator = scene.simulator
  client = scene.client
  await client.provider.listDevices(context)
  simulator.control.clearJournal()
  return scene.close
})
/** Signed in already; one that will be left hanging waits for no longer than it must. */
async function clientFor(kind: Fault['kind']): Promise<TestProvider> {
  if (kind !== 'hang') return client
  const { store } = client
  await client.provider.close()
  client = createTestProvider(simulator.url, {
    store,
    timeouts: { cloudMs: 300, gatewayMs: 300, connectMs: 150 },
  })
  return client
}

const inMemory = () =>
  (simulator.control.state({ lockId: 101 }).locks[0]?.memory ?? []).map((code) => code.keyboardPwd).sort()

const CASES = faultKinds.flatMap((kind) =>
  (ALWAYS_APPLIED.includes(kind) ? ['applied'] : ['none', 'applied']).map((effect) => ({ kind, effect })),
) as readonly { readonly kind: Fault['kind']; readonly effect: 'none' | 'applied' }[]

describe('a client of a cloud that fails', () => {
  it.each(CASES)(
    'with $kind, effect $effect, ends an add in a typed error and sends it once',
    async (made) => {
      const { fault, error } = WRITES[made.kind]
      simulator.control.addFault({ ...fault, effect: made.effect, path: '/v3/keyboardPwd/add' })
      const { provider } = await clientFor(made.kind)
      const result = await provider.addCode(add, context)

      expect(result).toMatchObject(error === null ? { ok: true } : { ok: false, error })
      expect(simulator.control.journal().map(({ path }) => path)).toEqual(['/v3/keyboardPwd/add'])
      expect(inMemory()).toEqual(made.effect === 'applied' ? ['482915', pin] : ['482915'])
      expect(JSON.stringify(client.entries)).not.toContain(pin)
    },
  )

  it.each(CASES)(
    'with $kind, effect $effect, never takes a delete for done that it cannot know',
    async (made) => {
      const { fault, error } = WRITES[made.kind]
      simulator.control.addFault({ ...fault, effect: made.effect, path: '/v3/keyboardPwd/delete' })
      const { provider } = await clientFor(made.kind)
      const result = await provider.deleteCode(removal, context)

      expect(result).toMatchObject(error === null ? { ok: true } : { ok: false, error })
      expect(inMemory()).toEqual(made.effect === 'applied' ? [] : ['482915'])
    },
  )

  it.each(faultKinds)('with %s, reads nothing rather than a shorter list', async (kind) => {
    simulator.control.addFault({ ...WRITES[kind].fault, path: '/v3/lock/listKeyboardPwd' })
    const { provider } = await clientFor(kind)
    const { reading, error } = await provider.listCodes('101', context)

    if (WRITES[kind].error === null)
      expect(reading).toMatchObject({ kind: 'known', codes: [{ pin: '482915' }] })
    else {
      expect(reading.kind).toBe('unreadable')
      expect(error?.kind).toMatch(/^(?:busy|unreachable)$/)
    }
  })

  it('with the service down and up again, cannot be reached and then can', async () => {
    await simulator.control.setService({ up: false })
    const down = await client.provider.listDevices(context)
    await simulator.control.setService({ up: true })
    const up = await client.provider.listDevices(context)

    expect(down).toMatchObject({ ok: false, error: { kind: 'unreachable' } })
    expect(up.ok).toBe(true)
  })
})

describe('the time that a call may take', () => {
  /** A server that answers the sign-in and nothing else. */
  const deaf = () =>
    startRawServer(({ path }, response) => {
      if (path === '/oauth2/token') {
        json(response, { access_token: 'a'.repeat(32), refresh_token: 'b'.repeat(32), expires_in: 7_776_000 })
      }
    })
  const lost = { ok: false, error: { cause: 'lost_answer' } }

  it('is one for the cloud and a longer one for a command through a gateway', async () => {
    const server = await deaf()
    const own = createTestProvider(server.url, {
      timeouts: { cloudMs: 400, gatewayMs: 1_500, connectMs: 200 },
    })
    const ended: string[] = []
    const ends = async (name: string, call: Promise<unknown>) => {
      await expect(call).resolves.toMatchObject(lost)
      ended.push(name)
    }
    await Promise.all([
      ends('command', own.provider.deleteCode(removal, context)),
      ends('read', own.provider.listGateways(context)),
    ])

    expect(ended).toEqual(['read', 'command'])
    await own.provider.close()
    await server.close()
  })

  it('is 15 s for the cloud and 70 s for a command unless told otherwise', async () => {
    const own = createTestProvider(simulator.url, { store: client.store, timeouts: {} })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await own.provider.listDevices(context)
    const forRead = timers.mock.calls.map(([, ms]) => ms)
    timers.mockClear()
    await own.provider.deleteCode(removal, context)
    const forCommand = timers.mock.calls.map(([, ms]) => ms)
    timers.mockRestore()

    expect(forRead).toContain(15_000)
    expect(forCommand).toContain(70_000)
    await own.provider.close()
  })
})
