import type { Agent, request } from 'undici'

/** Larger than any list we ask for (200 rows with key material each); more is no answer. */
const LARGEST_BODY_BYTES = 4 * 1024 * 1024
const CONNECTIONS = 64

interface TransportRequest {
  readonly method: 'POST' | 'GET'
  readonly path: string
  readonly form: URLSearchParams | null
  readonly timeoutMs: number
  readonly signal: AbortSignal | null
}

export type LostReason = 'timeout' | 'connection' | 'too_large' | 'aborted'
export type NotSentReason = 'no_network' | 'certificate' | 'aborted'

/** How far a request came. Only `not_sent` is sure that the provider saw nothing. */
export type Exchange =
  | {
      readonly kind: 'answered'
      readonly httpStatus: number
      readonly contentType: string | null
      readonly dateHeader: string | null
      readonly body: string
      readonly bodyBytes: number
    }
  | {
      readonly kind: 'lost'
      readonly reason: LostReason
      readonly httpStatus: number | null
      readonly dateHeader: string | null
      /** What had come when it broke off. */
      readonly body: string
      readonly bodyBytes: number
    }
  | { readonly kind: 'not_sent'; readonly reason: NotSentReason; readonly code: string }

/** A pool of kept-alive connections to one origin. Follows no redirect, repeats nothing, throws nothing. */
export interface Transport {
  send(request: TransportRequest): Promise<Exchange>
  close(): Promise<void>
}

export interface TransportOptions {
  readonly baseUrl: string
  readonly connectTimeoutMs: number
}

export function createTransport(options: TransportOptions): Transport {
  let opening: Promise<Connections> | null = null
  return {
    async send(sending) {
      opening ??= openConnections(options)
      return send(await opening, options.baseUrl, sending)
    },
    close: async () => (await opening)?.agent.destroy(),
  }
}

interface Connections {
  readonly agent: Agent
  readonly request: typeof request
}

/** undici is nearly half of the main process's code and no sign-in needs it: it is loaded with the first request. */
async function openConnections(options: TransportOptions): Promise<Connections> {
  const undici = await import('undici')
  const agent = new undici.Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    connect: { timeout: options.connectTimeoutMs },
    maxHeaderSize: 32 * 1024,
  })
  return { agent, request: undici.request }
}

interface Progress {
  httpStatus: number | null
  contentType: string | null
  dateHeader: string | null
  readonly chunks: Buffer[]
  bytes: number
}

async function send(
  { agent, request }: Connections,
  baseUrl: string,
  sending: TransportRequest,
): Promise<Exchange> {
  if (sending.signal?.aborted) return { kind: 'not_sent', reason: 'aborted', code: 'ABORTED' }
  const deadline = AbortSignal.timeout(sending.timeoutMs)
  const signal = sending.signal === null ? deadline : AbortSignal.any([deadline, sending.signal])
  const progress: Progress = { httpStatus: null, contentType: null, dateHeader: null, chunks: [], bytes: 0 }
  try {
    const response = await request(baseUrl + sending.path, {
      dispatcher: agent,
      method: sending.method,
      body: sending.form?.toString() ?? null,
      headers: sending.form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
      headersTimeout: sending.timeoutMs,
      bodyTimeout: sending.timeoutMs,
      signal,
    })
    progress.httpStatus = response.statusCode
    progress.contentType = headerText(response.headers['content-type'])
    progress.dateHeader = headerText(response.headers.date)
    for await (const chunk of response.body) {
      // undici gives bytes unless an encoding is asked for.
      const bytes = chunk as Buffer
      progress.bytes += bytes.length
      // Leaving the loop destroys the body and with it the connection.
      if (progress.bytes > LARGEST_BODY_BYTES) return lost('too_large', progress)
      progress.chunks.push(bytes)
    }
    return {
      kind: 'answered',
      httpStatus: response.statusCode,
      contentType: progress.contentType,
      dateHeader: progress.dateHeader,
      body: bodyText(progress),
      bodyBytes: progress.bytes,
    }
  } catch (error) {
    const notSent = whyNotSent(error)
    if (notSent !== null) return notSent
    if (deadline.aborted) return lost('timeout', progress)
    return lost(sending.signal?.aborted ? 'aborted' : reasonOf(error), progress)
  }
}

function lost(reason: LostReason, progress: Progress): Exchange {
  return {
    kind: 'lost',
    reason,
    httpStatus: progress.httpStatus,
    dateHeader: progress.dateHeader,
    body: bodyText(progress),
    bodyBytes: progress.bytes,
  }
}

const utf8 = new TextDecoder()

function bodyText({ chunks }: Progress): string {
  const [only] = chunks
  return utf8.decode(chunks.length === 1 ? only : Buffer.concat(chunks))
}

function headerText(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

function reasonOf(error: unknown): LostReason {
  return TIMEOUT_CODES.has(codeOf(error)) ? 'timeout' : 'connection'
}

/**
 * Proof that nothing left this computer: no name, no connection, no trusted certificate. Everything else may have
 * reached the provider, a reset of a fresh connection included.
 */
function whyNotSent(error: unknown): Exchange | null {
  const code = codeOf(error)
  if (isCertificateCode(code)) return { kind: 'not_sent', reason: 'certificate', code }
  return isConnectFailure(error) ? { kind: 'not_sent', reason: 'no_network', code } : null
}

function isConnectFailure(error: unknown): boolean {
  if (codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT') return true
  // Several addresses were tried (IPv4 and IPv6): each must have failed to connect.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isConnectFailure)
  const syscall = propertyOf(error, 'syscall')
  return syscall === 'connect' || syscall === 'getaddrinfo'
}

function isCertificateCode(code: string): boolean {
  return /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)
}

function codeOf(error: unknown): string {
  return propertyOf(error, 'code') ?? (error instanceof Error ? error.name : 'UNKNOWN')
}

function propertyOf(error: unknown, name: 'code' | 'syscall'): string | null {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null
  return typeof value === 'string' ? value : null
}
