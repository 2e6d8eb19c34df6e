import { beforeEach, describe, expect, it } from 'vitest'
import { CONTRACT, type RouteName } from '../../src-preload/contract/contract.ts'
import type { RouteAccess } from '../../src-preload/contract/route.ts'
import { ROUTE_NAMES } from '../../src-preload/contract/routeNames.ts'
import { SCREEN_CONTRACT } from '../../src-preload/contract/screenContract.ts'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import type { CorrelationId, OperatorId } from '../domain/ids.ts'
import type { Sender } from '../security/senderPolicy.ts'
import { RequestError } from '../useCases/requestError.ts'
import type { Authorization, Handlers, RequestContext, RouteSet } from './handlerTypes.ts'
import { createRouter, type Router, type RouterOptions } from './router.ts'

type AnyHandler = (request: unknown, context: RequestContext) => unknown

const mainWindow: Sender = { windowKind: 'main', frame: { url: 'lockstep-app://ui/#/', isMainFrame: true } }
const traceWindow: Sender = { ...mainWindow, windowKind: 'trace' }
/** A window that may ask for the route. */
const windowFor = (name: RouteName) =>
  CONTRACT[name].access.windows.includes('main') ? mainWindow : traceWindow
const manager = { id: 7 as OperatorId, name: 'Anna', role: 'manager' } as const

let handled: { name: string; request: unknown; context: RequestContext }[]
let nowMs: number
let authorization: Authorization
let accesses: RouteAccess[]
let logger: ReturnType<typeof createMemoryLogger>
let troubles: unknown[]

beforeEach(() => {
  troubles = []
  handled = []
  nowMs = 0
  authorization = { kind: 'allowed', operator: manager }
  accesses = []
  logger = createMemoryLogger()
})

/** What a page makes of the answers. */
function heard(router: Router) {
  return async (...asked: Parameters<Router>) => JSON.parse(await router(...asked))
}

function buildRouter(special?: Partial<Record<RouteName, AnyHandler>>, checksReplies?: boolean) {
  return heard(makeRouter(special, checksReplies))
}

function makeRouter(special: Partial<Record<RouteName, AnyHandler>> = {}, checksReplies = true): Router {
  const handlers = Object.fromEntries(
    ROUTE_NAMES.map((name): [string, AnyHandler] => [
      name,
      (request, context) => {
        handled.push({ name, request, context })
        return special[name]?.(request, context) ?? null
      },
    ]),
  )
  let requests = 0
  return createRouter({
    // Built from the list of all names; the replies are what a test chooses them to be.
    routesOf: () => ({ contract: CONTRACT, handlers: handlers as unknown as Handlers }),
    authorize: (access) => {
      accesses.push(access)
      return authorization
    },
    origins: { devServerOrigin: null },
    logger,
    newCorrelationId: () => {
      requests += 1
      return String(requests).padStart(32, '0') as CorrelationId
    },
    runWithCorrelation: (_id, task) => task(),
    monotonicMs: () => nowMs,
    onStoreTrouble: (cause) => troubles.push(cause),
    checksReplies,
  })
}

describe('router with a good request', () => {
  it('hands the parsed request and its context to the handler and the reply to the page', async () => {
    const router = buildRouter({ 'people.create': () => ({ id: 3 }) })
    const reply = await router(mainWindow, 'people.create', { name: '  Bo  ', note: null })
    expect(reply).toEqual({ ok: true, data: { id: 3 } })
    expect(handled).toEqual([
      {
        name: 'people.create',
        request: { name: 'Bo', note: null },
        context: {
          operator: manager,
          windowKind: 'main',
          correlationId: '00000000000000000000000000000001',
        },
      },
    ])
    expect(accesses).toEqual([CONTRACT['people.create'].access])
  })
})

