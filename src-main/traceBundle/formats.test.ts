import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeHar } from './har.ts'
import { writeJsonLines } from './jsonLines.ts'
import { writeOtlp } from './otlp.ts'
import { bundleWith, olderBundle } from './testSupport/sampleBundle.ts'

describe('JSON Lines', () => {
  it('has the trace first and then each record on a line of its own', () => {
    const lines = writeJsonLines(olderBundle())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { record: string })
    expect(lines.map((line) => line.record)).toEqual([
      'trace',
      'app_audit',
      'reconcile_job',
      ...Array<string>(7).fill('integration_log'),
    ])
  })
})

/** HTTP Archive 1.2: what the format's description marks as required. */
const text = z.string()
const pair = z.strictObject({ name: text, value: text })
const harSchema = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: text, version: text }),
    comment: text,
    entries: z.array(
      z.strictObject({
        startedDateTime: z.iso.datetime(),
        time: z.number().min(0),
        request: z.strictObject({
          method: z.enum(['GET', 'POST']),
          url: z.url(),
          httpVersion: text,
          cookies: z.array(z.never()),
          headers: z.array(z.never()),
          queryString: z.array(pair),
          postData: z.strictObject({ mimeType: text, params: z.array(pair), text }).optional(),
          headersSize: z.literal(-1),
          bodySize: z.literal(-1),
        }),
        response: z.strictObject({
          status: z.int().min(0),
          statusText: text,
          httpVersion: text,
          cookies: z.array(z.never()),
          headers: z.array(z.never()),
          content: z.strictObject({ size: z.int(), mimeType: text, text }),
          redirectURL: text,
          headersSize: z.literal(-1),
          bodySize: z.literal(-1),
        }),
        cache: z.strictObject({}),
        timings: z.strictObject({ send: z.number(), wait: z.number(), receive: z.number() }),
        comment: text,
      }),
    ),
  }),
})

describe('HAR', () => {
  it('holds the provider calls, with their parameters, and no step of our own', () => {
    const { log } = harSchema.parse(JSON.parse(writeHar(olderBundle())))
    expect(log.entries.map((entry) => `${entry.request.method} ${entry.request.url}`)).toEqual([
      'GET https://api.ttlock.com/v3/lock/listKeyboardPwd',
      'POST https://api.ttlock.com/v3/keyboardPwd/delete',
    ])
    expect(log.entries[0]?.request.queryString).toContainEqual({ name: 'pageSize', value: '200' })
    expect(log.entries[1]?.request.postData?.text).toContain('keyboardPwdId=50957532')
    expect(log.entries[1]?.request.postData?.params).toContainEqual({ name: 'accessToken', value: '***' })
  })

  it('has status 0 for a call that got no answer', () => {
    const { log } = harSchema.parse(JSON.parse(writeHar(bundleWith({ http_status: null, ok: false }))))
    expect(log.entries[0]?.response.status).toBe(0)
  })
})

/** opentelemetry.proto.trace.v1 in its JSON mapping: ids as hex, 64-bit numbers as text, enums as numbers. */
const nano = z.string().regex(/^\d{1,20}$/)
const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: text }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  ]),
})
const otlpSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: text }),
          spans: z.array(
            z.strictObject({
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^(?!0{16})[0-9a-f]{16}$/),
              parentSpanId: z
                .string()
                .regex(/^[0-9a-f]{16}$/)
                .optional(),
              name: z.string().min(1),
              kind: z.int().min(0).max(5),
              startTimeUnixNano: nano,
              endTimeUnixNano: nano,
              attributes: z.array(attribute),
              events: z
                .array(z.strictObject({ timeUnixNano: nano, name: text, attributes: z.array(attribute) }))
                .optional(),
              status: z.strictObject({ code: z.int().min(0).max(2), message: text.optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})

function spansOf(bundle: Parameters<typeof writeOtlp>[0]) {
  const data = otlpSchema.parse(JSON.parse(writeOtlp(bundle)))
  return data.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans))
}

describe('OTLP', () => {
  it('is one tree of spans: the trace, its jobs, their records', () => {
    const spans = spansOf(olderBundle())
    const byId = new Map(spans.map((span) => [span.spanId, span]))
    expect(byId.size).toBe(spans.length)
    const parents = spans.map((span) => byId.get(span.parentSpanId ?? '')?.name ?? null)
    expect(parents).toEqual([null, 'trace', 'trace', ...Array<string>(6).fill('drift_enforce_lock_truth')])
  })

  it('no span ends before it starts, and times are nanoseconds', () => {
    const spans = spansOf(bundleWith())
    for (const span of spans) {
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano), span.name).toBe(true)
    }
    const call = spans.at(-1)
    expect(call?.startTimeUnixNano).toBe('1770308943000000000')
    expect(BigInt(call?.endTimeUnixNano ?? 0) - BigInt(call?.startTimeUnixNano ?? 0)).toBe(120_000_000n)
  })

  it('only what went to the provider is a client span', () => {
    const kinds = spansOf(olderBundle()).map((span) => `${span.name} ${span.kind}`)
    expect(kinds.filter((kind) => kind.endsWith(' 3'))).toEqual(['PASSCODE_LIST 3', 'PASSCODE_DELETE 3'])
  })

  it('a failed record is a span with the error status and its message', () => {
    const span = spansOf(bundleWith({ ok: false, error_message: 'errcode -3003' })).at(-1)
    expect(span?.status).toEqual({ code: 2, message: 'errcode -3003' })
  })
})
