import { and, desc, eq, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import { readPhoneCode } from '../../domain/trace/phoneCode.ts'
import type { TraceFilter, TraceListRecord } from '../../ports/stores/traceStore.ts'
import { asTextId, containsPattern, foldCase } from '../columns.ts'
import type { StoreContext } from '../storeContext.ts'

/** So many of the newest traces are looked through one by one: enough to fill a page with any common word. */
const LOOK_THROUGH = 2_000
/** A part of a name that fits more people than this narrows nothing down. */
const MOST_PEOPLE = 50
/** The index knows runs of three letters; shorter texts are in nearly every trace. */
const SHORTEST_INDEXED = 3

/** The list of traces, newest first, narrowed by a filter. */
export class TraceSearch {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  page(filter: TraceFilter): readonly TraceListRecord[] {
    const narrow = this.#narrow(filter)
    if (filter.text === '') return this.#select(narrow, filter.limit)
    const exact = this.#select(and(eq(traceTable.correlationId, filter.text), narrow), filter.limit)
    if (exact.length > 0) return exact
    const coded = this.#byPhoneCode(filter.text, filter.limit)
    if (coded.length > 0) return coded
    const text = foldCase(filter.text)
    const who = peopleCalled(filter.text)
    if ([...text].length < SHORTEST_INDEXED) return this.#select(and(contains(text), narrow), filter.limit)
    if (this.#isAnybody(who)) return this.#select(and(isOfWordOrPerson(text, who), narrow), filter.limit)
    // A common word fills the page from the newest ones; a rare one has few hits, which the index names at once.
    const among = this.#newest(narrow)
    const recent = this.#select(and(inArray(traceTable.id, among), contains(text)), filter.limit)
    if (recent.length >= filter.limit) return recent
    return this.#select(and(isIndexedUnder(text), narrow), filter.limit)
  }

  /** Whatever else is filtered: who reads a code out wants that trace. */
  #byPhoneCode(text: string, limit: number): readonly TraceListRecord[] {
    const beginning = readPhoneCode(text)
    if (beginning === null) return []
    // `g` comes after the last hex digit.
    const isOfCode = and(
      gte(traceTable.correlationId, beginning),
      lt(traceTable.correlationId, `${beginning}g`),
    )
    return this.#select(isOfCode, limit)
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

  #select(where: SQL | undefined, limit: number): readonly TraceListRecord[] {
    return this.#context.db
      .select()
      .from(traceTable)
      .where(where)
      .orderBy(desc(traceTable.startedAt), desc(traceTable.correlationId))
      .limit(limit)
      .all()
      .map(toListRecord)
  }

  #isOfSession(code: string): SQL {
    return inArray(
      traceTable.correlationId,
      this.#context.db
        .select({ id: traceDebugSessionTable.correlationId })
        .from(traceDebugSessionTable)
        .where(eq(traceDebugSessionTable.debugSessionId, code)),
    )
  }

  #narrow(filter: TraceFilter): SQL | undefined {
    const { after } = filter
    return and(
      filter.doorId === null
        ? undefined
        : inArray(
            traceTable.correlationId,
            this.#context.db
              .select({ id: traceDoorTable.correlationId })
              .from(traceDoorTable)
              .where(eq(traceDoorTable.doorId, filter.doorId)),
          ),
      filter.debugSession === null ? undefined : this.#isOfSession(filter.debugSession),
      isOfOutcome(filter.outcome),
      filter.from === null ? undefined : gte(traceTable.startedAt, filter.from),
      filter.to === null ? undefined : lte(traceTable.startedAt, filter.to),
      after === null
        ? undefined
        : sql`(${traceTable.startedAt}, ${traceTable.correlationId}) < (${after.startedAt}, ${after.correlationId})`,
    )
  }
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

function toListRecord(row: typeof traceTable.$inferSelect): TraceListRecord {
  return {
    correlationId: asTextId(row.correlationId),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    doorName: row.doorName,
    logCount: row.logCount,
    errorCount: row.errorCount,
  }
}
