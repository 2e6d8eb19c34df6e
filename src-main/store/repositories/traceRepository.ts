import { and, asc, count, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { integrationLogTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { fromIso, toIso } from '../../domain/instant.ts'
import type {
  AuditEntry,
  AuditRecord,
  LogRecord,
  TraceFilter,
  TraceListRecord,
  TraceStore,
} from '../../ports/stores/traceStore.ts'
import { asTextId, fromJson, given, toJson } from '../columns.ts'
import { directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'
import type { AuditChain } from './auditChain.ts'
import { TraceRetention } from './traceRetention.ts'
import { TraceSearch } from './traceSearch.ts'
import type { TraceSummary } from './traceSummary.ts'

const log = integrationLogTable
/** What ids, times and names of a row come to, with the names of the fields. */
const OTHER_COLUMNS = 600
type LogRow = typeof integrationLogTable.$inferSelect

/** So that a trace of nothing but a decision is found by its door. */
const DOOR_ENTITY = /^Door #\d+$/

export class TraceRepository implements TraceStore {
  readonly #context: StoreContext
  readonly #audit: AuditChain
  readonly #traces: TraceSummary
  readonly #search: TraceSearch
  readonly #retention: TraceRetention
  readonly #insertLog
  readonly #logsOfOne
  readonly #countOfOne

  constructor(context: StoreContext, parts: { audit: AuditChain; traces: TraceSummary }) {
    this.#context = context
    this.#audit = parts.audit
    this.#traces = parts.traces
    this.#search = new TraceSearch(context)
    this.#retention = new TraceRetention(context)
    this.#insertLog = prepareInsertLog(context)
    this.#countOfOne = context.db
      .select({ logs: count() })
      .from(log)
      .where(eq(log.correlationId, given('correlationId')))
      .prepare()
    this.#logsOfOne = context.db
      .select()
      .from(log)
      .where(and(eq(log.correlationId, given('correlationId')), gt(log.id, given('afterId'))))
      .orderBy(asc(log.id))
      .limit(sql.placeholder('limit'))
      .prepare()
  }

  appendAudit(entry: AuditEntry, atIso: string): AuditRecord {
    return this.#context.transactions.writeTouching(['traces'], () => {
      const record = this.#audit.append(entry, atIso)
      this.#traces.note({
        correlationId: entry.correlationId,
        startedAt: atIso,
        endedAt: atIso,
        doorId: DOOR_ENTITY.test(entry.entity) ? entry.entityId : null,
        doorName: null,
        words: [entry.entity, entry.action],
        debugSession: record.debugSessionId,
        logs: 0,
        errors: 0,
      })
      return record
    })
  }

  verifyAudit(): { readonly badId: number } | null {
    return this.#audit.verify()
  }

  auditHead(): { readonly count: number; readonly hash: string } {
    return this.#audit.head()
  }

  appendLog(row: Omit<LogRecord, 'id'>): number {
    return this.#context.transactions.writeTouching(['traces'], () => this.#storeLog(row))
  }

  appendLogSoon(row: Omit<LogRecord, 'id'>): void {
    const { transactions } = this.#context
    transactions.writeSoon(() => void transactions.run(['traces'], () => this.#storeLog(row)))
  }

  auditOf(correlationIds: readonly CorrelationId[]): readonly AuditRecord[] {
    return this.#audit.of(correlationIds)
  }

  auditOfEntity(entity: string, limit: number): readonly AuditRecord[] {
    return this.#audit.ofEntity(entity, limit)
  }

  logsOf(correlationIds: readonly CorrelationId[], afterId: number, limit: number): readonly LogRecord[] {
    return this.#rowsOf(correlationIds, afterId, limit).map(toLog)
  }

  logPage(
    correlationIds: readonly CorrelationId[],
    {
      afterId,
      rows,
      characters,
    }: { readonly afterId: number; readonly rows: number; readonly characters: number },
  ) {
    const found = this.#rowsOf(correlationIds, afterId, rows + 1)
    let left = characters
    // A page has one row at least.
    const fitting = found.findIndex((row, index) => {
      left -= OTHER_COLUMNS + lengthOf(row.requestJson) + lengthOf(row.responseJson)
      return index === rows || (index > 0 && left < 0)
    })
    const page = fitting < 0 ? found : found.slice(0, fitting)
    return { rows: page.map(toLog), hasMore: page.length < found.length }
  }

  #rowsOf(correlationIds: readonly CorrelationId[], afterId: number, limit: number): readonly LogRow[] {
    this.#context.transactions.flush()
    const pages = [...new Set(correlationIds)].map((correlationId) =>
      this.#logsOfOne.all({ correlationId, afterId, limit }),
    )
    // Each page stands in the order of its index; merged, no trace is sorted as a whole.
    const rows = pages.length === 1 ? (pages[0] ?? []) : pages.flat().sort((a, b) => a.id - b.id)
    return rows.slice(0, limit)
  }

  logsOfJob(job: Parameters<TraceStore['logsOfJob']>[0]): readonly LogRecord[] {
    return this.#context.db
      .select()
      .from(log)
      .where(and(inArray(log.correlationId, [...job.correlationIds]), eq(log.reconcileJobId, job.id)))
      .orderBy(desc(log.id))
      .limit(job.limit)
      .all()
      .reverse()
      .map(toLog)
  }

  logCount(correlationIds: readonly CorrelationId[]): number {
    this.#context.transactions.flush()
    let logs = 0
    for (const correlationId of new Set(correlationIds))
      logs += this.#countOfOne.get({ correlationId })?.logs ?? 0
    return logs
  }

  search(filter: TraceFilter): readonly TraceListRecord[] {
    this.#context.transactions.flush()
    return this.#search.page(filter)
  }

  pruneLogs(old: { readonly createdBefore: string; readonly limit: number }): number {
    return this.#retention.prune(old)
  }

  #storeLog(row: Omit<LogRecord, 'id'>): number {
    const { lastInsertRowid } = this.#insertLog({
      ...row,
      request: toJson(row.request),
      response: toJson(row.response),
    })
    this.#traces.note({
      correlationId: row.correlationId,
      startedAt: row.startedAt,
      endedAt: toIso(fromIso(row.startedAt) + row.durationMs),
      doorId: row.doorId,
      doorName: row.doorName,
      words: [row.lockKey, row.action, row.doorName, row.errorMessage],
      debugSession: row.debugSessionId,
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
    requestJson: sql.placeholder('request'),
    responseJson: sql.placeholder('response'),
  })
  return directRun(sqlite, insert)
}

function lengthOf(text: string | null): number {
  return text?.length ?? 0
}

function toLog(row: LogRow): LogRecord {
  const { requestJson, responseJson, correlationId, ...rest } = row
  return {
    ...rest,
    correlationId: asTextId(correlationId),
    request: fromJson(requestJson),
    response: fromJson(responseJson),
  }
}
