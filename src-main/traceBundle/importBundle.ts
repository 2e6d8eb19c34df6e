import type { z } from 'zod'
import {
  DEBUG_SESSION_FORMAT,
  DEBUG_SESSION_VERSION,
  type DebugSessionBundle,
  debugSessionBundleSchema,
} from '../../src-preload/contract/debugSessionBundle.ts'
import {
  type OlderTrace,
  olderTraceSchema,
  TRACE_BUNDLE_FORMAT,
  TRACE_BUNDLE_VERSION,
  type TraceBundle,
  traceBundleSchema,
} from '../../src-preload/contract/traceBundle.ts'
import { DEEPEST_FILE, LARGEST_BUNDLE_BYTES } from './bundleFile.ts'
import { findHostileShape, findHostileValue } from './hostileJson.ts'
import { isKnownZone } from './moments.ts'
import { redactBundle } from './redactBundle.ts'

export const REFUSALS = [
  'too_large',
  'not_text',
  'not_json',
  'too_deep',
  'unsafe_field',
  'broken_text',
  'not_a_number',
  'too_many_values',
  'wrong_version',
  'not_a_trace',
  'bad_shape',
] as const
export type BundleRefusal = {
  readonly kind: 'refused'
  readonly reason: (typeof REFUSALS)[number]
  /** The place in the file, e.g. `integration_logs.3.created_at`; null for the file as a whole. */
  readonly where: string | null
}

export type ImportOutcome =
  | { readonly kind: 'read'; readonly bundle: TraceBundle }
  | { readonly kind: 'read_session'; readonly session: DebugSessionBundle }
  | BundleRefusal

/**
 * Reads the file of somebody else. Nothing in it is trusted: size, nesting, field names, texts and numbers are looked
 * at before its shape is, and what is left is redacted again. Never throws for what a file holds.
 */
export function importBundle(bytes: Uint8Array): ImportOutcome {
  if (bytes.byteLength > LARGEST_BUNDLE_BYTES) return refuse('too_large')
  const text = decode(bytes)
  if (text === null) return refuse('not_text')
  const shape = findHostileShape(text, DEEPEST_FILE)
  if (shape !== null) return refuse(shape)
  const parsed = parseJson(text)
  if (parsed === null) return refuse('not_json')
  const hostile = findHostileValue(parsed.value)
  if (hostile !== null) return refuse(hostile.reason, hostile.where)
  return readValue(parsed.value)
}

function readValue(value: unknown): ImportOutcome {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('not_a_trace')
  if ('format' in value || 'version' in value) return readOwn(value)
  const looksOlder = 'correlation_id' in value && 'integration_logs' in value
  if (!looksOlder) return refuse('not_a_trace')
  const older = olderTraceSchema.safeParse(value)
  return older.success ? readBundle(fromOlder(older.data)) : refuse('bad_shape', firstPlace(older.error))
}

const KNOWN_VERSIONS: ReadonlyMap<unknown, number> = new Map([
  [TRACE_BUNDLE_FORMAT, TRACE_BUNDLE_VERSION],
  [DEBUG_SESSION_FORMAT, DEBUG_SESSION_VERSION],
])

function readOwn(value: object): ImportOutcome {
  const { format, version } = { format: null, version: null, ...value }
  const known = KNOWN_VERSIONS.get(format)
  if (known === undefined) return refuse('not_a_trace')
  if (version !== known) return refuse('wrong_version', String(version).slice(0, 20))
  return format === DEBUG_SESSION_FORMAT ? readSession(value) : readBundle(value)
}

function readBundle(value: unknown): ImportOutcome {
  const parsed = traceBundleSchema.safeParse(value)
  if (!parsed.success) return refuse('bad_shape', firstPlace(parsed.error))
  if (!isKnownZone(parsed.data.timezone)) return refuse('bad_shape', 'timezone')
  const repeated = repeatedRecord(parsed.data)
  if (repeated !== null) return refuse('bad_shape', repeated)
  return { kind: 'read', bundle: redactBundle(parsed.data, []) }
}

