import { describe, expect, it } from 'vitest'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { redactBundle } from './redactBundle.ts'
import { scanForSecrets } from './secretScan.ts'
import { bundleWith, olderBundle } from './testSupport/sampleBundle.ts'

const PIN = '482915307'
const TOKEN = 'abcdef0123456789abcdef0123456789'
const OTHER_TOKEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'

describe('scanForSecrets', () => {
  it("passes the older system's export once it was redacted", () => {
    expect(scanForSecrets(redactBundle(olderBundle(), [PIN, TOKEN]), [PIN, TOKEN])).toEqual([])
  })

  const planted: readonly (readonly [string, Parameters<typeof bundleWith>[0], string, string])[] = [
    ['a PIN in an error', { error_message: `code ${PIN} refused` }, 'error_message', 'pin'],
    ['a PIN in a body', { response_json: { note: `was ${PIN}` } }, 'response_json.note', 'pin'],
    ['a PIN as a number', { response_json: { note: Number(PIN) } }, 'response_json.note', 'pin'],
    ['a PIN in a PIN field', { request_json: { keyboardPwd: '1234' } }, 'request_json.keyboardPwd', 'pin'],
    ['a PIN as a field name', { request_json: { [PIN]: 1 } }, 'request_json', 'pin'],
    ['a known token', { error_message: `GET /?t=${TOKEN}` }, 'error_message', 'token'],
    ['a token field', { request_json: { accessToken: 'abc' } }, 'request_json.accessToken', 'token'],
    ['a named token nobody knows', { error_message: 'x?accessToken=zzzz9999' }, 'error_message', 'token'],
    ['a token in nested JSON', { error_message: '{"client_secret":"zzzz9"}' }, 'error_message', 'token'],
    ['what looks like a token', { error_message: `bearer ${OTHER_TOKEN}` }, 'error_message', 'token'],
    ['a known token in an id field', { request_json: { lockId: TOKEN } }, 'request_json.lockId', 'token'],
    ['a named PIN nobody knows', { error_message: 'keyboardPwd=1234 refused' }, 'error_message', 'pin'],
    ['a number in a PIN field', { request_json: { keyboardPwd: 1234 } }, 'request_json.keyboardPwd', 'pin'],
  ]
  it.each(planted)('finds %s and says where, not what', (_name, log, where, what) => {
    const found = scanForSecrets(bundleWith(log), [PIN, TOKEN])
    expect(found).toEqual([{ where: `integration_logs[0].${where}`, what }])
    expect(JSON.stringify(found)).not.toContain(PIN)
  })

  const harmless: readonly (readonly [string, Parameters<typeof bundleWith>[0]])[] = [
    ['digits that only contain the PIN', { error_message: `order 1${PIN}1` }],
    ['an id that equals the PIN', { request_json: { lockId: Number(PIN) }, external_id: PIN }],
    ['its own correlation id', { error_message: `folded into c2165f3f52364e4db32d169654f4648f` }],
    ['its own correlation id in capitals', { error_message: 'folded into C2165F3F52364E4DB32D169654F4648F' }],
    ['the client id', { request_json: { clientId: TOKEN.replace('a', 'b') } }],
    ['what was starred out', { error_message: 'accessToken=*** keyboardPwd=***5307' }],
    ['a time', { response_json: { at: '2026-02-05T16:29:01.000Z' } }],
  ]
  it.each(harmless)('lets %s pass', (_name, log) => {
    expect(scanForSecrets(bundleWith(log), [PIN, TOKEN, '2026'])).toEqual([])
  })

  const typed: readonly (readonly [string, string])[] = [
    ['wrong passcode: 482913 typed by the guest', 'wrong passcode: *** typed by the guest'],
    ['Authorization: approved by the owner', 'Authorization: *** by the owner'],
    ['lost the password = asked twice', 'lost the password = *** twice'],
    [`the key is ${OTHER_TOKEN}`, 'the key is ***'],
  ]
  it.each(typed)('of %s, typed as a reason, finds nothing once it was redacted', (reason, left) => {
    const audit = { ...olderBundle().app_audit[0], after: { reason } } as TraceBundle['app_audit'][number]
    const quoted = { enforce_plan: { doors: [{ adds: [{ held_because: reason }] }] } }
    const bundle = bundleWith(
      { provider_type: 'ACCESS_BROKER', response_json: quoted },
      { app_audit: [audit] },
    )
    const safe = redactBundle(bundle, [PIN])
    expect(scanForSecrets(safe, [PIN])).toEqual([])
    expect(safe.app_audit[0]?.after).toEqual({ reason: left })
    expect(redactBundle(safe, [])).toEqual(safe)
  })

  it('of the same in what a provider answered, still finds it after redaction', () => {
    const safe = redactBundle(bundleWith({ error_message: 'GET /v3/x?accessToken=zzzz9999' }), [])
    expect(scanForSecrets(safe, [])).toEqual([{ where: 'integration_logs[0].error_message', what: 'token' }])
  })

  const places: readonly (readonly [string, (bundle: TraceBundle, text: string) => TraceBundle])[] = [
    ['outcome.sentence', (bundle, sentence) => ({ ...bundle, outcome: { ...bundle.outcome, sentence } })],
    ['site_name', (bundle, site_name) => ({ ...bundle, site_name })],
    ['app_audit[0].operator', (bundle, operator) => withChange(bundle, { operator })],
    ['app_audit[0].before.note', (bundle, note) => withChange(bundle, { before: { note } })],
    ['app_audit[0].after.note', (bundle, note) => withChange(bundle, { after: { note } })],
    ['reconcile_jobs[0].reason', (bundle, reason) => withJob(bundle, { reason })],
    ['reconcile_jobs[0].last_error', (bundle, last_error) => withJob(bundle, { last_error })],
    ['integration_logs[0].door_name', (_, door_name) => bundleWith({ door_name })],
    ['integration_logs[0].request_json[0]', (_, text) => bundleWith({ request_json: [text] })],
  ]
  it.each(places)('looks at %s', (where, plant) => {
    expect(scanForSecrets(plant(bundleWith(), `was ${PIN}`), [PIN])).toEqual([{ where, what: 'pin' }])
  })

  it('finds nothing known after redaction, wherever it was planted', () => {
    for (const [name, log] of planted.slice(0, 7)) {
      const safe = redactBundle(bundleWith(log), [PIN, TOKEN])
      expect(scanForSecrets(safe, [PIN, TOKEN]), name).toEqual([])
    }
  })
})

function withChange(bundle: TraceBundle, change: Partial<TraceBundle['app_audit'][number]>): TraceBundle {
  return { ...bundle, app_audit: bundle.app_audit.map((row) => ({ ...row, ...change })) }
}

function withJob(bundle: TraceBundle, change: Partial<TraceBundle['reconcile_jobs'][number]>): TraceBundle {
  return { ...bundle, reconcile_jobs: bundle.reconcile_jobs.map((row) => ({ ...row, ...change })) }
}
