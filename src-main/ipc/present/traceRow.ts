import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import type { PersonId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import type { TraceListRecord } from '../../ports/stores/traceStore.ts'
import { nameOfPlaceOrCode } from '../../useCases/entityNames.ts'
import { placeOfTrace, tellOutcome } from '../../useCases/readTrace.ts'
import { planTitleOf } from './aboutJob.ts'
import { zoneOfAllSites } from './zoneOfScope.ts'

export function traceRow(store: Store, record: TraceListRecord): TraceRow {
  const jobs = store.jobs.ofCorrelation(record.correlationId)
  const audit = store.traces.auditOf([record.correlationId])
  const place = placeOfTrace(store, jobs, [])
  const { sentence, state } = tellOutcome(store, {
    ...{ correlationId: record.correlationId, jobs, audit, logs: [] },
    timezone: place.timezone,
  })
  return {
    correlationId: record.correlationId,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    title: titleOf(store, { record, jobs, entity: audit[0]?.entity ?? null }),
    outcome: sentence,
    outcomeState: state,
    doorName: record.doorName,
    timezone: place.siteName === null ? zoneOfAllSites(store) : place.timezone,
    logCount: record.logCount,
    errorCount: record.errorCount,
  }
}

/** What one of a trace's jobs came to: others of the trace are work at other doors. */
export function outcomeOfJob(store: Store, job: JobRecord): string {
  const audit = store.traces.auditOf([job.correlationId])
  const { timezone } = placeOfTrace(store, [job], [])
  const { correlationId } = job
  return tellOutcome(store, { correlationId, jobs: [job], audit, logs: [], timezone }).sentence
}

function titleOf(
  store: Store,
  trace: {
    readonly record: TraceListRecord
    readonly jobs: readonly JobRecord[]
    readonly entity: string | null
  },
): string {
  const { record, jobs, entity } = trace
  const ofPlan = jobs.map((job) => planTitleOf(store, job)).find((title) => title !== null)
  const doors = new Set(jobs.flatMap(({ doorId }) => doorId ?? []))
  const ofDoor = doors.size > 1 ? `${doors.size} doors` : (record.doorName ?? doorNameOf(store, jobs))
  return ofPlan ?? ofDoor ?? (entity === null ? 'Account' : (nameOfEntity(store, entity) ?? entity))
}

/** The name of what a change concerned, as far as it has one. */
function nameOfEntity(store: Store, entity: string): string | null {
  const [, kind, number] = /^(Person|Operator) #(\d+)$/.exec(entity) ?? []
  const id = Number(number)
  switch (kind) {
    case 'Person':
      return store.people.get(id as PersonId)?.name ?? null
    case 'Operator':
      return store.operators.list().find((operator) => operator.id === id)?.name ?? null
    default:
      return nameOfPlaceOrCode(store, entity)
  }
}

function doorNameOf(store: Store, jobs: readonly JobRecord[]): string | null {
  const doorId = jobs.find((job) => job.doorId !== null)?.doorId
  return doorId == null ? null : (store.doors.get(doorId)?.name ?? null)
}