function readSession(value: unknown): ImportOutcome {
  const parsed = debugSessionBundleSchema.safeParse(value)
  if (!parsed.success) return refuse('bad_shape', firstPlace(parsed.error))
  const strange = parsed.data.traces.findIndex((trace) => !isKnownZone(trace.timezone))
  if (strange >= 0) return refuse('bad_shape', `traces.${strange}.timezone`)
  for (const [index, trace] of parsed.data.traces.entries()) {
    const repeated = repeatedRecord(trace)
    if (repeated !== null) return refuse('bad_shape', `traces.${index}.${repeated}`)
  }
  const traces = parsed.data.traces.map((trace) => redactBundle(trace, []))
  return { kind: 'read_session', session: { ...parsed.data, traces } }
}

/** Records are looked up by their ids: of two with one id, the second would show what the first holds. */
function repeatedRecord({ integration_logs: logs }: TraceBundle): string | null {
  const known = new Set<number>()
  const index = logs.findIndex(({ id }) => known.size === known.add(id).size)
  return index < 0 ? null : `integration_logs.${index}.id`
}

/** What the older system did not record is said to be missing, not made up. */
function fromOlder(older: OlderTrace): TraceBundle {
  const lastJob = older.reconcile_jobs.at(-1)
  const failed = older.integration_logs.filter((log) => !log.ok).length
  const lastTime = [
    ...older.app_audit.map((row) => row.time),
    ...older.reconcile_jobs.map((row) => row.updated_at),
    ...older.integration_logs.map((row) => row.created_at),
  ].reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last), '1970-01-01T00:00:00Z')
  return {
    format: TRACE_BUNDLE_FORMAT,
    version: TRACE_BUNDLE_VERSION,
    exported_at: lastTime,
    program: { name: 'older system', version: 'unknown' },
    origin: 'older_system',
    correlation_id: older.correlation_id,
    outcome: outcomeOf(older, { status: lastJob?.status ?? null, failed }),
    timezone: 'UTC',
    site_name: null,
    plan_ids: [],
    app_audit: older.app_audit.map((row, index) => ({
      ...row,
      id: index + 1,
      operator: 'not recorded',
      correlation_id: older.correlation_id,
      debug_session_id: null,
      chain_hash: '',
    })),
    reconcile_jobs: older.reconcile_jobs.map((row) => ({
      ...row,
      wait_reason: null,
      held_by: null,
      held_until: null,
    })),
    integration_logs: older.integration_logs.map((row) => ({
      ...row,
      started_at: row.created_at,
      duration_ms: null,
      attempt: null,
      operation_id: null,
      http_status: null,
    })),
  }
}

function outcomeOf(
  older: OlderTrace,
  { status, failed }: { readonly status: string | null; readonly failed: number },
): TraceBundle['outcome'] {
  const [change] = older.app_audit
  const opening = change ? `${change.entity}: ${change.action}` : 'The system began this by itself'
  const job = status === null ? 'no job' : `its job is ${status}`
  const errors = failed === 0 ? 'no record failed' : `${failed} failed`
  return { sentence: `${opening}; ${job}; ${errors}.`, state: stateOf(status, failed) }
}

function stateOf(status: string | null, failed: number): TraceBundle['outcome']['state'] {
  if (status === 'failed' || failed > 0) return 'failed'
  if (status === 'cancelled') return 'cancelled'
  return status === 'done' ? 'ok' : 'unknown'
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The only thing it refuses is bytes that are no UTF-8.
    return null
  }
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // JSON.parse says no more than that it is none; NaN and Infinity end here too.
    return null
  }
}

function firstPlace(error: z.ZodError): string | null {
  const [issue] = error.issues
  if (!issue) return null
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...issue.path, ...extra].join('.').slice(0, 200)
}

function refuse(reason: BundleRefusal['reason'], where: string | null = null): BundleRefusal {
  return { kind: 'refused', reason, where }
}
