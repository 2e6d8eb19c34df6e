import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import { json, type RawServer, startRawServer } from './rawServer.ts'
import {
  context,
  createTestProvider,
  memorySecretStore,
  simulatedSecrets,
  type TestProvider,
  vendorPinId,
} from './testProvider.ts'

const pin = '837261945'
const accessToken = '9f86d081884c7d659a2feaa0c55ad015'
const refreshToken = '60303ae22b998861bce3b28f33eec1be'

type Break = (response: ServerResponse) => void

interface Verdict {
  readonly kind: 'busy' | 'unreachable' | 'unknown_outcome'
  readonly cause: string
}
const malformedRead: Verdict = { kind: 'busy', cause: 'malformed_answer' }
const malformedWrite: Verdict = { kind: 'unknown_outcome', cause: 'malformed_answer' }
const pageRead: Verdict = { kind: 'unreachable', cause: 'malformed_answer' }
const downRead: Verdict = { kind: 'unreachable', cause: 'provider_down' }
const downWrite: Verdict = { kind: 'unknown_outcome', cause: 'provider_down' }
const lostRead: Verdict = { kind: 'unreachable', cause: 'lost_answer' }
const lostWrite: Verdict = { kind: 'unknown_outcome', cause: 'lost_answer' }

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(body)
}
function page(response: ServerResponse, status: number): void {
  send(response, status, 'text/html;charset=UTF-8', `<html><h1>${status}</h1> ${pin} ${accessToken}</html>`)
}
function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
  response.write(`{"list":[{"keyboardPwd":"${pin}`, () => response.socket?.resetAndDestroy())
}
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
}

/** Every way an answer was seen or feared to be none, with what a read and a write must make of it. */
const BREAKS: readonly (readonly [string, Break, Verdict, Verdict])[] = [
  ['an HTML page', (response) => page(response, 200), pageRead, malformedWrite],
  [
    'JSON called HTML',
    (response) => send(response, 200, 'text/html', '{"keyboardPwdId":1,"list":[],"total":0}'),
    pageRead,
    malformedWrite,
  ],
  [
    'a file',
    (response) => send(response, 200, 'application/octet-stream', 'PK\u0003\u0004'),
    pageRead,
    malformedWrite,
  ],
  [
    'truncated JSON',
    (response) => send(response, 200, 'application/json', `{"list":[{"keyboardPwd":"${pin}`),
    malformedRead,
    malformedWrite,
  ],
  ['an empty body', (response) => send(response, 200, 'application/json', ''), malformedRead, malformedWrite],
  ['a JSON list', (response) => send(response, 200, 'application/json', '[]'), malformedRead, malformedWrite],
  [
    'a JSON null',
    (response) => send(response, 200, 'application/json', 'null'),
    malformedRead,
    malformedWrite,
  ],
  ['an empty object', (response) => json(response, {}), malformedRead, malformedWrite],
  [
    'an errcode that is no number',
    (response) => json(response, { errcode: 'busy' }),
    malformedRead,
    malformedWrite,
  ],
  ['an errcode of 1.5', (response) => json(response, { errcode: 1.5 }), malformedRead, malformedWrite],
  ['an HTTP 500', (response) => page(response, 500), downRead, downWrite],
  [
    'an HTTP 503 with JSON',
    (response) => send(response, 503, 'application/json', '{"errcode":0}'),
    downRead,
    downWrite,
  ],
  ['an HTTP 404', (response) => page(response, 404), downRead, downWrite],
  [
    'a redirect',
    (response) => response.writeHead(302, { location: 'https://evil.example/' }).end(),
    downRead,
    downWrite,
  ],
  [
    'an HTTP 429',
    (response) => page(response, 429),
    { kind: 'unreachable', cause: 'throttled' },
    { kind: 'unknown_outcome', cause: 'throttled' },
  ],
  ['a reset', (response) => response.socket?.resetAndDestroy(), lostRead, lostWrite],
  ['a reset in the middle', (response) => cutOff(response), lostRead, lostWrite],
  ['a hung connection', () => undefined, lostRead, lostWrite],
  ['a body that never ends', (response) => drip(response), lostRead, lostWrite],
  [
    'a body of 10 MB',
    (response) =>
      send(response, 200, 'application/json', `{"list":[],"total":0,"x":"${'x'.repeat(10_485_760)}"}`),
    { kind: 'busy', cause: 'malformed_answer' },
    malformedWrite,
  ],
  [
    'bytes that are no UTF-8',
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0xff, 0xfe, 0x7b])),
    malformedRead,
    malformedWrite,
  ],
  [
    'JSON nested a hundred thousand deep',
    (response) => send(response, 200, 'application/json', '['.repeat(100_000)),
    malformedRead,
    malformedWrite,
  ],
  [
    'a compressed body',
    (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(Buffer.from('1f8b0800', 'hex')),
    malformedRead,
    malformedWrite,
  ],
]

let server: RawServer
let client: TestProvider

