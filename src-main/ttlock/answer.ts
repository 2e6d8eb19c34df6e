import { redactUnparsedBody } from '../domain/redaction/bodyText.ts'
import type { IntegrationLogEntry } from '../ports/traceRecorder.ts'
import { envelope } from './schemas.ts'
import type { Exchange } from './transport.ts'

/** What an exchange amounts to, before anybody asks what the call was for. */
export type Answer =
  | { readonly kind: 'data'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly errcode: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'malformed'; readonly why: MalformedWhy }
  | { readonly kind: 'http_error'; readonly httpStatus: number }
  | Exclude<Exchange, { kind: 'answered' }>

export type MalformedWhy = 'content_type' | 'not_json' | 'not_an_object' | 'errcode' | 'fields'

export function readAnswer(exchange: Exchange, parsed: ParsedBody): Answer {
  if (exchange.kind !== 'answered') return exchange
  const isSuccessStatus = exchange.httpStatus >= 200 && exchange.httpStatus <= 299
  const read = readBody(exchange.contentType, parsed)
  if (isSuccessStatus) return read
  // Errors normally come with HTTP 200; one that names its code below 500 is as good.
  if (read.kind === 'refused' && exchange.httpStatus >= 400 && exchange.httpStatus <= 499) return read
  return { kind: 'http_error', httpStatus: exchange.httpStatus }
}

function readBody(contentType: string | null, parsed: ParsedBody): Answer {
  if (!isJsonType(contentType)) return { kind: 'malformed', why: 'content_type' }
  if (!parsed.ok) return { kind: 'malformed', why: 'not_json' }
  const value = parsed.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'malformed', why: 'not_an_object' }
  }
  const enveloped = envelope.safeParse(value)
  if (!enveloped.success) return { kind: 'malformed', why: 'errcode' }
  const errcode = enveloped.data.errcode ?? 0
  // It is an object and no array: its keys are text.
  const object = value as Readonly<Record<string, unknown>>
  return errcode === 0 ? { kind: 'data', body: object } : { kind: 'refused', errcode, body: object }
}

/** As TTLock itself calls its answers. */
const USUAL_TYPE = 'application/json;charset=UTF-8'

/** Servers that leave the type out, or call it plain text, still send JSON; a page or a file is never an answer. */
function isJsonType(contentType: string | null): boolean {
  if (contentType === null || contentType === USUAL_TYPE) return true
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return (
    type === '' || type === 'text/plain' || /^(application|text)\/([\w.+-]+\+)?(json|javascript)$/.test(type)
  )
}

/** What came, parsed once for the answer and for the log. */
export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseBody(exchange: Exchange): ParsedBody {
  if (exchange.kind === 'not_sent') return { ok: false }
  try {
    return { ok: true, value: JSON.parse(exchange.body) as unknown }
  } catch {
    return { ok: false }
  }
}

/** The response for the log: parsed JSON, the redacted beginning of what is none, or null for none. */
export function loggedResponse(
  exchange: Exchange,
  parsed: ParsedBody,
  secrets: readonly string[],
): Pick<IntegrationLogEntry, 'response' | 'foreignBytes'> {
  if (exchange.kind === 'not_sent' || exchange.bodyBytes === 0) return { response: null }
  if (parsed.ok && typeof parsed.value === 'object')
    return { response: parsed.value, foreignBytes: exchange.bodyBytes }
  return { response: redactUnparsedBody(exchange.body, exchange.bodyBytes, secrets) }
}
