import type Database from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { traceTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { foldCase } from '../columns.ts'
import { directRun } from '../directStatement.ts'
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

interface Known {
  readonly startedAt: string
  readonly endedAt: string
  readonly doorName: string | null
  readonly searchText: string
}

/** What a note changes on a trace that is known; a column in two indexes is not touched when it stays. */
interface Changes {
  readonly counts: Database.Statement<[string, string | null, number, string]>
  readonly words: Database.Statement<[string, string]>
  readonly start: Database.Statement<[string, string]>
  readonly errors: Database.Statement<[number, string]>
}

/** Keeps the one row a trace has in the list of traces. Runs inside the transaction that writes the record. */
export class TraceSummary {
  readonly #get: Database.Statement<[string], Known>
  readonly #insert
  readonly #change: Changes
  readonly #addDoor: Database.Statement<[number, string]>
  readonly #addSession

  constructor({ db, sqlite }: StoreContext) {
    this.#get = sqlite.prepare(
      `SELECT started_at AS startedAt, ended_at AS endedAt, door_name AS doorName, search_text AS searchText
       FROM trace WHERE correlation_id = ?`,
    )
    this.#insert = directRun(
      sqlite,
      db.insert(traceTable).values({
        correlationId: sql.placeholder('correlationId'),
        startedAt: sql.placeholder('startedAt'),
        endedAt: sql.placeholder('endedAt'),
        doorName: sql.placeholder('doorName'),
        logCount: sql.placeholder('logs'),
        errorCount: sql.placeholder('errors'),
        searchText: sql.placeholder('searchText'),
      }),
    )
    this.#change = {
      counts: sqlite.prepare(
        `UPDATE trace SET ended_at = max(ended_at, ?), door_name = coalesce(door_name, ?), log_count = log_count + ?
         WHERE correlation_id = ?`,
      ),
      words: sqlite.prepare('UPDATE trace SET search_text = ? WHERE correlation_id = ?'),
      start: sqlite.prepare('UPDATE trace SET started_at = ? WHERE correlation_id = ?'),
      errors: sqlite.prepare('UPDATE trace SET error_count = error_count + ? WHERE correlation_id = ?'),
    }
    this.#addDoor = sqlite.prepare(
      'INSERT INTO trace_door (door_id, correlation_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    this.#addSession = directRun(
      sqlite,
      db
        .insert(traceDebugSessionTable)
        .values({
          debugSessionId: sql.placeholder('debugSession'),
          correlationId: sql.placeholder('correlationId'),
        })
        .onConflictDoNothing(),
    )
  }

  note(note: TraceNote): void {
    const { correlationId, doorId } = note
    const known = this.#get.get(correlationId)
    if (known) this.#add(note, known)
    else this.#insert({ ...note, searchText: addWords('\n', [correlationId, ...note.words]) })
    if (doorId !== null) this.#addDoor.run(doorId, correlationId)
    if (note.debugSession !== null) this.#addSession({ debugSession: note.debugSession, correlationId })
  }

  #add({ correlationId, ...note }: TraceNote, known: Known): void {
    const { counts, words, start, errors } = this.#change
    // Of the records of one transaction, mostly the first alone changes anything here.
    if (note.logs > 0 || note.endedAt > known.endedAt || (note.doorName !== null && known.doorName === null))
      counts.run(note.endedAt, note.doorName, note.logs, correlationId)
    const searchText = addWords(known.searchText, note.words)
    if (searchText !== known.searchText) words.run(searchText, correlationId)
    if (note.startedAt < known.startedAt) start.run(note.startedAt, correlationId)
    if (note.errors > 0) errors.run(note.errors, correlationId)
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
