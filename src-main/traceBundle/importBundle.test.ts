import { describe, expect, it } from 'vitest'
import { DEBUG_SESSION_FORMAT, DEBUG_SESSION_VERSION } from '../../src-preload/contract/debugSessionBundle.ts'
import { LARGEST_BUNDLE_BYTES, writeBundle } from './bundleFile.ts'
import { importBundle } from './importBundle.ts'
import { bundleWith, OLDER_EXPORT, olderBundle } from './testSupport/sampleBundle.ts'

const read = (text: string) => importBundle(new TextEncoder().encode(text))
const file = () => writeBundle(bundleWith())
const edited = (edit: (bundle: Record<string, unknown>) => void): string => {
  const bundle = JSON.parse(file()) as Record<string, unknown>
  edit(bundle)
  return JSON.stringify(bundle)
}

describe('a bundle', () => {
  it('that was exported, opened and exported again is the same byte for byte', () => {
    const first = file()
    const opened = read(first)
    expect(opened.kind === 'read' && writeBundle(opened.bundle)).toBe(first)
  })

  it('with its fields in another order is written in the order of the schema', () => {
    const turned = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(file())).reverse()))
    const opened = read(turned)
    expect(opened.kind === 'read' && writeBundle(opened.bundle)).toBe(file())
  })

  it('whose fields were put together in another order is written in the order of the schema', () => {
    const bundle = bundleWith()
    const turned = Object.fromEntries(Object.entries(bundle).reverse()) as unknown as typeof bundle
    expect(writeBundle(turned)).toBe(file())
  })

  it('with markup and quotes in every text keeps them as text', () => {
    const name = '<img src=x onerror=alert(1)>"\'&'
    const opened = read(writeBundle(bundleWith({ action: name, lock_key: name, door_name: name })))
    expect(opened).toMatchObject({ kind: 'read', bundle: { integration_logs: [{ action: name }] } })
  })

  it('with secrets in it is redacted before anybody sees them', () => {
    const opened = read(
      writeBundle(bundleWith({ request_json: { accessToken: 'abcdef0123456789abcdef0123456789' } })),
    )
    expect(JSON.stringify(opened)).not.toContain('abcdef0123456789')
  })

  it('within a debug session is redacted as well', () => {
    const moment = '2026-11-23T10:00:00.000Z'
    const opened = read(
      JSON.stringify({
        ...{ format: DEBUG_SESSION_FORMAT, version: DEBUG_SESSION_VERSION, exported_at: moment },
        program: { name: 'Lockstep', version: '1.0.0' },
        session: {
          ...{ id: '7QF2-M9PX', note: '', started_by: 'Operator #3' },
          ...{ started_at: moment, ends_at: moment, stopped_at: null },
        },
        left_out: 0,
        traces: [bundleWith({ request_json: { accessToken: 'abcdef0123456789abcdef0123456789' } })],
      }),
    )
    expect(opened.kind).toBe('read_session')
    expect(JSON.stringify(opened)).not.toContain('abcdef0123456789')
  })
})

describe("the older system's export", () => {
  it('opens with all its records', () => {
    const bundle = olderBundle()
    expect(bundle.origin).toBe('older_system')
    expect(bundle.app_audit).toHaveLength(1)
    expect(bundle.reconcile_jobs).toHaveLength(1)
    expect(bundle.integration_logs.map((log) => log.action)).toEqual([
      'DOOR_PROVISION',
      'RECONCILE_ENQUEUED',
      'DRIFT_ENFORCE_JOB_START',
      'PASSCODE_LIST',
      'PASSCODE_DELETE',
      'DRIFT_ENFORCE_DELETE_PIN',
      'DRIFT_ENFORCE_JOB_DONE',
    ])
    expect(bundle.outcome.state).toBe('ok')
  })

  it('says that durations are missing instead of making them up', () => {
    expect(olderBundle().integration_logs.map((log) => log.duration_ms)).toEqual(Array(7).fill(null))
  })

  it('loses the e-mail address and the names of people it was exported with', () => {
    const text = JSON.stringify(olderBundle())
    expect(OLDER_EXPORT.toString()).toContain('owner@example.com')
    expect(text).not.toContain('owner@example.com')
    expect(text).toContain('AB U9 C6')
  })

  it('exported as a bundle, opened and exported again is the same byte for byte', () => {
    const first = writeBundle(olderBundle())
    const opened = read(first)
    expect(opened.kind === 'read' && writeBundle(opened.bundle)).toBe(first)
  })
})

