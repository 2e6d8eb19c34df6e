import { DateTime } from 'luxon'
import type {
  AuditRecordView,
  JobRecordView,
  LogRecordView,
  TraceView,
} from '../../src-preload/contract/views/traces.ts'
import type { CorrelationId, DoorId } from '../domain/ids.ts'
import { fromIso } from '../domain/instant.ts'
import { isStuckRunning } from '../domain/job/isStuckRunning.ts'
import { outcomeOfTrace, type TraceFacts } from '../domain/trace/outcomeSentence.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { AuditRecord, LogRecord } from '../ports/stores/traceStore.ts'

/**
 * What a window is sent at once. The first page keeps the first screen below 64 KiB, above which a message takes another way
 * between the processes; those after it come while it is read.
 */
const FIRST_PAGE = { rows: 200, characters: 44 * 1_024 }
const NEXT_PAGE = { rows: 200, characters: 256 * 1_024 }

/** A trace with everything under its correlation id, and under ids whose work was folded into its jobs. */
export function readTrace(store: Store, correlationId: CorrelationId, nowMs: number): TraceView | null {
  const jobs = store.jobs.ofCorrelation(correlationId)
  const ids = relatedIds(jobs, correlationId)
  const audit = store.traces.auditOf(ids)
  const { rows: logs, hasMore } = store.traces.logPage(ids, { afterId: 0, ...FIRST_PAGE })
  if (audit.length === 0 && jobs.length === 0 && logs.length === 0) return null
  const logCount = hasMore ? store.traces.logCount(ids) : logs.length
  const place = placeOfTrace(store, jobs, logs)
  const { sentence, state } = tellOutcome(store, jobs, audit, logs, place.timezone)
  const lastLog = logs.at(-1)
  return {
    correlation_id: correlationId,
    phoneCode: phoneCode(correlationId),
    outcome: sentence,
    outcomeState: state,
    timezone: place.timezone,
    siteName: place.siteName,
    app_audit: audit.map((row) => auditRecord(store, row)),
    reconcile_jobs: jobs.map((job) => jobRecord(job, nowMs)),
    integration_logs: logs.map(logRecord),
    logCount,
    nextLogs: lastLog && hasMore ? String(lastLog.id) : null,
    planIds: [...store.plans.ofCorrelation(correlationId)],
    imported: null,
  }
}

export function readLogs(store: Store, correlationId: CorrelationId, after: string | null) {
  const ids = relatedIds(store.jobs.ofCorrelation(correlationId), correlationId)
  const afterId = after === null ? 0 : Number(after)
  const { rows, hasMore } = store.traces.logPage(ids, { afterId, ...NEXT_PAGE })
  const last = rows.at(-1)
  return { rows: rows.map(logRecord), next: last && hasMore ? String(last.id) : null }
}

/** The trace's own id first; ids that were folded into its jobs lead to the same records. */
export function relatedIds(
  jobs: readonly JobRecord[],
  correlationId: CorrelationId,
): readonly CorrelationId[] {
  const ids = new Set<CorrelationId>([correlationId])
  for (const job of jobs) ids.add(job.correlationId)
  return [...ids]
}

export function placeOfTrace(store: Store, jobs: readonly JobRecord[], logs: readonly LogRecord[]) {
  const doorId =
    jobs.find((job) => job.doorId !== null)?.doorId ?? logs.find((log) => log.doorId !== null)?.doorId
  const door = doorId == null ? null : store.doors.get(doorId as DoorId)
  const site = door && store.sites.get(door.siteId)
  return { timezone: site?.timezone ?? 'UTC', siteName: site?.name ?? null }
}

export function tellOutcome(
  store: Store,
  jobs: readonly JobRecord[],
  audit: readonly AuditRecord[],
  logs: readonly LogRecord[],
  timezone: string,
) {
  const doorNames = new Set<string>()
  for (const log of logs) if (log.doorName !== null) doorNames.add(log.doorName)
  for (const job of jobs) {
    const door = job.doorId === null ? null : store.doors.get(job.doorId)
    if (door) doorNames.add(door.name)
  }
  const [first] = audit
  const facts: TraceFacts = {
    change: first ? { action: first.action, entity: first.entity } : null,
    doorNames: [...doorNames],
    jobs: jobs.map((job) => ({
      status: job.status,
      waitReason: job.waitReason,
      heldBy: job.heldBy,
      lastError: job.lastError,
      finishedAt: job.finishedAt,
      done: doneBy(store, job),
      left: leftBy(store, job),
    })),
  }
  return outcomeOfTrace(facts, (iso) => DateTime.fromISO(iso, { zone: timezone }).toFormat('HH:mm:ss'))
}

function doneBy(store: Store, job: JobRecord): TraceFacts['jobs'][number]['done'] {
  const done = { added: 0, changed: 0, removed: 0 }
  for (const operation of store.operations.ofJob(job.id)) {
    if (operation.state !== 'confirmed') continue
    if (operation.kind === 'add') done.added++
    else if (operation.kind === 'change') done.changed++
    else done.removed++
  }
  return done
}

function leftBy(store: Store, job: JobRecord): number {
  const analysis = store.jobs.analysis(job.id)
  return (analysis?.blocked ?? 0) + (analysis?.invalid_expected ?? 0)
}

function auditRecord(store: Store, row: AuditRecord): AuditRecordView {
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

function jobRecord(job: JobRecord, nowMs: number): JobRecordView {
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

function logRecord(log: LogRecord): LogRecordView {
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
