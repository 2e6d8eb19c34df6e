import { describe, expect, it } from 'vitest'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { writeHar } from './har.ts'
import { writeOtlp } from './otlp.ts'
import { publishedHarSchema } from './testSupport/harSchema.ts'
import { findFaults, readOtlpDefinition } from './testSupport/protoDefinition.ts'
import { bundleWith, olderBundle } from './testSupport/sampleBundle.ts'

const BUNDLES: readonly (readonly [string, () => TraceBundle])[] = [
  ["the older system's", olderBundle],
  ['one of our own', () => bundleWith()],
  [
    'one whose call got no answer',
    () => bundleWith({ ok: false, http_status: null, error_message: 'timeout' }),
  ],
  [
    'one with a call by GET',
    () => bundleWith({ request_json: { method: 'GET', url: 'https://x.test/a', payload: { a: 1 } } }),
  ],
  ['an empty one', () => ({ ...olderBundle(), app_audit: [], reconcile_jobs: [], integration_logs: [] })],
]

describe('OTLP JSON, held against the definition of opentelemetry-proto', () => {
  const definition = readOtlpDefinition()

  it.each(BUNDLES)('of a bundle such as %s has every field defined and of its type', (_name, make) => {
    expect(findFaults(definition, 'TracesData', JSON.parse(writeOtlp(make())))).toEqual([])
  })

  it('the check itself refuses unknown fields, enums by name, numbers for 64 bits and ids that are not hex', () => {
    const span = {
      traceId: 'AAAA',
      kind: 'SPAN_KIND_CLIENT',
      startTimeUnixNano: 1,
      span_id: '00',
      status: { code: 7 },
    }
    const data = { resourceSpans: [{ scopeSpans: [{ spans: [span] }], instrumentationScope: {} }] }
    expect(findFaults(definition, 'TracesData', data)).toEqual([
      'TracesData.resourceSpans[0].scopeSpans[0].spans[0].traceId is no bytes',
      'TracesData.resourceSpans[0].scopeSpans[0].spans[0].kind is no SpanKind',
      'TracesData.resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano is no fixed64',
      'TracesData.resourceSpans[0].scopeSpans[0].spans[0].span_id is not defined',
      'TracesData.resourceSpans[0].scopeSpans[0].spans[0].status.code is no StatusCode',
      'TracesData.resourceSpans[0].instrumentationScope is not defined',
    ])
  })
})

describe('HAR, held against the published JSON Schema of HTTP Archive 1.2', () => {
  const schema = publishedHarSchema()

  it.each(BUNDLES)('of a bundle such as %s is valid', (_name, make) => {
    expect(schema.safeParse(JSON.parse(writeHar(make()))).error?.issues).toBeUndefined()
  })

  it('the check itself refuses an entry without its timings', () => {
    const har = JSON.parse(writeHar(olderBundle())) as { log: { entries: { timings?: unknown }[] } }
    delete har.log.entries[0]?.timings
    expect(schema.safeParse(har).error?.issues[0]?.path).toEqual(['log', 'entries', 0, 'timings'])
  })
})
