import type { z } from 'zod'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import { type ParsedBody, parseBody, readAnswer } from './answer.ts'
import { logCall } from './callLog.ts'
import type { ClockSkew } from './clockSkew.ts'
import { type CallEffect, MONTH_USED_UP, meaningOf, TOO_MANY_CALLS } from './errorTable.ts'
import { failure, failureOf, malformed, signInRefused, stoppedBeforeSending } from './failures.ts'
import { NewestAnswers, type Reading } from './newestAnswers.ts'
import type { PinMemory } from './pinMemory.ts'
import type { Quota } from './quota.ts'
import type { Pacer } from './rateLimit.ts'
import type { Exchange, Transport } from './transport.ts'

/** A large estimate younger than this is believed without asking the provider for the time again. */
const FRESH_CLOCK_MS = 30_000

/** The rank of a call where others wait for the same: before those of a job, whose rank is its priority. */
const BEFORE_ALL = -1

/** One request, complete but for the moment it is sent. */
interface Sending<Value> {
  readonly action: string
  readonly path: string
  readonly payload: Readonly<Record<string, string | number>>
  readonly effect: CallEffect
  readonly answer: z.ZodType<Value>
  /** Given when the answer is mostly the one before: what to remember it by. */
  readonly rememberAs?: string
  readonly timeoutMs: number
  readonly externalId: string | null
  readonly secrets: readonly string[]
  /** True when lanes stand still until it is sent. */
  readonly holdsLanes?: boolean
  /** True on `/v3` calls: the provider wants the moment of sending. */
  readonly isDated: boolean
  /** True for the one call that asks how much is left. */
  readonly isQuotaQuestion?: boolean
  /** Asked when nothing is left but to send. On false nothing is sent. */
  readonly maySend?: () => boolean
}

export interface Sender {
  /** Sends once, never again; whatever happens is a value and one log row. */
  send<Value>(sending: Sending<Value>, context: CallContext): Promise<ProviderResult<Value>>
  /** Asks for the provider's time without saying who asks. */
  probe(context: CallContext): Promise<Exchange>
  /** Epoch ms of the last answer of a service that works for this account; null before the first. */
  answeredAtMs(): number | null
}

export interface SenderParts {
  readonly baseUrl: string
  readonly transport: Transport
  readonly pacer: Pacer
  readonly quota: Quota
  readonly skew: ClockSkew
  readonly clock: Clock
  readonly recorder: TraceRecorder
  readonly pinMemory: PinMemory
  readonly cloudTimeoutMs: number
}