describe('router with a route that is loaded late', () => {
  function buildLateRouter(routesOf: RouterOptions['routesOf']) {
    const router = createRouter({
      routesOf,
      authorize: () => authorization,
      origins: { devServerOrigin: null },
      logger,
      newCorrelationId: () => '0'.repeat(32) as CorrelationId,
      runWithCorrelation: (_id, task) => task(),
      monotonicMs: () => nowMs,
      onStoreTrouble: () => undefined,
      checksReplies: true,
    })
    return heard(router)
  }

  it('called before it is there, waits for it and answers; the session is asked after that', async () => {
    let load = (_routes: RouteSet): void => undefined
    const loading = new Promise<RouteSet>((resolve) => {
      load = resolve
    })
    authorization = { kind: 'refused', code: 'not_signed_in' }
    const asked = buildLateRouter(() => loading)(mainWindow, 'doors.list', {})
    authorization = { kind: 'allowed', operator: manager }
    load({ contract: SCREEN_CONTRACT, handlers: { 'doors.list': () => [] } })
    expect(await asked).toEqual({ ok: true, data: [] })
  })

  it('is refused to a sender, and for a request, that does not fit, like any other', async () => {
    const router = buildLateRouter(async () => ({
      contract: SCREEN_CONTRACT,
      handlers: { 'doors.list': () => [] },
    }))
    const foreign = { ...mainWindow, windowKind: null }
    expect(await router(foreign, 'doors.list', {})).toMatchObject({ error: { code: 'forbidden_sender' } })
    expect(await router(mainWindow, 'doors.list', { surprise: 1 })).toMatchObject({
      error: { code: 'validation_failed' },
    })
  })

  it('that cannot be loaded, answers that something is wrong and tells the log why', async () => {
    const router = buildLateRouter(() => Promise.reject(new Error('the file is gone')))
    const reply = await router(mainWindow, 'doors.list', {})
    expect(reply).toEqual({ ok: false, error: { code: 'internal' } })
    expect(logger.entries).toMatchObject([
      { level: 'error', message: 'route not loaded', fields: { route: 'doors.list' } },
    ])
  })
})

describe('router with a sender it does not trust (checklist 13)', () => {
  it.each<[string, Sender]>([
    ['unknown web contents', { ...mainWindow, windowKind: null }],
    ['a frame that is gone', { ...mainWindow, frame: null }],
    ['a sub-frame', { windowKind: 'main', frame: { url: 'lockstep-app://ui/', isMainFrame: false } }],
    ['a foreign page', { windowKind: 'main', frame: { url: 'https://example.com/', isMainFrame: true } }],
  ])('refuses %s before anything is parsed or asked', async (_name, sender) => {
    const reply = await buildRouter()(sender, 'doors.list', { unknown: 1 })
    expect(reply).toEqual({ ok: false, error: { code: 'forbidden_sender' } })
    expect(accesses).toEqual([])
  })

  it.each(ROUTE_NAMES.filter((name) => !CONTRACT[name].access.windows.includes('main')))(
    'refuses %s from the main window',
    async (name) => {
      const reply = await buildRouter()(mainWindow, name, {})
      expect(reply).toEqual({ ok: false, error: { code: 'forbidden_sender' } })
    },
  )

  it.each(ROUTE_NAMES.filter((name) => !CONTRACT[name].access.windows.includes('trace')))(
    'refuses %s from a trace window',
    async (name) => {
      const reply = await buildRouter()(traceWindow, name, {})
      expect(reply).toEqual({ ok: false, error: { code: 'forbidden_sender' } })
    },
  )
})

describe('router with a request that does not fit (checklist 14)', () => {
  it.each(['doors.unlock', '__proto__', 'constructor', '', 7, null])('refuses the route %s', async (name) => {
    expect(await buildRouter()(mainWindow, name, {})).toEqual({ ok: false, error: { code: 'unknown_route' } })
  })

  it.each(ROUTE_NAMES)('%s refuses an unknown key', async (name) => {
    const reply = await buildRouter()(windowFor(name), name, { surprise: 1 })
    expect(reply).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    expect(handled).toEqual([])
  })

  it.each(ROUTE_NAMES)('%s refuses what is not an object', async (name) => {
    const router = buildRouter()
    for (const request of [undefined, null, 'text', 7, [], true]) {
      nowMs += 60_000
      expect(await router(windowFor(name), name, request)).toMatchObject({
        error: { code: 'validation_failed' },
      })
    }
  })

  it('names each faulty field with a code the renderer knows', async () => {
    const reply = await buildRouter()(mainWindow, 'doors.provision', {
      name: ' ',
      siteId: -1,
      deviceId: 4,
      lockId: 'abc',
      description: 'x'.repeat(501),
      location: null,
      doorGroupId: null,
    })
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'validation_failed',
        fields: [
          { path: 'name', code: 'required' },
          { path: 'siteId', code: 'not_an_id' },
          { path: 'lockId', code: 'not_a_number' },
          { path: 'description', code: 'too_long', facts: { most: 500 } },
          { path: 'deviceId', code: 'choose_device_or_lock_id' },
        ],
      },
    })
  })

  it("turns the parser's own words into the code invalid", async () => {
    const reply = await buildRouter()(mainWindow, 'plans.preview', {
      scope: { kind: 'door', id: 1, extra: 1 },
    })
    expect(reply).toEqual({
      ok: false,
      error: { code: 'validation_failed', fields: [{ path: 'scope', code: 'invalid' }] },
    })
  })

  it('refuses a request that is too large without parsing it', async () => {
    const reply = await buildRouter()(mainWindow, 'people.create', { name: 'x'.repeat(300_000), note: null })
    expect(reply).toEqual({ ok: false, error: { code: 'too_large' } })
  })

  it('takes a large text for the clipboard', async () => {
    const reply = await buildRouter()(mainWindow, 'system.copyText', { text: 'x'.repeat(1_500_000) })
    expect(reply).toEqual({ ok: true, data: null })
  })
})

