import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import type { Store } from '../../ports/store.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import type { TraceListRecord } from '../../ports/stores/traceStore.ts'
import { placeOfTrace, tellOutcome } from '../../useCases/readTrace.ts'

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
    title: record.doorName ?? doorNameOf(store, jobs) ?? audit[0]?.entity ?? 'Account',
    outcome: sentence,
    outcomeState: state,
    doorName: record.doorName,
    timezone: place.siteName === null ? zoneOfAllSites(store) : place.timezone,
    logCount: record.logCount,
    errorCount: record.errorCount,
  }
}

/** For what no job did at a single door; null where sites differ. */
function zoneOfAllSites(store: Store): string | null {
  const [first, ...others] = new Set(store.sites.list().map(({ timezone }) => timezone))
  return first !== undefined && others.length === 0 ? first : null
}

function doorNameOf(store: Store, jobs: readonly JobRecord[]): string | null {
  const doorId = jobs.find((job) => job.doorId !== null)?.doorId
  return doorId == null ? null : (store.doors.get(doorId)?.name ?? null)
}
