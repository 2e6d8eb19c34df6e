import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { createTraceRecorder } from '../../../src-main/observability/traceRecorder.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { createTtlockProvider, type TtlockClient } from '../../../src-main/ttlock/provider.ts'
import { openTestStore } from '../../support/testStore.ts'
import { json, type RawHandler, startRawServer } from './rawServer.ts'
import {
  context,
  createTestProvider,
  type MemorySecretStore,
  memorySecretStore,
  systemClock,
  type TestProvider,
} from './testProvider.ts'

const NEXT_TOKEN = 'second-token-0815'

/** `count` codes of one lock, newer ones with other PINs. */
function listOf(count: number, generation: number) {
  const list = Array.from({ length: count }, (_, index) => ({
    keyboardPwdId: index + 1,
    keyboardPwd: String(100_000 * generation + 1_111 + index),
    keyboardPwdName: `AB U${index} C${index}`,
    keyboardPwdType: 2,
    isCustom: 1,
    status: 1,
  }))
  return { list, pageNo: 1, pageSize: 200, pages: 1, total: count }
}

interface Scene {
  readonly provider: TtlockClient
  readonly store: Store
  readonly secrets: MemorySecretStore
  /** As the client hands them to the log, one for each request. */
  readonly responses: readonly unknown[]
}

/** The program's client and log before a server that says what the test says. */
async function openScene(handler: RawHandler): Promise<Scene> {
  const tokens = ['first-token-4711', NEXT_TOKEN]
  const server = await startRawServer((request, response, incoming) =>
    request.path === '/oauth2/token'
      ? json(response, { access_token: tokens.shift(), expires_in: 7_776_000 })
      : handler(request, response, incoming),
  )
  const { store, remove } = openTestStore()
  const secrets = memorySecretStore()
  const recorder = createTraceRecorder(store)
  const responses: unknown[] = []
  const provider = createTtlockProvider({
    ...{ baseUrl: server.url, secrets, clock: systemClock, random: () => 0 },
    recorder: {
      record(entry, known) {
        responses.push(entry.response)
        recorder.record(entry, known)
      },
    },
  })
  onTestFinished(async () => {
    await provider.close()
    await server.close()
    remove()
  })
  return { provider, store, secrets, responses }
}

async function pinsOf(provider: TtlockClient, lockId: string): Promise<readonly string[] | string> {
  const { reading } = await provider.listCodes(lockId, context)
  return reading.kind === 'known' ? reading.codes.map((code) => code.pin) : reading.kind
}

it('an answer that comes again after a new token, is stored without that token, which it quoted before anybody knew it', async () => {
  const answer = { ...listOf(20, 1), note: `ask about ${NEXT_TOKEN}` }
  const { provider, store, secrets } = await openScene((_request, response) => json(response, answer))
  const isQuoted = () =>
    store.traces
      .logsOf([context.correlationId], 0, 100)
      .filter((row) => row.action === 'PASSCODE_LIST')
      .map((row) => JSON.stringify(row).includes(NEXT_TOKEN))

  for (let time = 0; time < 3; time += 1) expect(await pinsOf(provider, '12')).toHaveLength(20)
  expect(isQuoted()).toEqual([true, true, true])
  secrets.token = null
  for (let time = 0; time < 3; time += 1) expect(await pinsOf(provider, '12')).toHaveLength(20)
  expect(isQuoted()).toEqual([true, true, true, false, false, false])
})

it('a passcode list that comes again, is the same object to the log; other lists, with their key material, are not kept', async () => {
  const locks = { list: [{ lockId: 12, lockName: 'S31_c401cc', lockData: 'k' }], pageNo: 1, total: 1 }
  const { provider, responses } = await openScene((request, response) =>
    json(response, request.path === '/v3/lock/list' ? locks : listOf(3, 1)),
  )
  const isSameAgain = async (ask: () => Promise<unknown>) => {
    await ask()
    await ask()
    const [before, now] = responses.slice(-2)
    expect(now).toEqual(before)
    return now === before
  }
  expect(await isSameAgain(() => pinsOf(provider, '12'))).toBe(true)
  expect(await isSameAgain(() => provider.listDevices(context))).toBe(false)
  expect(await isSameAgain(() => provider.findCodes('12', '101111', context))).toBe(false)
})

