import type { CorrelationId, DoorId } from '../domain/ids.ts'
import type { Store } from '../ports/store.ts'
import type { TraceListRecord } from '../ports/stores/traceStore.ts'
import { placeOfTrace, tellOutcome } from './readTrace.ts'

/** Runs of a door that are looked at for a good one: further back it says little about today. */
const MOST_LOOKED_AT = 200
const MOST_OFFERED = 30

export interface ComparableTraces {
  /** The newest earlier run of the same kind on the same door that came to a good end. */
  readonly lastGood: TraceListRecord | null
  /** The newest other runs of the door. */
  readonly others: readonly TraceListRecord[]
}

/** What a trace can be compared with. Null when there is no such trace. */
export function findComparable(store: Store, correlationId: CorrelationId): ComparableTraces | null {
  const self = store.traces.search({ ...EVERYTHING, text: correlationId, limit: 1 }).at(0)
  if (self?.correlationId !== correlationId) return null
  const doorId = doorOf(store, correlationId)
  if (doorId === null) return { lastGood: null, others: [] }
  const ofDoor = { ...EVERYTHING, doorId, limit: MOST_LOOKED_AT }
  const kind = kindOf(store, correlationId)
  const lastGood = store.traces
    .search({ ...ofDoor, after: { startedAt: self.startedAt, correlationId } })
    .find((record) => kindOf(store, record.correlationId) === kind && isGood(store, record))
  const others = store.traces
    .search({ ...ofDoor, limit: MOST_OFFERED + 1 })
    .filter((record) => record.correlationId !== correlationId && record.logCount > 0)
  return { lastGood: lastGood ?? null, others: others.slice(0, MOST_OFFERED) }
}

export type RunsAfter = TraceListRecord | { readonly startedAt: string; readonly correlationId: string }

/**
 * Any runs that a trace can be compared with, newest first. Without words those of the same door (of the same lock for
 * a run in a file); with words all there are. Null for the next page when there is none.
 */
export function findRuns(
  store: Store,
  subject: {
    readonly correlationId: string
    readonly doorId: DoorId | null
    readonly lockKey: string | null
  },
  asked: { readonly text: string; readonly after: RunsAfter | null; readonly limit: number },
): { readonly runs: readonly TraceListRecord[]; readonly next: RunsAfter | null } {
  const { text, after, limit } = asked
  const isNarrow = text === ''
  const page = store.traces.search({
    ...{ ...EVERYTHING, after, limit },
    text: isNarrow && subject.doorId === null ? (subject.lockKey ?? '') : text,
    doorId: isNarrow ? subject.doorId : null,
  })
  return {
    runs: page.filter((record) => record.correlationId !== subject.correlationId && record.logCount > 0),
    next: page.length === limit ? (page.at(-1) ?? null) : null,
  }
}

/** The same for a run that stands in a file: runs of this database on the same lock. */
export function findComparableOnLock(
  store: Store,
  run: {
    readonly correlationId: string
    readonly lockKey: string | null
    readonly jobType: string
    readonly startedAt: string
  },
): ComparableTraces {
  if (run.lockKey === null) return { lastGood: null, others: [] }
  const runs = store.traces
    .search({ ...EVERYTHING, text: run.lockKey, limit: MOST_LOOKED_AT })
    .filter((record) => record.correlationId !== run.correlationId && record.logCount > 0)
  const lastGood = runs.find(
    (record) =>
      record.startedAt < run.startedAt &&
      kindOf(store, record.correlationId) === run.jobType &&
      isGood(store, record),
  )
  return { lastGood: lastGood ?? null, others: runs.slice(0, MOST_OFFERED) }
}

/** The lock that a run spoke with first, and what kind of work it was. */
export function subjectOf(
  store: Store,
  correlationId: CorrelationId,
): { readonly lockKey: string | null; readonly jobType: string } {
  const log = store.traces
    .logsOf([correlationId], 0, MOST_LOOKED_AT)
    .find((candidate) => candidate.externalId !== null)
  return { lockKey: log?.lockKey ?? null, jobType: kindOf(store, correlationId) }
}

const EVERYTHING = {
  text: '',
  doorId: null,
  outcome: 'all',
  debugSession: null,
  from: null,
  to: null,
  after: null,
} as const

/** The door that a trace works on, first by its jobs. */
export function doorOf(store: Store, correlationId: CorrelationId): DoorId | null {
  const jobDoor = store.jobs.ofCorrelation(correlationId).find((job) => job.doorId !== null)?.doorId
  if (jobDoor) return jobDoor
  const logDoor = store.traces.logsOf([correlationId], 0, MOST_LOOKED_AT).find((log) => log.doorId !== null)
  // Ids in the log are those of our own doors.
  return (logDoor?.doorId ?? null) as DoorId | null
}

/** Runs of other jobs do other things; a check says nothing about an enforce. */
function kindOf(store: Store, correlationId: CorrelationId): string {
  return store.jobs.ofCorrelation(correlationId)[0]?.type ?? ''
}

function isGood(store: Store, record: TraceListRecord): boolean {
  if (record.errorCount > 0 || record.logCount === 0) return false
  const { correlationId } = record
  const jobs = store.jobs.ofCorrelation(correlationId)
  const { timezone } = placeOfTrace(store, jobs, [])
  return tellOutcome(store, { correlationId, jobs, audit: [], logs: [], timezone }).state === 'ok'
}
