import { DateTime } from 'luxon'
import type {
  AuditRecordView,
  ListedLog,
  LogRecordView,
  TraceLogPage,
  TraceView,
} from '../../src-preload/contract/views/traces.ts'
import type { CorrelationId, DoorId } from '../domain/ids.ts'
import { type JsonText, withList } from '../domain/jsonText.ts'
import { outcomeOfTrace, type TraceFacts } from '../domain/trace/outcomeSentence.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { AuditRecord, ListedLogRecord, LogRecord } from '../ports/stores/traceStore.ts'
import { nameOfPlaceOrCode } from './entityNames.ts'
import { FIRST_SCREEN, NEXT_PAGE, WHOLE_PAGE } from './tracePages.ts'
import { auditRecord, type HeadRecord, jobRecord, logRecord, pageOfHead } from './traceRecords.ts'

/** A trace with everything under its correlation id, and under ids whose work was folded into its jobs. */
export function readTrace(
  store: Store,
  correlationId: CorrelationId,
  nowMs: number,
): JsonText<TraceView> | null {
  const first = readFirst(store, correlationId, nowMs)
  return first && withList(first.trace, 'integration_logs', first.logs.map(listedLog))
}

/** The same without its log rows. */
export function readTraceHead(
  store: Store,
  correlationId: CorrelationId,
  nowMs: number,
): Omit<TraceView, 'integration_logs'> | null {
  return readFirst(store, correlationId, nowMs)?.trace ?? null
}

function readFirst(store: Store, correlationId: CorrelationId, nowMs: number) {
  const jobs = store.jobs.ofCorrelation(correlationId)
  const ids = relatedIds(store, jobs, correlationId)
  const audit = store.traces.auditOf(ids, { afterId: 0, limit: AUDIT_ROWS })
  const head = pageOfHead(headRecords(store, { ids, audit, jobs, nowMs }), FIRST_SCREEN.head)
  const { rows: logs, hasMore } = store.traces.listLogs(ids, {
    ...{ afterId: 0, rows: FIRST_SCREEN.rows, body: FIRST_SCREEN.body },
    octets: FIRST_SCREEN.octets - head.octets,
  })
  if (audit.length === 0 && jobs.length === 0 && logs.length === 0) return null
  const logCount = hasMore ? store.traces.logCount(ids) : logs.length
  const place = placeOfTrace(store, jobs, logs)
  const { sentence, state } = tellOutcome(store, {
    ...{ correlationId, jobs, audit, logs },
    timezone: place.timezone,
  })
  const lastLog = logs.at(-1)
  const trace: Omit<TraceView, 'integration_logs'> = {
    correlation_id: correlationId,
    phoneCode: phoneCode(correlationId),
    outcome: sentence,
    outcomeState: state,
    timezone: place.timezone,
    siteName: place.siteName,
    app_audit: head.app_audit,
    reconcile_jobs: head.reconcile_jobs,
    nextHead: head.next,
    logCount,
    nextLogs: lastLog && hasMore ? String(lastLog.id) : null,
    sourceIds: ids,
    planIds: [...store.plans.ofCorrelation(correlationId)].slice(0, MOST_PLANS),
    imported: null,
  }
  return { trace, logs }
}

/** The store writes the seed's names, which are the view's; a test compares them with a record that is read by itself. */
function listedLog({ json }: ListedLogRecord): JsonText<ListedLog> {
  return json as JsonText<ListedLog>
}

const MOST_PLANS = 100
/** Changes that are read at a time. */
const AUDIT_ROWS = 200
const AFTER_JOB = /^job:(\d+)$/

/** The changes and decisions after those that came with the trace; `after` is `audit:7` or `job:3`. */
export function readHead(store: Store, correlationId: CorrelationId, after: string | null, nowMs: number) {
  const jobs = store.jobs.ofCorrelation(correlationId)
  const ids = relatedIds(store, jobs, correlationId)
  const afterJob = Number(AFTER_JOB.exec(after ?? '')?.[1] ?? Number.NaN)
  const isPastAudit = !Number.isNaN(afterJob)
  const afterId = isPastAudit ? 0 : Number(after?.split(':')[1] ?? 0)
  const rest = {
    ids,
    audit: isPastAudit ? [] : store.traces.auditOf(ids, { afterId, limit: AUDIT_ROWS }),
    jobs: isPastAudit ? jobs.filter((job) => job.id > afterJob) : jobs,
    nowMs,
  }
  const { octets: _, ...page } = pageOfHead(headRecords(store, rest), NEXT_PAGE.octets)
  return page
}

/** Lazily, from the first changes on: of a trace with thousands a page takes a few. */
function* headRecords(
  store: Store,
  trace: {
    readonly ids: readonly CorrelationId[]
    readonly audit: readonly AuditRecord[]
    readonly jobs: readonly JobRecord[]
    readonly nowMs: number
  },
): Iterable<HeadRecord> {
  for (let rows = trace.audit; rows.length > 0; ) {
    for (const row of rows) yield { key: `audit:${row.id}`, kind: 'audit', record: auditRecord(store, row) }
    const afterId = rows.at(-1)?.id ?? 0
    rows = rows.length < AUDIT_ROWS ? [] : store.traces.auditOf(trace.ids, { afterId, limit: AUDIT_ROWS })
  }
  for (const job of trace.jobs)
    yield { key: `job:${job.id}`, kind: 'job', record: jobRecord(job, trace.nowMs) }
}

