import type Database from 'better-sqlite3'
import { and, asc, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { integrationLogTable, logBodyTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { JsonText } from '../../domain/jsonText.ts'
import { shortAnswer } from '../../domain/trace/shortAnswer.ts'
import type { ListedLogRecord, LogRecord, TraceStore } from '../../ports/stores/traceStore.ts'
import { asTextId, fromJson, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

const log = integrationLogTable
const bodies = logBodyTable
type LogRow = Omit<typeof integrationLogTable.$inferSelect, 'responseBodyId'>

const { responseBodyId, ...ofRow } = getTableColumns(log)
const ofBody = eq(bodies.id, responseBodyId)
/** A record, wherever its response stands. Not by a join, which costs each row whose response is short. */
const WHOLE = {
  ...ofRow,
  responseJson: sql<string | null>`coalesce(${log.responseJson},
    (select ${bodies.bodyJson} from ${bodies} where ${ofBody}))`,
}

interface ListedRow {
  readonly id: number
  readonly doorId: number | null
  readonly doorName: string | null
  /** JSON of all but the bodies. */
  readonly fields: string
  /** JSON; null where it stays behind. */
  readonly request: string | null
  readonly response: string | null
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
    const page: ListedLogRecord[] = []
    let left = octets
    for (const row of found.slice(0, rows)) {
      const listed = toListed(row)
      left -= listed.json.octets
      // A page has one row at least.
      if (left < 0 && page.length > 0) break
      page.push(listed)
    }
    return { rows: page, hasMore: page.length < found.length }
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

/** By the names of their columns, which are the seed's. */
const IN_JSON = [
  ...[log.id, log.action, log.correlationId, log.createdAt, log.debugSessionId, log.doorId, log.doorName],
  ...[log.errorMessage, log.externalId, log.lockKey, log.providerType, log.reconcileJobId, log.startedAt],
  ...[log.durationMs, log.attempt, log.operationId, log.httpStatus],
]

/** `octet_length` knows the length of a long text without reading it, when it is asked of the column itself. */
function listedColumns() {
  const isOver = (column: SQLiteColumn) => sql`octet_length(${column}) > ${given('body')}`
  const factsOf = (column: SQLiteColumn) =>
    sql`json_extract(${column}, '$.errcode', '$.analysis', '$.enforce_plan.mode')`
  const fields = IN_JSON.map((column) => sql`${sql.raw(`'${column.name}'`)}, ${column}`)
  const isOk = sql`json(iif(${log.ok}, 'true', 'false'))`
  return {
    id: log.id,
    doorId: log.doorId,
    doorName: log.doorName,
    fields: sql<string>`json_object(${sql.join(fields, sql`, `)}, 'ok', ${isOk})`,
    request: sql<string | null>`iif(${isOver(log.requestJson)}, null, ifnull(${log.requestJson}, 'null'))`,
    response: sql<string | null>`iif(${isOver(log.responseJson)} or ${isOver(bodies.bodyJson)}, null,
      coalesce(${log.responseJson}, ${bodies.bodyJson}, 'null'))`,
    facts: sql<string | null>`iif(${isOver(log.responseJson)}, ${factsOf(log.responseJson)},
      iif(${isOver(bodies.bodyJson)}, ${factsOf(bodies.bodyJson)}, null))`,
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

function toListed({ id, doorId, doorName, fields, request, response, facts }: ListedRow): ListedLogRecord {
  const answer = response ?? JSON.stringify(facts === null ? null : shortAnswerOf(facts))
  const shortened = request === null || response === null
  const json = `${fields.slice(0, -1)},"request_json":${request},"response_json":${answer},"shortened":${shortened}}`
  return { id, doorId, doorName, json: new JsonText(json) }
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
