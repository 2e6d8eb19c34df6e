import type Database from 'better-sqlite3'
import { and, asc, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import { integrationLogTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { shortAnswer } from '../../domain/trace/shortAnswer.ts'
import type { ListedLogRecord, LogRecord, TraceStore } from '../../ports/stores/traceStore.ts'
import { asTextId, fromJson, given } from '../columns.ts'
import { directRows, directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

const log = integrationLogTable
/** What ids, times and the names of the fields come to. */
const OTHER_COLUMNS = 600
type LogRow = typeof integrationLogTable.$inferSelect

interface ListedRow extends LogRow {
  readonly requestOctets: number
  readonly responseOctets: number
  /** JSON of the three facts of an answer that stays behind. */
  readonly facts: string | null
}

/** Reads log rows by their trace: whole, or as lists of them show them, without long bodies. */
export class TraceLogs {
  readonly #context: StoreContext
  readonly #whole
  readonly #listed
  readonly #one
  readonly #countOfOne: Database.Statement<[string], number>

  constructor(context: StoreContext) {
    this.#context = context
    const { db, sqlite } = context
    const ofTrace = and(eq(log.correlationId, given('correlationId')), gt(log.id, given('afterId')))
    const limit = sql.placeholder('limit')
    const whole = db.select().from(log).where(ofTrace).orderBy(asc(log.id)).limit(limit)
    this.#whole = directRows(sqlite, whole, log)
    const columns = listedColumns()
    const listed = db.select(columns).from(log).where(ofTrace).orderBy(asc(log.id)).limit(limit)
    this.#listed = directSelect(sqlite, listed, columns)
    this.#one = db
      .select()
      .from(log)
      .where(eq(log.id, given('id')))
      .prepare()
    this.#countOfOne = sqlite
      .prepare<[string], number>('SELECT count(*) FROM integration_log WHERE correlation_id = ?')
      .pluck()
  }

  of(correlationIds: readonly CorrelationId[], afterId: number, limit: number): readonly LogRecord[] {
    return merged(correlationIds, limit, (correlationId) =>
      this.#whole({ correlationId, afterId, limit }),
    ).map(toLog)
  }

  list(
    correlationIds: readonly CorrelationId[],
    { afterId, rows, octets, body }: Parameters<TraceStore['listLogs']>[1],
  ): ReturnType<TraceStore['listLogs']> {
    const limit = rows + 1
    const found = merged<ListedRow>(correlationIds, limit, (correlationId) =>
      this.#listed({ correlationId, afterId, limit, body }),
    )
    let left = octets
    // A page has one row at least.
    const fitting = found.findIndex((row, index) => {
      left -= octetsOf(row, body)
      return index === rows || (index > 0 && left < 0)
    })
    const page = fitting < 0 ? found : found.slice(0, fitting)
    return { rows: page.map((row) => toListed(row, body)), hasMore: page.length < found.length }
  }

  one(id: number): LogRecord | null {
    const row = this.#one.get({ id })
    return row ? toLog(row) : null
  }

  count(correlationIds: readonly CorrelationId[]): number {
    let logs = 0
    for (const correlationId of new Set(correlationIds)) logs += this.#countOfOne.get(correlationId) ?? 0
    return logs
  }

  ofJob(job: Parameters<TraceStore['logsOfJob']>[0]): readonly LogRecord[] {
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
}

/** `octet_length` knows the length of a long text without reading it. */
function listedColumns() {
  const upTo = (column: typeof log.requestJson | typeof log.responseJson) =>
    sql<string | null>`iif(octet_length(${column}) > ${given('body')}, null, ${column})`
  return {
    ...getTableColumns(log),
    requestJson: upTo(log.requestJson),
    responseJson: upTo(log.responseJson),
    requestOctets: sql<number>`ifnull(octet_length(${log.requestJson}), 0)`,
    responseOctets: sql<number>`ifnull(octet_length(${log.responseJson}), 0)`,
    facts: sql<string | null>`iif(octet_length(${log.responseJson}) > ${given('body')},
      json_extract(${log.responseJson}, '$.errcode', '$.analysis', '$.enforce_plan.mode'), null)`,
  }
}

/** Each page stands in the order of its index; merged, no trace is sorted as a whole. */
function merged<Row extends { readonly id: number }>(
  correlationIds: readonly CorrelationId[],
  limit: number,
  read: (correlationId: CorrelationId) => readonly Row[],
): readonly Row[] {
  const pages = [...new Set(correlationIds)].map(read)
  const rows = pages.length === 1 ? (pages[0] ?? []) : pages.flat().sort((a, b) => a.id - b.id)
  return rows.slice(0, limit)
}

function octetsOf(row: ListedRow, body: number): number {
  const { requestOctets, responseOctets, facts, errorMessage } = row
  return (
    OTHER_COLUMNS +
    (requestOctets > body ? 0 : requestOctets) +
    (responseOctets > body ? (facts?.length ?? 0) : responseOctets) +
    (errorMessage === null ? 0 : Buffer.byteLength(errorMessage))
  )
}

function toListed(
  { requestOctets, responseOctets, facts, requestJson, responseJson, correlationId, ...rest }: ListedRow,
  body: number,
): ListedLogRecord {
  return {
    ...rest,
    correlationId: asTextId(correlationId),
    request: fromJson(requestJson),
    response: facts === null ? fromJson(responseJson) : shortAnswerOf(facts),
    shortened: requestOctets > body || responseOctets > body,
  }
}

function shortAnswerOf(facts: string): unknown {
  const [errcode, analysis, planMode]: readonly unknown[] = JSON.parse(facts)
  return shortAnswer({ errcode, analysis, planMode })
}

function toLog({ requestJson, responseJson, correlationId, ...rest }: LogRow): LogRecord {
  return {
    ...rest,
    correlationId: asTextId(correlationId),
    request: fromJson(requestJson),
    response: fromJson(responseJson),
  }
}
