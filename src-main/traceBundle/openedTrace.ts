import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import type { BundleHead } from './bundleDesk.ts'

/** What is known of an opened trace without its rows. */
export interface OpenedTrace {
  readonly head: BundleHead
  readonly logCount: number
  readonly errorCount: number
  readonly startedAt: string
  readonly endedAt: string
  /** Of the first row that names one. */
  readonly doorName: string | null
  /** Of the first row that was sent to a lock. */
  readonly lockKey: string | null
}

export function listedTrace({ integration_logs: logs, ...head }: TraceBundle): OpenedTrace {
  return {
    head,
    logCount: logs.length,
    errorCount:
      logs.filter((log) => !log.ok).length +
      head.reconcile_jobs.filter((job) => job.status === 'failed').length,
    ...spanOf({ ...head, integration_logs: logs }),
    doorName: logs.find((log) => log.door_name !== null)?.door_name ?? null,
    lockKey: logs.find((log) => log.external_id !== null)?.lock_key ?? null,
  }
}

/** From the first record to the last; a trace without any is as old as its file. */
function spanOf(bundle: TraceBundle): Pick<OpenedTrace, 'startedAt' | 'endedAt'> {
  const moments = [
    ...bundle.app_audit.map((row) => row.time),
    ...bundle.reconcile_jobs.flatMap((row) => [row.created_at, row.updated_at]),
    ...bundle.integration_logs.flatMap((row) => [row.started_at, row.created_at]),
  ]
  let startedAt = moments[0] ?? bundle.exported_at
  let endedAt = startedAt
  for (const moment of moments) {
    if (Date.parse(moment) < Date.parse(startedAt)) startedAt = moment
    if (Date.parse(moment) > Date.parse(endedAt)) endedAt = moment
  }
  return { startedAt, endedAt }
}
