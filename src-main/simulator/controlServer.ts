import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import { type SimulatorControl, UnknownThing } from './control.ts'
import { controlRunners } from './controlInputs.ts'
import { type ControlOperation, controlRoutes } from './controlRoutes.ts'
import { readBody } from './parameters.ts'

export interface ControlServer {
  readonly port: number
  close(): Promise<void>
}

/** The control API over HTTP, on a port of its own so that the service's port can really be closed. */
export async function startControlServer(
  control: SimulatorControl,
  at: { readonly host: string; readonly port: number },
): Promise<ControlServer> {
  const server = createServer((request, response) => {
    respond(control, request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : at.port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function respond(
  control: SimulatorControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A web page has no business here; other programs send no Origin.
  if (request.headers.origin !== undefined) return reply(response, 403, { error: 'forbidden' })
  const url = URL.parse(request.url ?? '/', 'http://control')
  const operation = url === null ? null : operationAt(request.method ?? 'GET', url.pathname)
  if (url === null || operation === null) return reply(response, 404, { error: 'no such operation' })
  try {
    const text = await readBody(request)
    if (text === null) return reply(response, 413, { error: 'too large' })
    const body: unknown = text === '' ? {} : JSON.parse(text)
    const input = request.method === 'GET' ? Object.fromEntries(url.searchParams) : body
    const result: unknown = await controlRunners[operation](control, input)
    return reply(response, 200, result ?? {})
  } catch (error) {
    if (error instanceof ZodError) return reply(response, 400, { error: 'bad input', issues: error.issues })
    if (error instanceof SyntaxError) return reply(response, 400, { error: 'no JSON' })
    if (error instanceof UnknownThing) return reply(response, 404, { error: error.message })
    throw error
  }
}

function operationAt(method: string, path: string): ControlOperation | null {
  for (const name of Object.keys(controlRoutes)) {
    // The keys of controlRoutes are the operations, which Object.keys does not say.
    const operation = name as ControlOperation
    const [routeMethod, routePath] = controlRoutes[operation]
    if (routeMethod === method && routePath === path) return operation
  }
  return null
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
