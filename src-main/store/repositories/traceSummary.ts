import type Database from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { traceTable } from '../../../db/schema/trace.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import { foldCase } from '../columns.ts'
import { directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'
import type { AtCommit } from '../transaction.ts'

/** What a new record adds to the summary of its trace. */
export interface TraceNote {
  readonly correlationId: CorrelationId
  readonly startedAt: string
  readonly endedAt: string
  readonly doorId: number | null
  readonly doorName: string | null
  /** Searched in later: action, error words, job, target. */
  readonly words: readonly (string | null)[]
  /** The same of its place: lock key and door name. */
  readonly places?: readonly (string | null)[]
  /** Code of the debug session that records now. */
  readonly debugSession: string | null
  readonly logs: number
  readonly errors: number
  /** The audit row that is noted. */
  readonly auditId?: number
}

/** What the records of one transaction add to one trace. */
interface TraceNews {
  readonly correlationId: CorrelationId
  startedAt: string
  endedAt: string
  doorName: string | null
  logs: number
  errors: number
  readonly words: Set<string | null>
  readonly places: Set<string | null>
  readonly doorIds: Set<number>
  readonly debugSessions: Set<string>
  readonly auditIds: number[]
}

const MAX_WORD = 300
/** A trace of hundreds of doors holds the first of their names; for the others its doors are asked (`traceSearch.ts`). */
const MOST_WITH_PLACES = 8_000
/** Room for what went wrong, however many doors there are. */
const MOST_IN_ALL = 16_000

interface Known {
  readonly id: number
  readonly startedAt: string
  readonly endedAt: string
  readonly doorName: string | null
  readonly searchText: string
}

/** What news change on a trace that is known; a column in two indexes is not touched when it stays. */
interface Changes {
  readonly counts: Database.Statement<[string, string | null, number, number]>
  readonly words: Database.Statement<[string, string, string | null, number, number]>
  readonly start: Database.Statement<[string, number]>
  readonly errors: Database.Statement<[number, number]>
}

/**
 * Keeps the one row a trace has in the list of traces, in the transaction that writes its records: what they note is
 * gathered and written once for each trace, before the commit.
 */
export class TraceSummary implements AtCommit {
  readonly #get: Database.Statement<[string], Known>
  readonly #insert
  readonly #change: Changes
  readonly #addDoor: Database.Statement<[number, string]>
  readonly #addAudit: Database.Statement<[number, number]>
  readonly #addSession: Database.Statement<[string, string]>
  readonly #notes: TraceNote[] = []

  constructor({ db, sqlite, transactions }: StoreContext) {
    transactions.beforeCommit(this)
    this.#get = sqlite.prepare(
      `SELECT id, started_at AS startedAt, ended_at AS endedAt, door_name AS doorName, search_text AS searchText
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
    const counts =
      'ended_at = max(ended_at, ?), door_name = coalesce(door_name, ?), log_count = log_count + ?'
    this.#change = {
      counts: sqlite.prepare(`UPDATE trace SET ${counts} WHERE id = ?`),
      words: sqlite.prepare(`UPDATE trace SET search_text = ?, ${counts} WHERE id = ?`),
      start: sqlite.prepare('UPDATE trace SET started_at = ? WHERE id = ?'),
      errors: sqlite.prepare('UPDATE trace SET error_count = error_count + ? WHERE id = ?'),
    }
    this.#addDoor = sqlite.prepare(
      'INSERT INTO trace_door (door_id, correlation_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    // An audit that was cut from outside leaves its links; its numbers come again.
    this.#addAudit = sqlite.prepare(
      'INSERT INTO trace_audit (trace_id, app_audit_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    this.#addSession = sqlite.prepare(
      'INSERT INTO trace_debug_session (debug_session_id, correlation_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
  }

  /** In a transaction. */
  note(note: TraceNote): void {
    this.#notes.push(note)
  }

  get gathered(): number {
    return this.#notes.length
  }

  takeBackTo(gathered: number): void {
    this.#notes.length = gathered
  }

  write(): void {
    if (this.#notes.length === 0) return
    const news = byTrace(this.#notes)
    this.#notes.length = 0
    for (const ofTrace of news) this.#store(ofTrace)
  }

  #store(news: TraceNews): void {
    const { correlationId } = news
    const known = this.#get.get(correlationId)
    const id = known ? this.#add(known, news) : this.#begin(news)
    for (const doorId of news.doorIds) this.#addDoor.run(doorId, correlationId)
    for (const auditId of news.auditIds) this.#addAudit.run(id, auditId)
    for (const session of news.debugSessions) this.#addSession.run(session, correlationId)
  }

  #begin(news: TraceNews): number {
    const searchText = addNews('\n', { ...news, words: [news.correlationId, ...news.words] })
    return Number(this.#insert({ ...news, searchText }).lastInsertRowid)
  }

  #add(known: Known, news: TraceNews): number {
    const { counts, words, start, errors } = this.#change
    const { id } = known
    const searchText = addNews(known.searchText, news)
    if (searchText !== known.searchText) words.run(searchText, news.endedAt, news.doorName, news.logs, id)
    else if (
      news.logs > 0 ||
      news.endedAt > known.endedAt ||
      (news.doorName !== null && known.doorName === null)
    )
      counts.run(news.endedAt, news.doorName, news.logs, id)
    if (news.startedAt < known.startedAt) start.run(news.startedAt, id)
    if (news.errors > 0) errors.run(news.errors, id)
    return id
  }
}

function byTrace(notes: readonly TraceNote[]): Iterable<TraceNews> {
  const news = new Map<CorrelationId, TraceNews>()
  for (const note of notes) {
    const known = news.get(note.correlationId)
    const ofTrace = known ?? startNews(note)
    if (!known) news.set(note.correlationId, ofTrace)
    if (note.startedAt < ofTrace.startedAt) ofTrace.startedAt = note.startedAt
    if (note.endedAt > ofTrace.endedAt) ofTrace.endedAt = note.endedAt
    ofTrace.doorName ??= note.doorName
    ofTrace.logs += note.logs
    ofTrace.errors += note.errors
    for (const word of note.words) ofTrace.words.add(word)
    for (const place of note.places ?? []) ofTrace.places.add(place)
    if (note.doorId !== null) ofTrace.doorIds.add(note.doorId)
    if (note.debugSession !== null) ofTrace.debugSessions.add(note.debugSession)
    if (note.auditId !== undefined) ofTrace.auditIds.push(note.auditId)
  }
  return news.values()
}

function startNews({ correlationId, startedAt, endedAt }: TraceNote): TraceNews {
  const nothing = {
    doorName: null,
    logs: 0,
    errors: 0,
    words: new Set<string | null>(),
    places: new Set<string | null>(),
  }
  const links = { doorIds: new Set<number>(), debugSessions: new Set<string>(), auditIds: [] }
  return { correlationId, startedAt, endedAt, ...nothing, ...links }
}

type Words = Iterable<string | null>

function addNews(
  searchText: string,
  { words, places }: { readonly words: Words; readonly places: Words },
): string {
  return addWords(addWords(searchText, words, MOST_IN_ALL), places, MOST_WITH_PLACES)
}

/** Each word once, and no more than a trace of thousands of rows can be searched by. */
function addWords(searchText: string, words: Words, most: number): string {
  let text = searchText
  for (const word of words) {
    if (word === null || word === '') continue
    const line = `${foldCase(word).replaceAll('\n', ' ').slice(0, MAX_WORD)}\n`
    if (!text.includes(`\n${line}`) && text.length + line.length <= most) text += line
  }
  return text
}
