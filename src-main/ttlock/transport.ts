import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher, Pool } from 'undici'

/** Larger than any list we ask for (200 rows with key material each); more is no answer. */
const LARGEST_BODY_BYTES = 4 * 1024 * 1024
const CONNECTIONS = 64

interface TransportRequest {
  readonly method: 'POST' | 'GET'
  readonly path: string
  /** As a form's body is written. */
  readonly form: string | null
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
  /** Breaks off what is under way. */
  close(): Promise<void>
  /** The same, when what is under way has its answer; each has a deadline of its own. */
  closeWhenAnswered(): Promise<void>
}

export interface TransportOptions {
  readonly baseUrl: string
  readonly connectTimeoutMs: number
}

export function createTransport(options: TransportOptions): Transport {
  let opening: Promise<Pool> | null = null
  let opened: Pool | null = null
  async function open(): Promise<Pool> {
    opening ??= openPool(options)
    opened = await opening
    return opened
  }
  return {
    async send(sending) {
      return receive(opened ?? (await open()), sending)
    },
    close: async () => (await opening)?.destroy(),
    closeWhenAnswered: async () => (await opening)?.close(),
  }
}

/** undici is nearly half of the main process's code and no sign-in needs it: it is loaded with the first request. */
async function openPool(options: TransportOptions): Promise<Pool> {
  const undici = await import('undici')
  return new undici.Pool(options.baseUrl, {
    connections: CONNECTIONS,
    pipelining: 1,
    // Said outright, since NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the check off.
    connect: { timeout: options.connectTimeoutMs, rejectUnauthorized: true },
    maxHeaderSize: 32 * 1024,
  })
}

const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' }
const NO_HEADERS = {}

function receive(pool: Pool, sending: TransportRequest): Promise<Exchange> {
  if (sending.signal?.aborted)
    return Promise.resolve({ kind: 'not_sent', reason: 'aborted', code: 'ABORTED' })
  return new Promise((resolve) => {
    const options: Dispatcher.DispatchOptions = {
      method: sending.method,
      path: sending.path,
      body: sending.form,
      headers: sending.form === null ? NO_HEADERS : FORM_HEADERS,
      // The receiver has one deadline over all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    }
    pool.dispatch(options, new Receiver(sending, resolve))
  })
}

/**
 * What comes of one request. Below undici's own `request`, whose abort signals, streams and iterators cost more than the
 * exchange itself.
 */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | null
  readonly #resolve: (exchange: Exchange) => void
  readonly #deadline: NodeJS.Timeout
  readonly #onAbort = (): void => this.#breakOff('aborted')
  #controller: Dispatcher.DispatchController | null = null
  #isOver = false
  #httpStatus: number | null = null
  #contentType: string | null = null
  #dateHeader: string | null = null
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor({ timeoutMs, signal }: TransportRequest, resolve: (exchange: Exchange) => void) {
    this.#signal = signal
    this.#resolve = resolve
    this.#deadline = setTimeout(() => this.#breakOff('timeout'), timeoutMs)
    signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // Given up before it had a connection: its caller was told that it was never sent.
    if (this.#isOver) controller.abort(new Error('broken off'))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    httpStatus: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (httpStatus < 200) return
    this.#httpStatus = httpStatus
    this.#contentType = headerText(headers['content-type'])
    this.#dateHeader = headerText(headers.date)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > LARGEST_BODY_BYTES) this.#breakOff('too_large')
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#httpStatus === null) {
      this.#end(this.#lost('connection'))
      return
    }
    this.#end({
      kind: 'answered',
      httpStatus: this.#httpStatus,
      contentType: this.#contentType,
      dateHeader: this.#dateHeader,
      body: bodyText(this.#chunks),
      bodyBytes: this.#bytes,
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(whyNotSent(error) ?? this.#lost(reasonOf(error)))
  }

  #breakOff(reason: LostReason): void {
    // Without a start nothing was written, and a start that comes now is refused.
    this.#end(this.#controller === null ? neverStarted(reason) : this.#lost(reason))
    // The connection goes with it.
    this.#controller?.abort(new Error('broken off'))
  }

  #end(exchange: Exchange): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#deadline)
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#resolve(exchange)
  }

  #lost(reason: LostReason): Exchange {
    return {
      kind: 'lost',
      reason,
      httpStatus: this.#httpStatus,
      dateHeader: this.#dateHeader,
      body: bodyText(this.#chunks),
      bodyBytes: this.#bytes,
    }
  }
}

/** It waited for a connection for longer than its caller for an answer. */
function neverStarted(reason: LostReason): Exchange {
  return reason === 'aborted'
    ? { kind: 'not_sent', reason, code: 'ABORTED' }
    : { kind: 'not_sent', reason: 'no_network', code: 'NO_CONNECTION_IN_TIME' }
}

const utf8 = new TextDecoder()

function bodyText(chunks: readonly Buffer[]): string {
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
