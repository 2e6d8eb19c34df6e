import { eq, sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { foldCase, given } from '../columns.ts'
import type { StoreContext } from '../storeContext.ts'

/** What a new record adds to the summary of its trace. */
export interface TraceNote {
  readonly correlationId: CorrelationId
  readonly startedAt: string
  readonly endedAt: string
  readonly doorId: number | null
  readonly doorName: string | null
  /** Searched in later: lock key, action, door name, error words. */
  readonly words: readonly (string | null)[]
  /** Code of the debug session that records now. */
  readonly debugSession: string | null
  readonly logs: number
  readonly errors: number
}

const MAX_WORD = 300
const MAX_SEARCH_TEXT = 8_000

/** Keeps the one row a trace has in the list of traces. Runs inside the transaction that writes the record. */
export class TraceSummary {
  readonly #get
  readonly #insert
  readonly #update
  readonly #addDoor
  readonly #addSession

  constructor({ db }: StoreContext) {
    this.#get = db
      .select({ searchText: traceTable.searchText })
      .from(traceTable)
      .where(eq(traceTable.correlationId, given('correlationId')))
      .prepare()
    this.#insert = db
      .insert(traceTable)
      .values({
        correlationId: sql.placeholder('correlationId'),
        startedAt: sql.placeholder('startedAt'),
        endedAt: sql.placeholder('endedAt'),
        doorName: sql.placeholder('doorName'),
        logCount: sql.placeholder('logs'),
        errorCount: sql.placeholder('errors'),
        searchText: sql.placeholder('searchText'),
      })
      .prepare()
    this.#update = db
      .update(traceTable)
      .set({
        startedAt: sql`min(started_at, ${given('startedAt')})`,
        endedAt: sql`max(ended_at, ${given('endedAt')})`,
        doorName: sql`coalesce(door_name, ${given('doorName')})`,
        logCount: sql`log_count + ${given('logs')}`,
        errorCount: sql`error_count + ${given('errors')}`,
        searchText: given('searchText'),
      })
      .where(eq(traceTable.correlationId, given('correlationId')))
      .prepare()
    this.#addDoor = db
      .insert(traceDoorTable)
      .values({ doorId: sql.placeholder('doorId'), correlationId: sql.placeholder('correlationId') })
      .onConflictDoNothing()
      .prepare()
    this.#addSession = db
      .insert(traceDebugSessionTable)
      .values({
        debugSessionId: sql.placeholder('debugSession'),
        correlationId: sql.placeholder('correlationId'),
      })
      .onConflictDoNothing()
      .prepare()
  }

  note(note: TraceNote): void {
    const known = this.#get.get({ correlationId: note.correlationId })
    const { doorId, words, debugSession, ...row } = note
    const searchText = addWords(known?.searchText ?? '\n', known ? words : [note.correlationId, ...words])
    if (known) this.#update.run({ ...row, searchText })
    else this.#insert.run({ ...row, searchText })
    if (doorId !== null) this.#addDoor.run({ doorId, correlationId: note.correlationId })
    if (debugSession !== null) this.#addSession.run({ debugSession, correlationId: note.correlationId })
  }
}

/** Each word once, and no more than a trace of thousands of rows can be searched by. */
function addWords(searchText: string, words: readonly (string | null)[]): string {
  let text = searchText
  for (const word of words) {
    if (word === null || word === '') continue
    const line = `${foldCase(word).replaceAll('\n', ' ').slice(0, MAX_WORD)}\n`
    if (!text.includes(`\n${line}`) && text.length + line.length <= MAX_SEARCH_TEXT) text += line
  }
  return text
}