export function createSender(parts: SenderParts): Sender {
  const { transport, pacer, quota, skew, clock } = parts
  const newestAnswers = new NewestAnswers()
  let answeredAtMs: number | null = null

  function holdBack(isQuotaQuestion: boolean): ProviderError | null {
    if (skew.isTooFar()) return failure({ ...meaningOf(80000, 'read'), retryAfterMs: FRESH_CLOCK_MS })
    const pause = isQuotaQuestion ? null : quota.pause()
    if (pause === null) return null
    return failure({
      ...meaningOf(pause.errcode, 'read'),
      errcode: pause.errcode,
      retryAfterMs: pause.remainingMs,
    })
  }

  async function probe(context: CallContext): Promise<Exchange> {
    const startedAtMs = clock.nowMs()
    const startedMonotonicMs = clock.monotonicMs()
    const exchange = await transport.send({
      method: 'GET',
      path: '/',
      form: null,
      timeoutMs: parts.cloudTimeoutMs,
      signal: context.signal ?? null,
    })
    if (exchange.kind !== 'not_sent') skew.measure(exchange.dateHeader)
    logCall(parts.recorder, parts.baseUrl, {
      action: 'CLOCK_PROBE',
      method: 'GET',
      path: '/',
      payload: {},
      externalId: null,
      context,
      exchange,
      body: parseBody(exchange),
      // Any answer at all tells the time.
      error: exchange.kind === 'answered' ? null : failureOf(exchange, 'read'),
      startedAtMs,
      durationMs: clock.monotonicMs() - startedMonotonicMs,
      secrets: [],
    })
    return exchange
  }

  /** What holds a call back, asked again where it may be over. */
  async function stillHeldBack(
    isQuotaQuestion: boolean,
    context: CallContext,
  ): Promise<ProviderError | null> {
    if (skew.isTooFar() && isOld(skew)) {
      const exchange = await probe(context)
      // After a sleep the network may not be back: nothing proves then that the clock is wrong.
      if (isOld(skew) && exchange.kind !== 'answered') return failureOf(exchange, 'read')
    }
    return holdBack(isQuotaQuestion)
  }

  async function send<Value>(sending: Sending<Value>, context: CallContext): Promise<ProviderResult<Value>> {
    const isQuotaQuestion = sending.isQuotaQuestion === true
    const held = holdBack(isQuotaQuestion) && (await stillHeldBack(isQuotaQuestion, context))
    if (held !== null) return { ok: false, error: held }
    const signal = context.signal ?? null
    const rank = sending.holdsLanes === true ? BEFORE_ALL : rankOf(context)
    if (!(await pacer.turn(turnSignalOf(context), rank))) return { ok: false, error: stoppedBeforeSending() }
    // What came of the calls before it holds back those that waited meanwhile.
    const heldSince = holdBack(isQuotaQuestion) && (await stillHeldBack(isQuotaQuestion, context))
    if (heldSince !== null) return { ok: false, error: heldSince }
    if (sending.maySend?.() === false) return { ok: false, error: stoppedBeforeSending() }

    const startedAtMs = clock.nowMs()
    const startedMonotonicMs = clock.monotonicMs()
    const payload = sending.isDated ? { ...sending.payload, date: Math.round(startedAtMs) } : sending.payload
    const exchange = await transport.send({
      method: 'POST',
      path: sending.path,
      form: formOf(payload),
      timeoutMs: sending.timeoutMs,
      signal,
    })
    const { body, result } = read(exchange, sending)
    takeNote(exchange, result, isQuotaQuestion)
    logCall(parts.recorder, parts.baseUrl, {
      ...sending,
      secrets: [...sending.secrets, ...parts.pinMemory.of(sending.externalId)],
      method: 'POST',
      payload,
      context,
      exchange,
      body,
      error: result.ok ? null : result.error,
      startedAtMs,
      durationMs: clock.monotonicMs() - startedMonotonicMs,
    })
    return result
  }

  function read<Value>(exchange: Exchange, sending: Sending<Value>): Reading<Value> {
    const { rememberAs: name, answer } = sending
    if (name === undefined) return readAfresh(exchange, sending)
    return newestAnswers.reading({ name, answer }, exchange, () => readAfresh(exchange, sending))
  }

  function takeNote(exchange: Exchange, result: ProviderResult<unknown>, isQuotaQuestion: boolean): void {
    if (exchange.kind === 'not_sent') return
    skew.measure(exchange.dateHeader)
    quota.countCall()
    if (isOfWorkingAccount(result)) answeredAtMs = clock.nowMs()
    if (isQuotaQuestion) return
    if (result.ok) quota.accepted()
    else if (result.error.cause === 'throttled') quota.refused(TOO_MANY_CALLS)
    else if (result.error.cause === 'quota') quota.refused(MONTH_USED_UP)
  }

  return { send, probe, answeredAtMs: () => answeredAtMs }
}

/** A refusal of the one command says as well that there is a connection, a sign-in and a call left. */
function isOfWorkingAccount(result: ProviderResult<unknown>): boolean {
  if (result.ok) return true
  const { errcode, kind, cause } = result.error
  return errcode !== null && kind !== 'stop_the_account' && cause !== 'provider_down' && cause !== 'throttled'
}

function isOld(skew: ClockSkew): boolean {
  return (skew.ageMs() ?? 0) > FRESH_CLOCK_MS
}

/** Lower ones come first where calls wait: that of its job, which is its priority. */
export function rankOf({ priority }: CallContext): number {
  return priority ?? BEFORE_ALL
}

/** What ends the waiting before a call: the wish to end the call, or to begin nothing more. */
export function turnSignalOf({ signal, turnSignal }: CallContext): AbortSignal | null {
  if (signal === undefined || turnSignal === undefined) return signal ?? turnSignal ?? null
  return AbortSignal.any([signal, turnSignal])
}

/** As `URLSearchParams` writes it, which takes several times as long; the names are ours and need no escaping. */
function formOf(payload: Readonly<Record<string, string | number>>): string {
  let form = ''
  for (const name of Object.keys(payload)) {
    const text = String(payload[name])
    const written = /^[\w.-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1)
    form += form === '' ? `${name}=${written}` : `&${name}=${written}`
  }
  return form
}

function readAfresh<Value>(exchange: Exchange, sending: Sending<Value>): Reading<Value> {
  const body = parseBody(exchange)
  return { body, result: resultOf(exchange, body, sending) }
}

function resultOf<Value>(
  exchange: Exchange,
  body: ParsedBody,
  sending: Sending<Value>,
): ProviderResult<Value> {
  const answer = readAnswer(exchange, body)
  if (answer.kind !== 'data') {
    const error = failureOf(answer, sending.effect)
    return { ok: false, error: withHttpStatus(error, exchange) }
  }
  const parsed = sending.answer.safeParse(answer.body)
  if (parsed.success) return { ok: true, value: parsed.data }
  if (sending.effect === 'sign_in' && typeof answer.body.error === 'string')
    return { ok: false, error: withHttpStatus(signInRefused(), exchange) }
  return { ok: false, error: withHttpStatus(malformed('fields', sending.effect), exchange) }
}

function withHttpStatus(error: ProviderError, exchange: Exchange): ProviderError {
  return exchange.kind === 'not_sent' ? error : { ...error, httpStatus: exchange.httpStatus }
}
