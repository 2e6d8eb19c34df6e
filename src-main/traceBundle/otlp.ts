import { createHash } from 'node:crypto'
import type { BundleJob, BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { readCall } from './providerCall.ts'

/** The protocol's numbers. */
const INTERNAL = 1
const CLIENT = 3
const STATUS_OK = 1
const STATUS_ERROR = 2

/**
 * The trace as OTLP JSON (`TracesData` of opentelemetry.proto.trace.v1): one span for the whole, one for each job, one
 * for each log row; changes are events of the whole. 64-bit numbers are text and ids hex, as the protocol asks.
 */
export function writeOtlp(bundle: TraceBundle): string {
  const times = extent(bundle)
  const rootId = spanId(bundle, 'trace')
  const root = {
    traceId: bundle.correlation_id,
    spanId: rootId,
    name: 'trace',
    kind: INTERNAL,
    startTimeUnixNano: nano(times.first),
    endTimeUnixNano: nano(times.last),
    attributes: attributes({
      'lockstep.outcome': bundle.outcome.sentence,
      'lockstep.outcome_state': bundle.outcome.state,
      'lockstep.timezone': bundle.timezone,
    }),
    events: bundle.app_audit.map((row) => ({
      timeUnixNano: nano(Date.parse(row.time)),
      name: `${row.entity} ${row.action}`,
      attributes: attributes({
        'lockstep.operator': row.operator,
        'lockstep.before': json(row.before),
        'lockstep.after': json(row.after),
      }),
    })),
    status: bundle.outcome.state === 'failed' ? failed(bundle.outcome.sentence) : { code: STATUS_OK },
  }
  const jobs = bundle.reconcile_jobs.map((job) => jobSpan(bundle, job, rootId))
  const jobIds = new Set(bundle.reconcile_jobs.map((job) => job.reconcile_job_id))
  const logs = bundle.integration_logs.map((log) => {
    const isOfJob = log.reconcile_job_id !== null && jobIds.has(log.reconcile_job_id)
    return logSpan(bundle, log, isOfJob ? spanId(bundle, `job:${log.reconcile_job_id}`) : rootId)
  })
  const data = {
    resourceSpans: [
      {
        resource: {
          attributes: attributes({
            'service.name': bundle.program.name,
            'service.version': bundle.program.version,
          }),
        },
        scopeSpans: [{ scope: { name: 'lockstep.trace' }, spans: [root, ...jobs, ...logs] }],
      },
    ],
  }
  return `${JSON.stringify(data, null, 2)}\n`
}

function jobSpan(bundle: TraceBundle, job: BundleJob, parentSpanId: string) {
  const startMs = Date.parse(job.created_at)
  return {
    traceId: bundle.correlation_id,
    spanId: spanId(bundle, `job:${job.reconcile_job_id}`),
    parentSpanId,
    name: job.job_type,
    kind: INTERNAL,
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(Math.max(startMs, Date.parse(job.updated_at))),
    attributes: attributes({
      'lockstep.job_id': job.reconcile_job_id,
      'lockstep.job_status': job.status,
      'lockstep.reason': job.reason,
      'lockstep.attempts': job.attempt_count,
    }),
    status: job.status === 'failed' ? failed(job.last_error) : { code: STATUS_OK },
  }
}

function logSpan(bundle: TraceBundle, log: BundleLog, parentSpanId: string) {
  const startMs = Date.parse(log.started_at)
  return {
    traceId: bundle.correlation_id,
    spanId: spanId(bundle, `log:${log.id}`),
    parentSpanId,
    name: log.action,
    kind: readCall(log) === null ? INTERNAL : CLIENT,
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(startMs + (log.duration_ms ?? 0)),
    attributes: attributes({
      'lockstep.log_id': log.id,
      'lockstep.lock_key': log.lock_key,
      'lockstep.door': log.door_name,
      'lockstep.attempt': log.attempt,
      'lockstep.request': json(log.request_json),
      'lockstep.response': json(log.response_json),
      'http.response.status_code': log.http_status,
    }),
    status: log.ok ? { code: STATUS_OK } : failed(log.error_message),
  }
}

function failed(message: string | null) {
  return { code: STATUS_ERROR, ...(message === null ? {} : { message }) }
}

/** Values that are null are not there. */
function attributes(values: Readonly<Record<string, string | number | null>>) {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null
      ? []
      : [{ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } }],
  )
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

/** 8 bytes made from the trace and the record, so that the same trace always has the same spans. */
function spanId(bundle: TraceBundle, record: string): string {
  return createHash('sha256').update(`${bundle.correlation_id}/${record}`).digest('hex').slice(0, 16)
}

function extent(bundle: TraceBundle): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  const take = (startMs: number, endMs = startMs): void => {
    first = Math.min(first, startMs)
    last = Math.max(last, endMs)
  }
  for (const row of bundle.app_audit) take(Date.parse(row.time))
  for (const row of bundle.reconcile_jobs) take(Date.parse(row.created_at), Date.parse(row.updated_at))
  for (const row of bundle.integration_logs) {
    const startMs = Date.parse(row.started_at)
    take(startMs, startMs + (row.duration_ms ?? 0))
  }
  const exportedMs = Date.parse(bundle.exported_at)
  return Number.isFinite(first) ? { first, last } : { first: exportedMs, last: exportedMs }
}

function nano(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n)
}
