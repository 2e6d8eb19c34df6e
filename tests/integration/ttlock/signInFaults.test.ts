import { beforeEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import { type Fault, faultKinds } from '../../../src-main/simulator/faults.ts'
import type { Simulator } from '../../../src-main/simulator/simulator.ts'
import { KNOWN_ERRCODES } from '../../../src-main/ttlock/errorTable.ts'
import { openClientScene } from './clientScene.ts'
import { startRawServer } from './rawServer.ts'
import { siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, type TestProvider } from './testProvider.ts'

const add = {
  externalId: '101',
  pin: '593726',
  name: 'AB U1 C2',
  window: PERMANENT,
  route: 'gateway',
} as const

/** Refusals that say nothing of client, name, password or refresh token. */
const NOT_OF_THE_SIGN_IN = [80000, 90000, 30006, 30007, 30008]

let simulator: Simulator
let client: TestProvider

beforeEach(async () => {
  const scene = await openClientScene({ site: siteOf([{}]) })
  simulator = scene.simulator
  client = scene.client
  return scene.close
})

function refuseSignIn(errcode: number): void {
  simulator.control.addFault({ kind: 'errcode', errcode, path: '/oauth2/token' })
}

/** As days later: a stored sign-in that the provider knows and that is about to end. */
async function letSignInEnd(): Promise<void> {
  await client.provider.listDevices(context)
  const { token } = client.store
  client.store.token = token && { ...token, expiresAtMs: 0 }
}

describe('a sign-in that is refused', () => {
  it.each([...KNOWN_ERRCODES, 424_242])(
    'with errcode %i, stops the account or waits, and is no fault of the code that was to be added',
    async (errcode) => {
      refuseSignIn(errcode)
      const added = await client.provider.addCode(add, context)

      const kind = added.ok ? 'ok' : added.error.kind
      const cause = added.ok ? 'ok' : added.error.cause
      expect(kind).toMatch(/^(?:stop_the_account|unreachable|busy)$/)
      if (!NOT_OF_THE_SIGN_IN.includes(errcode)) {
        expect({ kind, cause }).toEqual({ kind: 'stop_the_account', cause: 'not_signed_in' })
      }
      expect(simulator.control.journal().map(({ path }) => path)).toEqual(['/oauth2/token'])
    },
  )

  it('with a code that nobody knows, is not asked for again and again', async () => {
    refuseSignIn(424_242)
    const first = await client.provider.listDevices(context)
    const second = await client.provider.listDevices(context)

    expect(first).toMatchObject({ ok: false, error: { sentence: expect.stringContaining('424242') } })
    expect(second).toMatchObject({ ok: false, error: { retryAfterMs: expect.any(Number) } })
    expect(client.actions()).toEqual(['TOKEN'])
  })
})

describe('a sign-in that is refused as OAuth would have it', () => {
  it.each([
    [200, { error: 'invalid_grant', error_description: 'user unknown' }],
    [400, { error: 'invalid_grant' }],
    [401, { error: 'invalid_client' }],
    [401, {}],
  ] as const)('with HTTP %i and %j, asks a person, and the provider only once', async (status, body) => {
    const server = await startRawServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    const own = createTestProvider(server.url)
    const first = await own.provider.listDevices(context)
    const second = await own.provider.listDevices(context)

    expect(first).toMatchObject({
      ok: false,
      error: { kind: 'stop_the_account', cause: 'not_signed_in', httpStatus: status },
    })
    expect(second).toMatchObject({ ok: false, error: { retryAfterMs: expect.any(Number) } })
    expect(own.actions()).toEqual(['TOKEN'])
    await own.provider.close()
    await server.close()
  })

  it.each([403, 407, 502])('with HTTP %i, waits: that may be anybody on the way', async (status) => {
    simulator.control.addFault({ kind: 'http', httpStatus: status, path: '/oauth2/token' })

    expect(await client.provider.listDevices(context)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', cause: 'provider_down' },
    })
  })
})

