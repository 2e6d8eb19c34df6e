import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTransport, type Transport } from '../../../src-main/ttlock/transport.ts'
import { makeSelfSignedCertificate } from '../../support/selfSignedCertificate.ts'

let server: Server
let transport: Transport
let hits: number

beforeEach(async () => {
  hits = 0
  server = createServer(makeSelfSignedCertificate(Date.now()), (_request, response) => {
    hits += 1
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  transport = createTransport({ baseUrl: `https://127.0.0.1:${port}`, connectTimeoutMs: 5_000 })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await transport.close()
  server.close()
})

const send = () =>
  transport.send({ method: 'POST', path: '/v3/lock/list', form: 'a=1', timeoutMs: 10_000, signal: null })

describe('a server whose certificate nobody vouches for (checklist 22)', () => {
  it('is told nothing, and the reason is kept', async () => {
    await expect(send()).resolves.toEqual({
      kind: 'not_sent',
      reason: 'certificate',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    expect(hits).toBe(0)
  })

  it('is told nothing either where the environment asks to trust anybody', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await expect(send()).resolves.toMatchObject({ kind: 'not_sent', reason: 'certificate' })
    expect(hits).toBe(0)
  })
})
