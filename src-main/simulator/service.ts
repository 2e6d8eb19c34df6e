import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Core } from './core.ts'
import { endpoints } from './endpoints.ts'
import { type Answer, bodyOf, type GivenAnswer, refuse } from './envelope.ts'
import type { Fault } from './faults.ts'
import type { JournalEntry } from './journal.ts'
import { pickMs } from './latency.ts'
import { loosen } from './looseTypes.ts'
import { integerOf, type Parameters, readParameters, textOf } from './parameters.ts'
import { answerMonthCount, countCall, uncountCall } from './quota.ts'
import { accountOfToken, answerToken } from './tokens.ts'

/** `date` must be within five minutes of the server's time (facts 0.3). */
const dateToleranceMs = 5 * 60_000

/** The TTLock side of the simulator: a request listener and its switch for "down". */
export interface Service {
  readonly port: number
  readonly isUp: boolean
  /** Closes the port and drops every connection: new ones are refused. */
  goDown(): Promise<void>
  /** Opens the same port again. */
  comeUp(): Promise<void>
}

export async function startService(
  core: Core,
  at: { readonly host: string; readonly port: number },
): Promise<Service> {
  const recentCalls = new Map<string, number[]>()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond({ core, recentCalls, request, response }).catch(() => request.socket.destroy())
  })
  let port = at.port
  let isUp = false

  async function comeUp(): Promise<void> {
    if (isUp) return
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, at.host, () => {
        server.off('error', reject)
        resolve()
      })
    })
    const address = server.address()
    if (address !== null && typeof address === 'object') port = address.port
    isUp = true
  }

  async function goDown(): Promise<void> {
    if (!isUp) return
    isUp = false
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }

  await comeUp()
  return {
    get port() {
      return port
    },
    get isUp() {
      return isUp
    },
    goDown,
    comeUp,
  }
}

interface Exchange {
  readonly core: Core
  readonly recentCalls: Map<string, number[]>
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function respond(exchange: Exchange): Promise<void> {
  const { core, request, response } = exchange
  const url = URL.parse(request.url ?? '/', 'http://simulator')
  if (url === null) return endWithPage(exchange, 404)
  const parameters = await readParameters(request, url)
  if (parameters === null) return endWithPage(exchange, 413)
  const lockId = integerOf(parameters, 'lockId')
  const entry = core.journal.open({
    at: core.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    parameters: Object.fromEntries(parameters),
    lockId: Number.isNaN(lockId) ? null : lockId,
  })
  const cleared = core.faults.untilCleared()
  const fault = core.faults.take(entry)
  entry.fault = fault?.kind ?? null
  if (fault !== null && !isCarriedOut(fault)) {
    await Promise.race([core.wait(fault.delayMs ?? 0), cleared])
    return endWithFault(exchange, entry, fault, null)
  }
  await core.wait(pickMs(core.latency.cloudMs, core.random))
  const given = await answerRequest(exchange, entry, parameters)
  if (given === null) {
    entry.httpStatus = 404
    return endWithPage(exchange, 404)
  }
  const answer = core.world.switches.looseTypes ? loosen(given) : given
  if (answer.kind === 'hang') return
  if (fault !== null) {
    await Promise.race([core.wait(fault.delayMs ?? 0), cleared])
    return endWithFault(exchange, entry, fault, answer)
  }
  const text = JSON.stringify(bodyOf(answer))
  note(entry, answer, text)
  response.writeHead(200, headersOf(core, text)).end(text)
}

/** null when there is no such path. */
async function answerRequest(
  exchange: Exchange,
  entry: JournalEntry,
  parameters: Parameters,
): Promise<Answer | null> {
  const { core, request } = exchange
  if (request.method !== 'GET' && request.method !== 'POST') return null
  if (entry.path === '/oauth2/token') return answerToken(core, parameters)
  if (entry.path === '/app/getMonthRequestCount') return answerMonthCount(core, parameters)
  const endpoint = endpoints.get(entry.path)
  if (endpoint === undefined) return null
  const clientId = textOf(parameters, 'clientId', 'client_id')
  const application = core.world.accounts.find((account) => account.clientId === clientId)
  if (application === undefined) return refuse(10000)
  if (application.region !== core.world.region) return refuse(30008)
  const overQuota = countCall(core, application.clientId, exchange.recentCalls)
  if (overQuota !== null) return refuse(overQuota)
  const account = accountOfToken(
    core,
    textOf(parameters, 'accessToken', 'access_token'),
    application.clientId,
  )
  let answer: Answer
  if (typeof account === 'number') answer = refuse(account)
  else answer = dateRefusal(core, parameters) ?? (await endpoint({ core, parameters, account, entry }))
  if (answer.kind === 'refused' && !core.world.switches.failedCallsCount)
    uncountCall(core, application.clientId)
  return answer
}

function dateRefusal(core: Core, parameters: Parameters): Answer | null {
  const date = integerOf(parameters, 'date')
  if (date === null || Number.isNaN(date)) return refuse(-3)
  return Math.abs(date - core.now()) > dateToleranceMs ? refuse(80000) : null
}

function isCarriedOut(fault: Fault): boolean {
  return (
    fault.effect === 'applied' ||
    fault.kind === 'slow' ||
    fault.kind === 'truncated' ||
    fault.kind === 'cut off'
  )
}

function endWithFault(
  exchange: Exchange,
  entry: JournalEntry,
  fault: Fault,
  answer: GivenAnswer | null,
): void {
  const { core, request, response } = exchange
  const trueText = answer === null ? '' : JSON.stringify(bodyOf(answer))
  switch (fault.kind) {
    case 'errcode': {
      const refusal = refuse(fault.errcode ?? 1)
      const text = JSON.stringify(bodyOf(refusal))
      note(entry, refusal, text)
      response.writeHead(200, headersOf(core, text)).end(text)
      return
    }
    case 'http':
      entry.httpStatus = fault.httpStatus ?? 503
      response.writeHead(entry.httpStatus, headersOf(core, '')).end('')
      return
    case 'html':
      entry.httpStatus = fault.httpStatus ?? 200
      endWithPage(exchange, entry.httpStatus)
      return
    case 'hang':
      return
    case 'drop':
      request.socket.resetAndDestroy()
      return
    case 'slow':
      if (answer !== null) note(entry, answer, trueText)
      response.writeHead(200, headersOf(core, trueText)).end(trueText)
      return
    case 'truncated': {
      entry.httpStatus = 200
      const half = trueText.slice(0, Math.floor(trueText.length / 2))
      response.writeHead(200, headersOf(core, half)).end(half)
      return
    }
    case 'cut off':
      entry.httpStatus = 200
      response.writeHead(200, headersOf(core, trueText))
      response.write(trueText.slice(0, Math.floor(trueText.length / 2)), () =>
        request.socket.resetAndDestroy(),
      )
      return
    default:
      fault.kind satisfies never
  }
}

function endWithPage({ core, response }: Exchange, status: number): void {
  const page = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`
  response
    .writeHead(status, { ...headersOf(core, page), 'content-type': 'text/html;charset=UTF-8' })
    .end(page)
}

/** The Date header tells the server's time, so a client can measure its own clock by it. */
function headersOf(core: Core, text: string): Record<string, string | number> {
  return {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(text),
    date: new Date(core.now()).toUTCString(),
  }
}

function note(entry: JournalEntry, answer: GivenAnswer, text: string): void {
  entry.httpStatus = 200
  if (answer.kind === 'refused') entry.errcode = answer.errcode
  if (answer.kind === 'done') entry.errcode = 0
  if (text.length <= 400) entry.answer = text
}