describe('a refresh that is refused', () => {
  it.each([...KNOWN_ERRCODES, 424_242].filter((errcode) => !NOT_OF_THE_SIGN_IN.includes(errcode)))(
    'with errcode %i, falls back to the password',
    async (errcode) => {
      await letSignInEnd()
      refuseSignIn(errcode)
      const result = await client.provider.listDevices(context)

      expect(result.ok).toBe(true)
      expect(client.actions().slice(2)).toEqual(['TOKEN_REFRESH', 'TOKEN', 'DEVICE_LIST'])
    },
  )

  it.each(NOT_OF_THE_SIGN_IN)('with errcode %i, does not try the password', async (errcode) => {
    await letSignInEnd()
    refuseSignIn(errcode)
    await client.provider.listDevices(context)

    expect(client.actions().slice(2)).toEqual(['TOKEN_REFRESH'])
  })
})

/** Every fault that the simulator knows, with what a call must make of its sign-in. */
const FAULTS: Readonly<Record<Fault['kind'], { readonly fault: Fault; readonly error: object | null }>> = {
  errcode: { fault: { kind: 'errcode', errcode: 90000 }, error: { kind: 'busy', cause: 'provider_down' } },
  http: {
    fault: { kind: 'http', httpStatus: 502 },
    error: { kind: 'unreachable', cause: 'provider_down', httpStatus: 502 },
  },
  html: { fault: { kind: 'html' }, error: { kind: 'unreachable', cause: 'malformed_answer' } },
  hang: { fault: { kind: 'hang' }, error: { kind: 'unreachable', cause: 'lost_answer' } },
  drop: { fault: { kind: 'drop' }, error: { kind: 'unreachable', cause: 'lost_answer' } },
  slow: { fault: { kind: 'slow', delayMs: 50 }, error: null },
  truncated: { fault: { kind: 'truncated' }, error: { kind: 'busy', cause: 'malformed_answer' } },
  'cut off': { fault: { kind: 'cut off' }, error: { kind: 'unreachable', cause: 'lost_answer' } },
}

/** One that will be left hanging waits for no longer than it must. */
const IMPATIENT = { timeouts: { cloudMs: 300, gatewayMs: 300, connectMs: 150 } }

/** A client whose next sign-in is spoiled, and one that comes after it, with the same store. */
function clientsWith(kind: Fault['kind']): readonly [TestProvider, TestProvider] {
  simulator.control.addFault({ ...FAULTS[kind].fault, effect: 'applied', path: '/oauth2/token' })
  const { store } = client
  const spoiled = createTestProvider(simulator.url, { store, ...(kind === 'hang' ? IMPATIENT : {}) })
  return [spoiled, createTestProvider(simulator.url, { store })]
}

describe('a sign-in whose answer is spoiled', () => {
  it.each(faultKinds)('by %s, sends no command, and the next call signs in again', async (kind) => {
    const { error } = FAULTS[kind]
    const [spoiled, next] = clientsWith(kind)
    const added = await spoiled.provider.addCode(add, context)
    const after = await next.provider.listDevices(context)

    expect(added).toMatchObject(error === null ? { ok: true } : { ok: false, error })
    const commands = simulator.control.journal().filter(({ path }) => path === '/v3/keyboardPwd/add')
    expect(commands).toHaveLength(error === null ? 1 : 0)
    expect(after.ok).toBe(true)
    await spoiled.provider.close()
    await next.provider.close()
  })

  it('again and again, is no failure of the lock that nothing was sent to', async () => {
    simulator.control.addFault({ kind: 'drop', count: 3, path: '/oauth2/token' })
    for (const pin of ['593726', '593727', '593728']) {
      expect(await client.provider.addCode({ ...add, pin }, context)).toMatchObject({
        ok: false,
        error: { cause: 'lost_answer' },
      })
    }

    expect(await client.provider.addCode(add, context)).toMatchObject({ ok: true })
  })

  it.each(faultKinds)(
    'by %s, at a refresh that hands out a new refresh token, does not lose the account',
    async (kind) => {
      await letSignInEnd()
      const [spoiled, next] = clientsWith(kind)
      await spoiled.provider.listDevices(context)

      expect(await next.provider.listDevices(context)).toMatchObject({ ok: true })
      await spoiled.provider.close()
      await next.provider.close()
    },
  )
})
