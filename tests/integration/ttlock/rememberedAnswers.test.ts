import { expect, it, onTestFinished } from 'vitest'
import { createTraceRecorder } from '../../../src-main/observability/traceRecorder.ts'
import { createTtlockProvider } from '../../../src-main/ttlock/provider.ts'
import { openTestStore } from '../../support/testStore.ts'
import { json, startRawServer } from './rawServer.ts'
import { context, memorySecretStore, systemClock } from './testProvider.ts'

const NEXT_TOKEN = 'second-token-0815'

it('an answer that comes again after a new token, is stored without that token, which it quoted before anybody knew it', async () => {
  const tokens = ['first-token-4711', NEXT_TOKEN]
  const list = Array.from({ length: 20 }, (_, index) => ({
    gatewayId: index + 1,
    gatewayName: 'G2_c401cc',
    isOnline: 1,
  }))
  const answer = { list, pageNo: 1, pageSize: 200, pages: 1, total: 20, note: `ask about ${NEXT_TOKEN}` }
  const server = await startRawServer(({ path }, response) =>
    json(
      response,
      path === '/oauth2/token' ? { access_token: tokens.shift(), expires_in: 7_776_000 } : answer,
    ),
  )
  const { store, remove } = openTestStore()
  const secrets = memorySecretStore()
  const provider = createTtlockProvider({
    ...{ baseUrl: server.url, secrets, clock: systemClock, random: () => 0 },
    recorder: createTraceRecorder(store),
  })
  onTestFinished(async () => {
    await provider.close()
    await server.close()
    remove()
  })
  const isQuoted = () =>
    store.traces
      .logsOf([context.correlationId], 0, 100)
      .filter((row) => row.action === 'GATEWAY_LIST')
      .map((row) => JSON.stringify(row).includes(NEXT_TOKEN))

  for (let time = 0; time < 2; time += 1)
    expect(await provider.listGateways(context)).toMatchObject({ ok: true })
  expect(isQuoted()).toEqual([true, true])
  secrets.token = null
  for (let time = 0; time < 2; time += 1)
    expect(await provider.listGateways(context)).toMatchObject({ ok: true })
  expect(isQuoted()).toEqual([true, true, false, false])
})
