import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { writeBundle } from './bundleFile.ts'
import { writeHar } from './har.ts'
import { writeHtml } from './htmlPage.ts'
import { writeJsonLines } from './jsonLines.ts'
import { writeOtlp } from './otlp.ts'
import { redactBundle } from './redactBundle.ts'
import { scanForSecrets } from './secretScan.ts'
import { bundleWith } from './testSupport/sampleBundle.ts'

const pin = fc.stringMatching(/^[1-9]\d{8}$/)
const token = fc.stringMatching(/^[0-9a-f]{32}$/).filter((text) => /\d/.test(text) && /[a-f]/.test(text))
/** Names of fields that are no id, time, count or code; those are exempt by schema. */
const field = fc.constantFrom(
  'note',
  'message',
  'errmsg',
  'description',
  'keyboardPwd',
  'accessToken',
  'list',
  'x',
)
const around = fc.constantFrom('', ' ', 'code ', 'GET /v3?x=', '"', '{"a":"', '\n', 'é', '<b>')

/** JSON that mentions the secret somewhere: as a whole text, inside one, as a number, deep in lists. */
function mentioning(secret: string): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.tuple(around, around).map(([before, after]) => `${before}${secret}${after}`),
    fc.constant(/^\d+$/.test(secret) ? Number(secret) : secret),
    fc.string(),
    fc.integer(),
  )
  return fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(field, tie('value'), { maxKeys: 3 }),
  })).value
}

const planted = fc.tuple(pin, token).chain(([onePin, oneToken]) =>
  fc.record({
    pin: fc.constant(onePin),
    token: fc.constant(oneToken),
    request: fc.oneof(mentioning(onePin), mentioning(oneToken)),
    response: fc.oneof(mentioning(onePin), mentioning(oneToken)),
    error: fc.tuple(around, fc.constantFrom(onePin, oneToken), around).map((parts) => parts.join('')),
  }),
)

const FORMATS: Readonly<Record<string, (bundle: TraceBundle) => string>> = {
  bundle: writeBundle,
  html: (bundle) => writeHtml(bundle, 'body{}'),
  jsonl: writeJsonLines,
  har: writeHar,
  otlp: writeOtlp,
}

it('no planted PIN or token stands in any exported format, and the scan lets what was redacted pass', () => {
  fc.assert(
    fc.property(planted, ({ pin: onePin, token: oneToken, request, response, error }) => {
      const payload = { method: 'POST', url: 'https://euapi.ttlock.com/v3/x', payload: { note: request } }
      const log = { request_json: payload, response_json: response, error_message: error }
      const bundle = bundleWith(log, { outcome: { sentence: error, state: 'failed' } })
      const secrets = [onePin, oneToken]
      const safe = redactBundle(bundle, secrets)
      expect(scanForSecrets(safe, secrets)).toEqual([])
      for (const [name, write] of Object.entries(FORMATS)) {
        const text = write(safe)
        expect(text.includes(oneToken), name).toBe(false)
        expect(new RegExp(`(?<!\\d)${onePin}(?!\\d)`).test(text), name).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})

it('redacting what was redacted changes nothing', () => {
  fc.assert(
    fc.property(planted, ({ pin: onePin, token: oneToken, request, response, error }) => {
      const bundle = bundleWith({ request_json: request, response_json: response, error_message: error })
      const once = redactBundle(bundle, [onePin, oneToken])
      expect(writeBundle(redactBundle(once, []))).toBe(writeBundle(once))
    }),
    { numRuns: 300 },
  )
})