/** The log rows after those that came with the trace. */
export function readLogs(
  store: Store,
  correlationId: CorrelationId,
  after: string | null,
): JsonText<TraceLogPage> {
  const { rows, ...page } = pageOfLogs(store, correlationId, { after, ...NEXT_PAGE })
  return withList(page, 'rows', rows.map(listedLog))
}

/** The same with all that is in them. */
export function readWholeLogs(store: Store, correlationId: CorrelationId, after: string | null) {
  const page = pageOfLogs(store, correlationId, { after, ...WHOLE_PAGE })
  const whole = page.rows.map((row): LogRecordView => {
    const { shortened: _, ...record } = listedLog(row).parse()
    return record
  })
  return { ...page, rows: whole }
}

function pageOfLogs(
  store: Store,
  correlationId: CorrelationId,
  { after, ...limits }: { readonly after: string | null } & typeof NEXT_PAGE,
) {
  const ids = relatedIds(store, store.jobs.ofCorrelation(correlationId), correlationId)
  const afterId = after === null ? 0 : Number(after)
  const { rows, hasMore } = store.traces.listLogs(ids, { afterId, ...limits })
  return { rows, next: String(rows.at(-1)?.id ?? afterId), hasMore }
}

/** One record with all that is in it; null when the trace has none such. */
export function readRecord(
  store: Store,
  correlationId: CorrelationId,
  { kind, id }: { readonly kind: 'audit' | 'log'; readonly id: number },
): AuditRecordView | LogRecordView | null {
  const ids = relatedIds(store, store.jobs.ofCorrelation(correlationId), correlationId)
  if (kind === 'audit') {
    const row = store.traces.auditRow(id)
    return row && ids.includes(row.correlationId) ? auditRecord(store, row) : null
  }
  const row = store.traces.logRow(id)
  return row && ids.includes(row.correlationId) ? logRecord(row) : null
}

/** A trace as a file has it, but for its log rows. */
export function readWholeHead(store: Store, correlationId: CorrelationId, nowMs: number) {
  const trace = readTraceHead(store, correlationId, nowMs)
  if (!trace) return null
  const jobs = store.jobs.ofCorrelation(correlationId)
  const audit = store.traces.auditOf(relatedIds(store, jobs, correlationId))
  return { trace, audit, jobs: jobs.map((job) => jobRecord(job, nowMs)) }
}

/** The trace's own id first. Each id of a job, its own or one that was folded into it, leads to the same records. */
export function relatedIds(
  store: Store,
  jobs: readonly JobRecord[],
  correlationId: CorrelationId,
): readonly CorrelationId[] {
  if (jobs.length === 0) return [correlationId]
  const ids = new Set<CorrelationId>([correlationId])
  for (const id of store.jobs.correlationIdsOf(jobs.map((job) => job.id))) ids.add(id)
  return [...ids]
}

export function placeOfTrace(
  store: Store,
  jobs: readonly JobRecord[],
  logs: readonly Pick<LogRecord, 'doorId'>[],
) {
  const doorId =
    jobs.find((job) => job.doorId !== null)?.doorId ?? logs.find((log) => log.doorId !== null)?.doorId
  const door = doorId == null ? null : store.doors.get(doorId as DoorId)
  const site = door && store.sites.get(door.siteId)
  return { timezone: site?.timezone ?? 'UTC', siteName: site?.name ?? null }
}

/** Calls that no job made (a connection test) are a handful. */
const MOST_CALLS_WITHOUT_JOB = 100

export function tellOutcome(
  store: Store,
  trace: {
    readonly correlationId: CorrelationId
    readonly jobs: readonly JobRecord[]
    readonly audit: readonly AuditRecord[]
    readonly logs: readonly Pick<LogRecord, 'doorName'>[]
    readonly timezone: string
  },
) {
  const { correlationId, jobs, audit, logs, timezone } = trace
  const sum = store.jobs.sumOf(jobs.map((job) => job.id))
  const doorNames = new Set(sum.doorNames)
  for (const log of logs) if (log.doorName !== null) doorNames.add(log.doorName)
  // Of changes that share a job, the one that was asked for.
  const first = audit.find((row) => row.correlationId === correlationId) ?? audit[0]
  const calls = jobs.length > 0 ? [] : store.traces.logsOf([correlationId], 0, MOST_CALLS_WITHOUT_JOB)
  const failed = calls.findLast((row) => !row.ok)
  const facts: TraceFacts = {
    change: first
      ? { action: first.action, entity: first.entity, name: nameOfPlaceOrCode(store, first.entity) }
      : null,
    doorNames: [...doorNames],
    jobs: jobs.map((job) => ({
      type: job.type,
      status: job.status,
      waitReason: job.waitReason,
      heldBy: job.heldBy,
      lastError: job.lastError,
      finishedAt: job.finishedAt,
    })),
    done: sum.done,
    failedCall: failed ? (failed.errorMessage ?? '') : null,
    left: sum.left,
    staleDoors: sum.staleDoors,
  }
  return outcomeOfTrace(facts, (iso) => DateTime.fromISO(iso, { zone: timezone }).toFormat('HH:mm:ss'))
}
