import type {
  AuditRecordView,
  JobRecordView,
  ListedAudit,
  LogRecordView,
} from '../../src-preload/contract/views/traces.ts'
import { fromIso } from '../domain/instant.ts'
import { isStuckRunning } from '../domain/job/isStuckRunning.ts'
import { JsonText } from '../domain/jsonText.ts'
import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { AuditRecord, LogRecord } from '../ports/stores/traceStore.ts'

/** A change or a decision of a trace, for a page of them; the page after it begins behind its key. */
export type HeadRecord =
  | { readonly key: string; readonly kind: 'audit'; readonly record: AuditRecordView }
  | { readonly key: string; readonly kind: 'job'; readonly record: JobRecordView }

export interface HeadPage {
  readonly app_audit: readonly ListedAudit[]
  readonly reconcile_jobs: readonly JobRecordView[]
  /** Octets of the page as JSON. */
  readonly octets: number
  /** Key of the last record of this page, when there are more. */
  readonly next: string | null
}

/** A change with more before and after than this is listed without them. */
const MOST_OF_CHANGE = 2 * 1_024

/** Changes first, then decisions, as far as so many octets go; one at least. */
export function pageOfHead(records: Iterable<HeadRecord>, most: number): HeadPage {
  const audit: ListedAudit[] = []
  const jobs: JobRecordView[] = []
  let last: string | null = null
  let octets = 0
  for (const { key, kind, record } of records) {
    const listed = kind === 'audit' ? listedAudit(record) : record
    const size = octetsOf(listed)
    if (octets > 0 && octets + size > most) {
      return { app_audit: audit, reconcile_jobs: jobs, octets, next: last }
    }
    octets += size
    last = key
    if (kind === 'audit') audit.push(listedAudit(record))
    else jobs.push(record)
  }
  return { app_audit: audit, reconcile_jobs: jobs, octets, next: null }
}

function listedAudit(record: AuditRecordView): ListedAudit {
  return octetsOf([record.before, record.after]) > MOST_OF_CHANGE
    ? { ...record, before: null, after: null, shortened: true }
    : { ...record, shortened: false }
}

function octetsOf(value: unknown): number {
  return JsonText.of(value).octets
}

export function auditRecord(store: Store, row: AuditRecord): AuditRecordView {
  return {
    id: row.id,
    time: row.time,
    operator: store.operators.nameOf(row.operatorId),
    entity: row.entity,
    action: row.action,
    before: row.before,
    after: row.after,
    correlation_id: row.correlationId,
    debug_session_id: row.debugSessionId,
    chain_hash: row.chainHash,
  }
}

export function jobRecord(job: JobRecord, nowMs: number): JobRecordView {
  return {
    attempt_count: job.attemptCount,
    correlation_id: job.correlationId,
    created_at: job.createdAt,
    debug_session_id: job.debugSessionId,
    derived: {
      age_seconds: Math.max(0, (nowMs - fromIso(job.createdAt)) / 1_000),
      is_stuck_running: isStuckRunning(job, nowMs),
    },
    job_type: job.type,
    last_error: job.lastError,
    next_run_at: job.nextRunAt,
    reason: job.reason,
    reconcile_job_id: job.id,
    status: job.status,
    updated_at: job.updatedAt,
    user_id: job.userId,
    wait_reason: job.waitReason,
    held_by: job.heldBy,
    held_until: job.heldUntil,
  }
}

export function logRecord(log: LogRecord): LogRecordView {
  return {
    action: log.action,
    correlation_id: log.correlationId,
    created_at: log.createdAt,
    debug_session_id: log.debugSessionId,
    door_id: log.doorId,
    door_name: log.doorName,
    error_message: log.errorMessage,
    external_id: log.externalId,
    id: log.id,
    lock_key: log.lockKey,
    ok: log.ok,
    provider_type: log.providerType,
    reconcile_job_id: log.reconcileJobId,
    request_json: log.request,
    response_json: log.response,
    started_at: log.startedAt,
    duration_ms: log.durationMs,
    attempt: log.attempt,
    operation_id: log.operationId,
    http_status: log.httpStatus,
  }
}
