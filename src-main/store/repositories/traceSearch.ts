import { and, desc, eq, getTableColumns, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import { readPhoneCode } from '../../domain/trace/phoneCode.ts'
import type { TraceFilter, TraceListRecord } from '../../ports/stores/traceStore.ts'
import { asTextId, containsPattern, foldCase, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

/** So many of the newest traces are looked through one by one: enough to fill a page with any common word. */
const LOOK_THROUGH = 2_000
/** A part of a name that fits more people than this narrows nothing down. */
const MOST_PEOPLE = 50
/** The index knows runs of three letters; shorter texts are in nearly every trace. */
const SHORTEST_INDEXED = 3

/** What a list shows; the words that are searched in stay behind. */
const { id: _id, searchText: _words, ...LISTED } = getTableColumns(traceTable)

type ListPage = (filter: TraceFilter) => readonly TraceListRecord[]

/** The list of traces, newest first, narrowed by a filter. */
export class TraceSearch {
  readonly #context: StoreContext
  /** Of pages without words, by what they are narrowed by: each is prepared when it is asked for the first time. */
  readonly #pages = new Map<string, ListPage>()

  constructor(context: StoreContext) {
    this.#context = context
  }

  page(filter: TraceFilter): readonly TraceListRecord[] {
    if (filter.text === '') return this.#preparedPage(filter)(filter)
    const narrow = this.#narrow(filter)
    const select = (where: SQL | undefined) =>
      this.#select(where).prepare().all(valuesOf(filter)).map(toListRecord)
    const exact = select(and(eq(traceTable.correlationId, filter.text), narrow))
    if (exact.length > 0) return exact
    const beginning = readPhoneCode(filter.text)
    const coded = beginning === null ? [] : select(beginsWith(beginning))
    // Whatever else is filtered: who reads a code out wants that trace.
    if (coded.length > 0) return coded
    const text = foldCase(filter.text)
    const who = peopleCalled(filter.text)
    if ([...text].length < SHORTEST_INDEXED) return select(and(contains(text), narrow))
    if (this.#isAnybody(who)) return select(and(isOfWordOrPerson(text, who), narrow))
    // A common word fills the page from the newest ones; a rare one has few hits, which the index names at once.
    const recent = select(and(inArray(traceTable.id, this.#newest(narrow)), contains(text)))
    if (recent.length >= filter.limit) return recent
    return select(and(isIndexedUnder(text), narrow))
  }

  #preparedPage(filter: TraceFilter): ListPage {
    const { doorId, debugSession, outcome, from, to, after } = filter
    const shape = [outcome, ...[doorId, debugSession, from, to, after].map((part) => part !== null)].join()
    const known = this.#pages.get(shape)
    if (known) return known
    const rows = directSelect(this.#context.sqlite, this.#select(this.#narrow(filter)), LISTED)
    const page: ListPage = (asked) => rows(valuesOf(asked)).map(toListRecord)
    this.#pages.set(shape, page)
    return page
  }

  /** Whether a person is called so. Their names stand in no trace; their ids do. */
  #isAnybody(who: SQL): boolean {
    return this.#context.db.get(sql`select 1 from (${who}) limit 1`) !== undefined
  }

  #newest(narrow: SQL | undefined) {
    return this.#context.db
      .select({ id: traceTable.id })
      .from(traceTable)
      .where(narrow)
      .orderBy(desc(traceTable.startedAt), desc(traceTable.correlationId))
      .limit(LOOK_THROUGH)
  }

  #select(where: SQL | undefined) {
    return this.#context.db
      .select(LISTED)
      .from(traceTable)
      .where(where)
      .orderBy(desc(traceTable.startedAt), desc(traceTable.correlationId))
      .limit(sql.placeholder('limit'))
  }

  /** By what a filter says; its values are given when the query runs (`valuesOf`). */
  #narrow(filter: TraceFilter): SQL | undefined {
    return and(
      filter.doorId === null
        ? undefined
        : inArray(
            traceTable.correlationId,
            this.#context.db
              .select({ id: traceDoorTable.correlationId })
              .from(traceDoorTable)
              .where(eq(traceDoorTable.doorId, given('doorId'))),
          ),
      filter.debugSession === null
        ? undefined
        : inArray(
            traceTable.correlationId,
            this.#context.db
              .select({ id: traceDebugSessionTable.correlationId })
              .from(traceDebugSessionTable)
              .where(eq(traceDebugSessionTable.debugSessionId, given('debugSession'))),
          ),
      isOfOutcome(filter.outcome),
      filter.from === null ? undefined : gte(traceTable.startedAt, given('from')),
      filter.to === null ? undefined : lte(traceTable.startedAt, given('to')),
      filter.after === null
        ? undefined
        : sql`(${traceTable.startedAt}, ${traceTable.correlationId}) < (${given('afterStart')}, ${given('afterId')})`,
    )
  }
}

function valuesOf({ doorId, debugSession, from, to, after, limit }: TraceFilter) {
  const place = { afterStart: after?.startedAt ?? null, afterId: after?.correlationId ?? null }
  return { doorId, debugSession, from, to, limit, ...place }
}

function beginsWith(beginning: string): SQL | undefined {
  // `g` comes after the last hex digit.
  return and(gte(traceTable.correlationId, beginning), lt(traceTable.correlationId, `${beginning}g`))
}

/** Written out, as partial indexes ask for it. Open jobs are few, whatever the number of traces. */
const openTraces = sql`select c.correlation_id from reconcile_job j
  join reconcile_job_correlation c on c.reconcile_job_id = j.reconcile_job_id
  where j.status in ('queued','running','waiting_offline','awaiting_approval')`

function isOfOutcome(outcome: TraceFilter['outcome']): SQL | undefined {
  switch (outcome) {
    case 'all':
      return undefined
    case 'failed':
      return sql`error_count > 0`
    case 'good':
      return sql`error_count = 0 and ${traceTable.correlationId} not in (${openTraces})`
    case 'open':
      return sql`${traceTable.correlationId} in (${openTraces})`
  }
}

function contains(text: string): SQL {
  return sql`${traceTable.searchText} like ${containsPattern(text)} escape '\\'`
}

/**
 * One quoted phrase: whatever a person types is text to look for, never the index's own query language. Traces that
 * are not indexed yet, or grew since, are read instead; texts only grow, so that no old entry misleads.
 */
function indexedUnder(text: string): SQL {
  const phrase = `"${text.replaceAll('"', '""')}"`
  return sql`select rowid from trace_index where trace_index match ${phrase}
    union all select trace_id from trace_unindexed cross join trace on trace.id = trace_id
      where search_text like ${containsPattern(text)} escape '\\'`
}

function isIndexedUnder(text: string): SQL {
  return sql`${traceTable.id} in (${indexedUnder(text)})`
}

/** Traces with the word in them, and those that changed such a person or sent or removed one of their codes. */
function isOfWordOrPerson(text: string, who: SQL): SQL {
  const codes = sql`select id from credential where person_id in (${who})`
  const traces = sql`
    select correlation_id from operation where credential_id in (${codes})
    union select correlation_id from app_audit where entity in (
      select 'Person #' || id from (${who}) union select 'Credential #' || id from (${codes})
    )`
  return sql`${traceTable.id} in (
    ${indexedUnder(text)} union select id from trace where correlation_id in (${traces})
  )`
}

/** SQLite folds the case of ASCII alone; a name with other letters is found as it was typed, or in small ones. */
function peopleCalled(text: string): SQL {
  const typed = containsPattern(text)
  const folded = containsPattern(foldCase(text))
  return sql`select id from person where name like ${typed} escape '\\'
    or name like ${folded} escape '\\' limit ${MOST_PEOPLE}`
}

function toListRecord(row: Omit<typeof traceTable.$inferSelect, 'id' | 'searchText'>): TraceListRecord {
  return {
    correlationId: asTextId(row.correlationId),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    doorName: row.doorName,
    logCount: row.logCount,
    errorCount: row.errorCount,
  }
}
