import { sql } from 'drizzle-orm'
import { integrationLogTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { isLongBody, logBody } from '../../domain/trace/logBody.ts'
import type {
  AuditEntry,
  AuditRecord,
  LogRecord,
  RedactedLog,
  TraceFilter,
  TraceListRecord,
  TraceStore,
} from '../../ports/stores/traceStore.ts'
import { toJson } from '../columns.ts'
import { directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'
import type { AuditChain } from './auditChain.ts'
import { LogBodies } from './logBodies.ts'
import { TraceLogs } from './traceLogs.ts'
import { TraceRetention } from './traceRetention.ts'
import { TraceSearch } from './traceSearch.ts'
import type { TraceSummary } from './traceSummary.ts'

const log = integrationLogTable

/** So that a trace of nothing but a decision is found by its door. */
const DOOR_ENTITY = /^Door #\d+$/

export class TraceRepository implements TraceStore {
  readonly #context: StoreContext
  readonly #audit: AuditChain
  readonly #traces: TraceSummary
  readonly #search: TraceSearch
  readonly #retention: TraceRetention
  readonly #insertLog
  readonly #bodies: LogBodies
  readonly #logs: TraceLogs

  constructor(context: StoreContext, parts: { audit: AuditChain; traces: TraceSummary }) {
    this.#context = context
    this.#audit = parts.audit
    this.#traces = parts.traces
    this.#search = new TraceSearch(context)
    this.#retention = new TraceRetention(context)
    this.#insertLog = prepareInsertLog(context)
    this.#bodies = new LogBodies(context)
    this.#logs = new TraceLogs(context)
  }

  appendAudit(entry: AuditEntry, atIso: string): number {
    return this.#context.transactions.writeTouching(['traces'], () => {
      const { id, debugSessionId } = this.#audit.append(entry, atIso)
      this.#traces.note({
        correlationId: entry.correlationId,
        startedAt: atIso,
        endedAt: atIso,
        doorId: DOOR_ENTITY.test(entry.entity) ? entry.entityId : null,
        doorName: null,
        words: [entry.entity, entry.action],
        debugSession: debugSessionId,
        logs: 0,
        errors: 0,
        auditId: id,
      })
      return id
    })
  }

  verifyAudit(): { readonly badId: number } | null {
    return this.#audit.verify()
  }

  auditHead(): { readonly count: number; readonly hash: string } {
    return this.#audit.head()
  }

  appendLog({ debugSessionId, ...row }: Omit<LogRecord, 'id'>): number {
    const redacted = { ...row, response: logBody(row.response) }
    return this.#context.transactions.writeTouching(['traces'], () =>
      this.#storeLog(redacted, toJson(row.request), debugSessionId),
    )
  }

  appendLogSoon(make: () => RedactedLog): void {
    const { transactions, debugSession } = this.#context
    transactions.writeSoon(['traces'], () => {
      const row = make()
      const requestJson = toJson(row.request)
      return () => void this.#storeLog(row, requestJson, debugSession.codeAt(row.createdAt))
    })
  }

  auditOf(
    correlationIds: readonly CorrelationId[],
    page?: Parameters<TraceStore['auditOf']>[1],
  ): readonly AuditRecord[] {
    return this.#audit.of(correlationIds, page)
  }

  auditOfEntity(entity: string, limit: number): readonly AuditRecord[] {
    return this.#audit.ofEntity(entity, limit)
  }

  auditOfCode(code: Parameters<TraceStore['auditOfCode']>[0], limit: number): readonly AuditRecord[] {
    return this.#audit.ofCode(code, limit)
  }

  auditRow(id: number): AuditRecord | null {
    return this.#audit.row(id)
  }

  logsOf(correlationIds: readonly CorrelationId[], afterId: number, limit: number): readonly LogRecord[] {
    this.#context.transactions.flush()
    return this.#logs.of(correlationIds, afterId, limit)
  }

  listLogs(
    correlationIds: readonly CorrelationId[],
    page: Parameters<TraceStore['listLogs']>[1],
  ): ReturnType<TraceStore['listLogs']> {
    this.#context.transactions.flush()
    return this.#logs.list(correlationIds, page)
  }

  logRow(id: number): LogRecord | null {
    this.#context.transactions.flush()
    return this.#logs.one(id)
  }

  logsOfJob(job: Parameters<TraceStore['logsOfJob']>[0]): readonly LogRecord[] {
    return this.#logs.ofJob(job)
  }

  logCount(correlationIds: readonly CorrelationId[]): number {
    this.#context.transactions.flush()
    return this.#logs.count(correlationIds)
  }

  search(filter: TraceFilter): readonly TraceListRecord[] {
    this.#context.transactions.flush()
    return this.#search.page(filter)
  }

  pruneLogs(old: { readonly createdBefore: string; readonly limit: number }): number {
    return this.#retention.prune(old)
  }

  pruneLogBodies(old: { readonly createdBefore: string; readonly limit: number }): number {
    return this.#bodies.prune(old)
  }

  #storeLog(row: RedactedLog, requestJson: string | null, debugSessionId: string | null): number {
    const { response } = row
    const isLong = response !== null && isLongBody(response)
    const { lastInsertRowid } = this.#insertLog({
      ...row,
      debugSessionId,
      requestJson,
      responseJson: isLong ? null : (response?.json ?? null),
      responseBodyId: isLong ? this.#bodies.idOf(response, row.createdAt) : null,
    })
    this.#traces.note({
      correlationId: row.correlationId,
      startedAt: row.startedAt,
      endedAt: row.createdAt,
      doorId: row.doorId,
      doorName: row.doorName,
      words: [row.action, row.errorMessage, row.reconcileJobId === null ? null : `job:${row.reconcileJobId}`],
      places: [row.lockKey, row.doorName],
      debugSession: debugSessionId,
      logs: 1,
      errors: row.ok ? 0 : 1,
    })
    return Number(lastInsertRowid)
  }
}

function prepareInsertLog({ db, sqlite }: StoreContext) {
  const insert = db.insert(log).values({
    createdAt: sql.placeholder('createdAt'),
    startedAt: sql.placeholder('startedAt'),
    durationMs: sql.placeholder('durationMs'),
    action: sql.placeholder('action'),
    ok: sql.placeholder('ok'),
    providerType: sql.placeholder('providerType'),
    lockKey: sql.placeholder('lockKey'),
    doorId: sql.placeholder('doorId'),
    doorName: sql.placeholder('doorName'),
    externalId: sql.placeholder('externalId'),
    reconcileJobId: sql.placeholder('reconcileJobId'),
    operationId: sql.placeholder('operationId'),
    correlationId: sql.placeholder('correlationId'),
    debugSessionId: sql.placeholder('debugSessionId'),
    attempt: sql.placeholder('attempt'),
    httpStatus: sql.placeholder('httpStatus'),
    errorMessage: sql.placeholder('errorMessage'),
    requestJson: sql.placeholder('requestJson'),
    responseJson: sql.placeholder('responseJson'),
    responseBodyId: sql.placeholder('responseBodyId'),
  })
  return directRun(sqlite, insert)
}
