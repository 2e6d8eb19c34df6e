import type Database from 'better-sqlite3'
import { and, asc, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { integrationLogTable, logBodyTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { shortAnswer } from '../../domain/trace/shortAnswer.ts'
import type { ListedLogRecord, LogRecord, TraceStore } from '../../ports/stores/traceStore.ts'
import { asTextId, fromJson, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

const log = integrationLogTable
const bodies = logBodyTable
/** What ids, times and the names of the fields come to. */
const OTHER_COLUMNS = 600
type LogRow = Omit<typeof integrationLogTable.$inferSelect, 'responseBodyId'>

const { responseBodyId, ...ofRow } = getTableColumns(log)
const ofBody = eq(bodies.id, responseBodyId)
/** A record, wherever its response stands. Not by a join, which costs each row whose response is short. */
const WHOLE = {
  ...ofRow,
  responseJson: sql<string | null>`coalesce(${log.responseJson},
    (select ${bodies.bodyJson} from ${bodies} where ${ofBody}))`,
}

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
    const whole = () => db.select(WHOLE).from(log)
    this.#whole = directSelect(sqlite, whole().where(ofTrace).orderBy(asc(log.id)).limit(limit), WHOLE)
    this.#one = directSelect(sqlite, whole().where(eq(log.id, given('id'))), WHOLE)
    const columns = listedColumns()
    const listed = db.select(columns).from(log).leftJoin(bodies, ofBody)
    this.#listed = directSelect(sqlite, listed.where(ofTrace).orderBy(asc(log.id)).limit(limit), columns)
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
    const [row] = this.#one({ id })
    return row ? toLog(row) : null
  }

  count(correlationIds: readonly CorrelationId[]): number {
    let logs = 0
    for (const correlationId of new Set(correlationIds)) logs += this.#countOfOne.get(correlationId) ?? 0
    return logs
  }

  ofJob(job: Parameters<TraceStore['logsOfJob']>[0]): readonly LogRecord[] {
    return this.#context.db
      .select(WHOLE)
      .from(log)
      .where(and(inArray(log.correlationId, [...job.correlationIds]), eq(log.reconcileJobId, job.id)))
      .orderBy(desc(log.id))
      .limit(job.limit)
      .all()
      .reverse()
      .map(toLog)
  }
}

/** `octet_length` knows the length of a long text without reading it, when it is asked of the column itself. */
function listedColumns() {
  const isOver = (column: SQLiteColumn) => sql`octet_length(${column}) > ${given('body')}`
  const upTo = (column: SQLiteColumn) => sql`iif(${isOver(column)}, null, ${column})`
  const octets = (column: SQLiteColumn) => sql`octet_length(${column})`
  const factsOf = (column: SQLiteColumn) =>
    sql`iif(${isOver(column)}, json_extract(${column}, '$.errcode', '$.analysis', '$.enforce_plan.mode'), null)`
  return {
    ...ofRow,
    requestJson: sql<string | null>`${upTo(log.requestJson)}`,
    responseJson: sql<string | null>`coalesce(${upTo(log.responseJson)}, ${upTo(bodies.bodyJson)})`,
    requestOctets: sql<number>`ifnull(${octets(log.requestJson)}, 0)`,
    responseOctets: sql<number>`coalesce(${octets(log.responseJson)}, ${octets(bodies.bodyJson)}, 0)`,
    facts: sql<string | null>`coalesce(${factsOf(log.responseJson)}, ${factsOf(bodies.bodyJson)})`,
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
