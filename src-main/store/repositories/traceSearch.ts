import type Database from 'better-sqlite3'
import { and, desc, eq, getTableColumns, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import { readPhoneCode } from '../../domain/trace/phoneCode.ts'
import type { TraceFilter, TraceListRecord } from '../../ports/stores/traceStore.ts'
import { asTextId, containsPattern, foldCase, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

/** So many of the newest traces are looked through one by one: enough to fill a page with any common word. */
const LOOK_THROUGH = 2_000
/** Of people of one name these are looked for, the newest. */
const MOST_PEOPLE = 1_000
/** The index knows runs of three letters; a shorter text is in nearly every trace, and only the beginning of a name. */
const SHORTEST_INDEXED = 3

/** What a list shows; the words that are searched in stay behind. */
const { id: _id, searchText: _words, ...LISTED } = getTableColumns(traceTable)

/** Longer texts may lack places (`traceSummary.ts`); such traces have an index of their own. Written out, as it asks. */
const isFull = sql`length(search_text) > 7000`

/** What a text names beside the words of traces: ids, as JSON. */
interface Named {
  readonly people: string | null
  readonly doors: string | null
}

type ListPage = (filter: TraceFilter) => readonly TraceListRecord[]

/** The list of traces, newest first, narrowed by a filter. */
export class TraceSearch {
  readonly #context: StoreContext
  /** Of pages without words, by what they are narrowed by: each is prepared when it is asked for the first time. */
  readonly #pages = new Map<string, ListPage>()
  readonly #people: Database.Statement<[], readonly [number, string]>
  readonly #doors: Database.Statement<[], readonly [number, string]>

  constructor(context: StoreContext) {
    this.#context = context
    this.#people = context.sqlite
      .prepare<[], readonly [number, string]>('SELECT id, name FROM person ORDER BY id DESC')
      .raw()
    this.#doors = context.sqlite
      .prepare<[], readonly [number, string]>(
        `SELECT id, name || char(10) || 'TTLOCK:' || external_id FROM door`,
      )
      .raw()
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
    const named = this.#named(text)
    const isShort = [...text].length < SHORTEST_INDEXED
    const hasText = or(contains(text), isOfDoors(named))
    if (isShort) return select(and(or(hasText, isOfPeople(named)), narrow))
    if (named.people !== null) return select(and(or(isIndexedUnder(text, named), isOfPeople(named)), narrow))
    // A common word fills the page from the newest ones; a rare one has few hits, which the index names at once.
    const recent = select(and(inArray(traceTable.id, this.#newest(narrow)), hasText))
    if (recent.length >= filter.limit) return recent
    return select(and(isIndexedUnder(text, named), narrow))
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

  /** Names of people stand in no trace; their ids do. SQLite folds the case of ASCII alone, so names are folded here. */
  #named(text: string): Named {
    const isShort = [...text].length < SHORTEST_INDEXED
    const isCalled = (name: string): boolean => {
      const folded = foldCase(name)
      return isShort ? folded.startsWith(text) || folded.includes(` ${text}`) : folded.includes(text)
    }
    const people: number[] = []
    for (const [id, name] of this.#people.iterate()) {
      if (isCalled(name)) people.push(id)
      if (people.length === MOST_PEOPLE) break
    }
    const doors = this.#doors.all().filter(([, name]) => foldCase(name).includes(text))
    return { people: jsonOf(people), doors: jsonOf(doors.map(([id]) => id)) }
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
function isIndexedUnder(text: string, { doors }: Named): SQL {
  const phrase = `"${text.replaceAll('"', '""')}"`
  return sql`${traceTable.id} in (select rowid from trace_index where trace_index match ${phrase}
    union all select trace_id from trace_unindexed cross join trace on trace.id = trace_id
      where search_text like ${containsPattern(text)} escape '\\'
    union all select id from trace t where ${doors === null ? sql`0` : ofDoors(sql`t.correlation_id`, doors)})`
}

function isOfDoors({ doors }: Named): SQL | undefined {
  return doors === null ? undefined : ofDoors(sql`${traceTable.correlationId}`, doors)
}

/** Full traces that concern one of these doors. */
function ofDoors(correlationId: SQL, doors: string): SQL {
  return sql`(${isFull} and exists (select 1 from trace_door d
    where d.correlation_id = ${correlationId} and d.door_id in (select value from json_each(${doors}))))`
}

/** Traces that changed such a person or sent or removed one of their codes. */
function isOfPeople({ people }: Named): SQL | undefined {
  if (people === null) return undefined
  const who = sql`select value as id from json_each(${people})`
  const codes = sql`select id from credential where person_id in (${who})`
  const traces = sql`
    select correlation_id from operation where credential_id in (${codes})
    union select correlation_id from app_audit where entity in (
      select 'Person #' || id from (${who}) union select 'Credential #' || id from (${codes})
    )`
  return sql`${traceTable.id} in (select id from trace where correlation_id in (${traces}))`
}

function jsonOf(ids: readonly number[]): string | null {
  return ids.length === 0 ? null : JSON.stringify(ids)
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