describe('router under many requests (checklist 14)', () => {
  const signIn = { operatorId: 1, passcode: 'secret passcode' }

  it('refuses a sign-in beyond the burst and admits one again later', async () => {
    const router = buildRouter()
    const codes: unknown[] = []
    for (let count = 0; count < 11; count += 1) codes.push(await router(mainWindow, 'session.signIn', signIn))
    expect(codes.slice(0, 10)).toEqual(Array(10).fill({ ok: true, data: null }))
    expect(codes[10]).toEqual({ ok: false, error: { code: 'too_many_requests' } })
    nowMs += 2_000
    expect(await router(mainWindow, 'session.signIn', signIn)).toEqual({ ok: true, data: null })
  })

  it('does not count requests to cheap routes', async () => {
    const router = buildRouter()
    for (let count = 0; count < 200; count += 1) {
      expect(await router(mainWindow, 'doors.list', {})).toEqual({ ok: true, data: null })
    }
  })
})

describe('router and rights (checklist 29)', () => {
  it.each(['not_signed_in', 'not_allowed', 'vault_locked'] as const)(
    'refuses with %s and calls no handler',
    async (code) => {
      authorization = { kind: 'refused', code }
      expect(await buildRouter()(mainWindow, 'plans.apply', { planId: 1 })).toEqual({
        ok: false,
        error: { code },
      })
      expect(handled).toEqual([])
    },
  )

  it('asks for rights before it tells which fields are wrong', async () => {
    authorization = { kind: 'refused', code: 'not_signed_in' }
    expect(await buildRouter()(mainWindow, 'plans.apply', { planId: 'x' })).toEqual({
      ok: false,
      error: { code: 'not_signed_in' },
    })
  })
})

describe('router and failures (checklist 15)', () => {
  it('passes on what a use case declines with', async () => {
    const router = buildRouter({
      'doors.get': () => {
        throw new RequestError('not_found', { facts: { doorId: 9 } })
      },
    })
    expect(await router(mainWindow, 'doors.get', { doorId: 9 })).toEqual({
      ok: false,
      error: { code: 'not_found', facts: { doorId: 9 } },
    })
  })

  it('tells the page nothing of an unexpected failure and the log everything', async () => {
    const failure = new Error('SQLITE_CORRUPT in /home/anna/lockstep.db')
    const router = buildRouter({ 'doors.list': () => Promise.reject(failure) })
    const reply = await router(mainWindow, 'doors.list', {})
    expect(reply).toEqual({ ok: false, error: { code: 'internal' } })
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'request failed',
      fields: { route: 'doors.list', cause: failure },
    })
  })

  it('of a store that takes no writes, tells which trouble it is and keeps the statement to itself', async () => {
    const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
    const failure = new Error('Failed query: insert into person', { cause: busy })
    const router = buildRouter({ 'people.create': () => Promise.reject(failure) })
    const reply = await router(mainWindow, 'people.create', { name: 'Ana', note: null })
    expect(reply).toEqual({ ok: false, error: { code: 'store_held' } })
    expect(troubles).toEqual([failure])
    expect(JSON.stringify(logger.entries)).not.toContain('insert into')
  })

  it('never logs what was asked', async () => {
    const router = buildRouter({
      'session.signIn': () => {
        throw new Error('failed')
      },
    })
    await router(mainWindow, 'session.signIn', { operatorId: 1, passcode: 'secret passcode' })
    await router(mainWindow, 'session.signIn', { operatorId: 'x', passcode: 'secret passcode' })
    expect(JSON.stringify(logger.entries)).not.toContain('secret passcode')
  })

  it('withholds a reply that shows a secret where none belongs', async () => {
    const router = buildRouter({ 'people.list': () => [{ id: 1, pin: '471100' }] })
    expect(await router(mainWindow, 'people.list', {})).toEqual({ ok: false, error: { code: 'internal' } })
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'reply withheld',
      fields: { route: 'people.list', path: '0.pin', fault: 'secret_named_key' },
    })
  })
})
