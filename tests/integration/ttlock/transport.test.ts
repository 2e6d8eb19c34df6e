import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTransport, type Exchange, type Transport } from '../../../src-main/ttlock/transport.ts'
import { json, type RawServer, startRawServer } from './rawServer.ts'

/** As many as the transport opens. */
const CONNECTIONS = 64

let server: RawServer
let transport: Transport
let held: ServerResponse[]
let onArrival: () => void

beforeEach(async () => {
  held = []
  onArrival = () => undefined
  server = await startRawServer(({ path }, response) => {
    if (path === '/held') held.push(response)
    else json(response, {})
    onArrival()
  })
  transport = createTransport({ baseUrl: server.url, connectTimeoutMs: 5_000 })
})
afterEach(async () => {
  await transport.close()
  await server.close()
})

function send(path: string, waiting: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<Exchange> {
  const { timeoutMs = 10_000, signal = null } = waiting
  return transport.send({ method: 'POST', path, form: 'a=1', timeoutMs, signal })
}

/** Every connection has a request on it that the server does not answer yet. */
async function takeAllConnections(): Promise<readonly Promise<Exchange>[]> {
  const all = new Promise<void>((resolve) => {
    onArrival = () => {
      if (held.length === CONNECTIONS) resolve()
    }
  })
  const sent = Array.from({ length: CONNECTIONS }, () => send('/held'))
  await all
  return sent
}

async function answerAll(sent: readonly Promise<Exchange>[]): Promise<void> {
  for (const response of held) json(response, {})
  await Promise.all(sent)
}

describe('a request that waits for a connection', () => {
  it('and runs out of time, was never sent, and is not when a connection comes free', async () => {
    const sent = await takeAllConnections()
    await expect(send('/late', { timeoutMs: 30 })).resolves.toEqual({
      kind: 'not_sent',
      reason: 'no_network',
      code: 'NO_CONNECTION_IN_TIME',
    })
    await answerAll(sent)
    await expect(send('/next')).resolves.toMatchObject({ kind: 'answered' })

    expect(server.requests.filter(({ path }) => path === '/late')).toEqual([])
  })

  it('and is stopped, was never sent, and is not when a connection comes free', async () => {
    const sent = await takeAllConnections()
    const stop = new AbortController()
    const late = send('/late', { signal: stop.signal })
    stop.abort()
    await expect(late).resolves.toEqual({ kind: 'not_sent', reason: 'aborted', code: 'ABORTED' })
    await answerAll(sent)
    await expect(send('/next')).resolves.toMatchObject({ kind: 'answered' })

    expect(server.requests.filter(({ path }) => path === '/late')).toEqual([])
  })

  it('and gets one in time, is sent then', async () => {
    const sent = await takeAllConnections()
    const waiting = send('/late')
    await answerAll(sent)

    await expect(waiting).resolves.toMatchObject({ kind: 'answered', httpStatus: 200 })
  })
})

describe('requests one after the other', () => {
  it('go over connections that are there already, 99 of 100 at least', async () => {
    for (let time = 0; time < 300; time += 1)
      expect(await send('/any')).toMatchObject({ kind: 'answered', httpStatus: 200 })

    expect(server.connections()).toBeLessThanOrEqual(3)
  })
})

describe('an answer in pieces', () => {
  it.each([2, 3, 7])(
    'of which there are %i, is read whole, letters that were cut in two as well',
    async (count) => {
      const whole = Buffer.from(JSON.stringify({ name: 'ü€'.repeat(10) }))
      const size = Math.ceil(whole.length / count)
      onArrival = () => {
        for (let at = 0; at < whole.length; at += size) held[0]?.write(whole.subarray(at, at + size))
        held[0]?.end()
      }
      await expect(send('/held')).resolves.toMatchObject({ body: whole.toString(), bodyBytes: whole.length })
    },
  )
})

describe('a request on its way', () => {
  it('that runs out of time, gives up its connection, on which its answer may still come', async () => {
    const closed = new Promise<void>((resolve) => {
      onArrival = () => held[0]?.once('close', resolve)
    })
    await send('/held', { timeoutMs: 300 })

    await closed
    expect(held[0]?.writableFinished).toBe(false)
  })

  it('that is stopped, may have arrived', async () => {
    const stop = new AbortController()
    onArrival = () => stop.abort()

    await expect(send('/held', { signal: stop.signal })).resolves.toMatchObject({
      kind: 'lost',
      reason: 'aborted',
    })
  })

  it('that runs out of time, may have arrived', async () => {
    const arrived = new Promise<void>((resolve) => {
      onArrival = resolve
    })
    const exchange = send('/held', { timeoutMs: 300 })
    await arrived

    await expect(exchange).resolves.toMatchObject({ kind: 'lost', reason: 'timeout' })
  })
})
