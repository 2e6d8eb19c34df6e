import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

interface RawRequest {
  readonly method: string
  readonly path: string
  readonly form: URLSearchParams
}

export interface RawServer {
  readonly url: string
  readonly requests: readonly RawRequest[]
  /** Opened so far. */
  connections(): number
  close(): Promise<void>
}

export type RawHandler = (request: RawRequest, response: ServerResponse, incoming: IncomingMessage) => void

/** A server that answers as the test says, however wrong. */
export async function startRawServer(handler: RawHandler): Promise<RawServer> {
  const requests: RawRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString())
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', form }
      requests.push(request)
      handler(request, response, incoming)
    })
  })
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    connections: () => connections,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body))
}
