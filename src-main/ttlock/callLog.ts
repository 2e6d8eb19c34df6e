import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { IntegrationLogEntry, TraceRecorder } from '../ports/traceRecorder.ts'
import { loggedResponse, type ParsedBody } from './answer.ts'
import type { Exchange } from './transport.ts'

export interface LoggedCall {
  readonly action: string
  readonly method: 'POST' | 'GET'
  readonly path: string
  readonly payload: Readonly<Record<string, string | number>>
  readonly externalId: string | null
  readonly context: CallContext
  readonly exchange: Exchange
  readonly body: ParsedBody
  readonly error: ProviderError | null
  readonly startedAtMs: number
  readonly durationMs: number
  readonly secrets: readonly string[]
}

/** One row for one request, in the seed's shape. The recorder redacts it. */
export function logCall(recorder: TraceRecorder, baseUrl: string, call: LoggedCall): void {
  const { context, exchange } = call
  const entry: IntegrationLogEntry = {
    action: call.action,
    ok: call.error === null,
    providerType: 'TTLOCK',
    lockKey: `TTLOCK:${call.externalId ?? 'unknown'}`,
    correlationId: context.correlationId,
    jobId: context.jobId,
    doorId: context.doorId,
    doorName: context.doorName,
    externalId: call.externalId,
    operationId: context.operationId,
    request: {
      base_host: baseUrl,
      method: call.method,
      path: call.path,
      payload: call.payload,
      url: baseUrl + call.path,
    },
    ...loggedResponse(exchange, call.body, call.secrets),
    errorMessage: errorMessageOf(call.error, exchange),
    startedAtMs: Math.round(call.startedAtMs),
    durationMs: Math.round(call.durationMs),
    attempt: context.attempt,
    httpStatus: exchange.kind === 'not_sent' ? null : exchange.httpStatus,
  }
  recorder.record(entry, call.secrets)
}

function errorMessageOf(error: ProviderError | null, exchange: Exchange): string | null {
  if (error === null) return null
  if (error.errcode !== null) return `errcode ${error.errcode}: ${error.sentence}`
  const code = exchange.kind === 'not_sent' ? ` (${exchange.code})` : ''
  return `${error.cause}${code}: ${error.sentence}`
}