it('lists that come again between others, are read as what they are, each lock and page by itself', async () => {
  // Lock 12 has a code more with every second look, lock 13 the same ones always, lock 14 two pages.
  let looks = 0
  const { provider } = await openScene(({ form }, response) => {
    if (form.get('lockId') === '13') return json(response, listOf(3, 3))
    if (form.get('lockId') === '14') {
      const all = listOf(250, 4)
      const from = form.get('pageNo') === '1' ? 0 : 200
      return json(response, { ...all, list: all.list.slice(from, from + 200) })
    }
    looks += 1
    return json(response, listOf(looks % 2 === 0 ? 3 : 2, 2))
  })
  for (let round = 0; round < 3; round += 1) {
    expect(await pinsOf(provider, '12')).toEqual(['201111', '201112'])
    expect(await pinsOf(provider, '13')).toEqual(['301111', '301112', '301113'])
    expect(await pinsOf(provider, '12')).toEqual(['201111', '201112', '201113'])
    expect(new Set(await pinsOf(provider, '14')).size).toBe(250)
  }
})

it('after a list that was read, an answer that fails is a failure and no list', async () => {
  let looks = 0
  const { provider } = await openScene((_request, response) => {
    looks += 1
    if (looks % 2 === 1) return json(response, listOf(5, 5))
    response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify(listOf(5, 5)))
  })
  for (let round = 0; round < 2; round += 1) {
    expect(await pinsOf(provider, '12')).toHaveLength(5)
    expect(await pinsOf(provider, '12')).toBe('unreadable')
  }
})

const mostly = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, ...others.map((other) => fc.constant(other)))

/** Few and alike, so that the same ones come again: whole lists, lists that moved, half ones, none. */
const anyAnswer = fc.record({
  lockId: mostly('12', '13'),
  body: fc
    .tuple(fc.constantFrom(2, 3), fc.constantFrom(1, 2))
    .map(([count, generation]) => JSON.stringify(listOf(count, generation)))
    .chain((whole) =>
      mostly(whole, ` ${whole}`, whole.slice(0, -9), whole.replace('"total":', '"total":1'), '{"errcode":0}'),
    ),
  status: mostly(200, 206, 502),
  type: mostly('application/json;charset=UTF-8', 'application/json', 'text/html'),
})

it('any answer after any others, is read as by a client that asks for the first time', async () => {
  let next = { body: '', status: 200, type: '' }
  const server = await startRawServer((_request, response) =>
    response.writeHead(next.status, { 'content-type': next.type }).end(next.body),
  )
  onTestFinished(() => server.close())
  const store = memorySecretStore()
  store.token = { accessToken: 'first-token-4711', refreshToken: '', expiresAtMs: Date.now() + 86_400_000 }
  const codesAsReadBy = async ({ provider }: TestProvider, lockId: string) => {
    const { reading, error } = await provider.listCodes(lockId, context)
    return reading.kind === 'known' ? reading.codes : error
  }
  await fc.assert(
    fc.asyncProperty(fc.array(anyAnswer, { minLength: 2, maxLength: 12 }), async (answers) => {
      const lasting = createTestProvider(server.url, { store })
      for (const { lockId, ...answer } of answers) {
        next = answer
        const first = createTestProvider(server.url, { store })
        expect(await codesAsReadBy(lasting, lockId)).toEqual(await codesAsReadBy(first, lockId))
        await first.provider.close()
      }
      await lasting.provider.close()
    }),
    { numRuns: 300 },
  )
})