describe('a hostile file', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const cases: readonly (readonly [string, () => string, string, string | null])[] = [
    ['that is no JSON', () => 'hello', 'not_json', null],
    ['that is empty', () => '', 'not_json', null],
    ['with NaN', () => file().replace('"duration_ms": 120', '"duration_ms": NaN'), 'not_json', null],
    ['nested 100,000 deep', () => deep, 'too_deep', null],
    [
      'nested deeply inside a record',
      () => file().replace('"duration_ms": 120', `"duration_ms": ${'{"a":'.repeat(60)}1${'}'.repeat(60)}`),
      'too_deep',
      null,
    ],
    ['nested one deeper than is read', () => `${'['.repeat(41)}${']'.repeat(41)}`, 'too_deep', null],
    ['nested as deep as is read', () => `${'['.repeat(40)}${']'.repeat(40)}`, 'not_a_trace', null],
    ['with brackets after a quote in a text', () => `{"a":"\\"${'['.repeat(60)}"}`, 'not_a_trace', null],
    [
      'of millions of lists in lists',
      () => `[${`${'['.repeat(30)}${']'.repeat(30)},`.repeat(140_000)}1]`,
      'too_many_values',
      null,
    ],
    ['of millions of values', () => `[${'1,'.repeat(4_000_001)}1]`, 'too_many_values', null],
    ['of millions of lists', () => `[${'[],'.repeat(4_000_001)}[]]`, 'too_many_values', null],
    ['of millions of commas in a text', () => `{"a":"${','.repeat(4_000_001)}"}`, 'not_a_trace', null],
    [
      'with __proto__',
      () => file().replace('"request_json": {', '"request_json": {"__proto__": {"polluted": true}, "x": 1, '),
      'unsafe_field',
      'integration_logs.0.request_json.__proto__',
    ],
    [
      'with a lone surrogate',
      () => file().replace('"door_name": "ttlock"', '"door_name": "\\ud800"'),
      'broken_text',
      'integration_logs.0.door_name',
    ],
    [
      'with a lone surrogate in a field’s name',
      () => file().replace('"request_json": {', '"request_json": {"\\ud800": 1, '),
      'broken_text',
      'integration_logs.0.request_json.\ud800',
    ],
    [
      'with an endless number',
      () => file().replace('"duration_ms": 120', '"duration_ms": 1e999'),
      'not_a_number',
      'integration_logs.0.duration_ms',
    ],
    ['of a later version', () => edited((bundle) => (bundle.version = 2)), 'wrong_version', '2'],
    ['of another program', () => edited((bundle) => (bundle.format = 'perfetto')), 'not_a_trace', null],
    ['that is a list', () => '[]', 'not_a_trace', null],
    ['that is null', () => 'null', 'not_a_trace', null],
    [
      'without its logs',
      () => edited((bundle) => delete bundle.integration_logs),
      'bad_shape',
      'integration_logs',
    ],
    ['with a field too many', () => edited((bundle) => (bundle.script = 'x')), 'bad_shape', 'script'],
    [
      'with a zone that is none',
      () => edited((bundle) => (bundle.timezone = 'Mars/Base')),
      'bad_shape',
      'timezone',
    ],
    [
      'with a time that is none',
      () => edited((bundle) => (bundle.exported_at = '2026-13-45T99:99:99Z')),
      'bad_shape',
      'exported_at',
    ],
    [
      'with two records of one id',
      () =>
        edited(
          (bundle) =>
            (bundle.integration_logs = [...[bundle.integration_logs, bundle.integration_logs].flat()]),
        ),
      'bad_shape',
      'integration_logs.1.id',
    ],
    [
      'whose id is a path',
      () => edited((bundle) => (bundle.correlation_id = '../../etc/passwd')),
      'bad_shape',
      'correlation_id',
    ],
  ]

  it.each(cases)('%s is refused and says why', (_name, make, reason, where) => {
    expect(read(make())).toEqual({ kind: 'refused', reason, where })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('that is no UTF-8 is refused', () => {
    expect(importBundle(new Uint8Array([0xff, 0xfe, 0x00]))).toMatchObject({ reason: 'not_text' })
  })

  it('over the limit is refused without being read', () => {
    expect(importBundle(new Uint8Array(LARGEST_BUNDLE_BYTES + 1))).toMatchObject({ reason: 'too_large' })
  })
})
