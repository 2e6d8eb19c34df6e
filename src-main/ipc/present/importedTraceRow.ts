import type { ImportedTraceRow } from '../../../src-preload/contract/views/debugSessions.ts'
import type { ImportedTrace } from '../../useCases/importedTraces.ts'

/** A trace of a file, as a row of a list. */
export function importedTraceRow(trace: ImportedTrace): ImportedTraceRow {
  const { importId, head, startedAt, endedAt, doorName, logCount, errorCount } = trace
  return {
    importId,
    correlationId: head.correlation_id,
    startedAt,
    endedAt,
    title: doorName ?? head.app_audit[0]?.entity ?? head.site_name ?? head.correlation_id.slice(0, 8),
    outcome: head.outcome.sentence,
    outcomeState: head.outcome.state,
    doorName,
    logCount,
    errorCount,
    timezone: head.timezone,
  }
}