/** Only what never ends is waited for: the rest may take as long as a busy computer makes it. */
const ENDLESS: readonly Break[] = BREAKS.filter(([name]) =>
  ['a hung connection', 'a body that never ends'].includes(name),
).map(([, breakIt]) => breakIt)

async function start(breakIt: Break): Promise<void> {
  const timeoutMs = ENDLESS.includes(breakIt) ? 400 : 20_000
  server = await startRawServer((_request, response) => breakIt(response))
  const store = memorySecretStore()
  store.token = { accessToken, refreshToken, expiresAtMs: Date.now() + 86_400_000 }
  client = createTestProvider(server.url, {
    store,
    timeouts: { cloudMs: timeoutMs, gatewayMs: timeoutMs, connectMs: timeoutMs / 2 },
  })
}

afterEach(async () => {
  await client.provider.close()
  await server.close()
})

function expectNoSecret(): void {
  const stored = JSON.stringify(client.entries)
  for (const secret of [pin, accessToken, refreshToken]) expect(stored).not.toContain(secret)
}

describe('a client that gets no proper answer', () => {
  it.each(BREAKS)('from %s, reads nothing rather than an empty list', async (_name, breakIt, verdict) => {
    await start(breakIt)
    const { reading, error } = await client.provider.listCodes('12', context)

    expect(reading.kind).toBe('unreadable')
    expect(error).toMatchObject(verdict)
    expect(client.entries).toMatchObject([
      { ok: false, action: 'PASSCODE_LIST', errorMessage: expect.any(String) },
    ])
    expectNoSecret()
  })

  it.each(BREAKS)(
    'from %s, does not know whether a code was added, and sends it once',
    async (_name, breakIt, _read, verdict) => {
      await start(breakIt)
      const result = await client.provider.addCode(
        { externalId: '12', pin, name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
        context,
      )

      expect(result).toMatchObject({ ok: false, error: verdict })
      expect(server.requests).toHaveLength(1)
      expectNoSecret()
    },
  )

  it.each(BREAKS)('from %s, does not take a delete for done', async (_name, breakIt, _read, verdict) => {
    await start(breakIt)
    const result = await client.provider.deleteCode(
      { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' },
      context,
    )

    expect(result).toMatchObject({ ok: false, error: verdict })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a client whose sign-in gets no proper answer', () => {
  const stored = { accessToken, refreshToken, expiresAtMs: 0 }

  it.each(
    BREAKS.flatMap(([name, breakIt, verdict]) =>
      [null, stored].map(
        (token) => [name, token === null ? 'sign-in' : 'renewal', breakIt, verdict, token] as const,
      ),
    ),
  )(
    'from %s, at its %s, sends no command and keeps what it had',
    async (_name, _what, breakIt, verdict, token) => {
      await start(breakIt)
      client.store.token = token
      const result = await client.provider.deleteCode(
        { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' },
        context,
      )

      expect(result).toMatchObject({ ok: false, error: verdict })
      expect(server.requests.map(({ path }) => path)).toEqual(['/oauth2/token'])
      expect(client.store.token).toEqual(token)
      expectNoSecret()
      expect(JSON.stringify(client.entries)).not.toContain(simulatedSecrets.passwordMd5)
    },
  )
})

describe('a client whose request never left', () => {
  it('with the port closed, says that there is no network and that nothing was sent', async () => {
    await start(() => undefined)
    await server.close()
    const result = await client.provider.deleteCode(
      { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' },
      context,
    )

    expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable', cause: 'no_network' } })
    expect(client.entries[0]).toMatchObject({
      ...{ ok: false, httpStatus: null, response: null },
      errorMessage: expect.stringMatching(/^no_network \(ECONNREFUSED\): /),
    })
  })

  it('with a name nobody knows, says the same', async () => {
    await start(() => undefined)
    await client.provider.close()
    client = createTestProvider('http://nowhere.invalid', { store: client.store })

    await expect(client.provider.listDevices(context)).resolves.toMatchObject({
      ok: false,
      error: { kind: 'unreachable', cause: 'no_network' },
    })
  })

  it('stopped beforehand, sends nothing', async () => {
    await start((response) => json(response, { errcode: 0 }))
    const result = await client.provider.deleteCode(
      { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' },
      { ...context, signal: AbortSignal.abort() },
    )

    expect(result).toMatchObject({ ok: false, error: { kind: 'busy' } })
    expect(server.requests).toHaveLength(0)
  })

  it('stopped while it waits for the answer, does not know the outcome', async () => {
    const stop = new AbortController()
    await start(() => stop.abort())
    const result = await client.provider.deleteCode(
      { externalId: '12', vendorPinId: vendorPinId('5'), route: 'gateway' },
      { ...context, signal: stop.signal },
    )

    expect(result).toMatchObject({ ok: false, error: { kind: 'unknown_outcome', cause: 'lost_answer' } })
    expect(client.entries[0]?.errorMessage).toMatch(/^lost_answer: /)
  })
})
