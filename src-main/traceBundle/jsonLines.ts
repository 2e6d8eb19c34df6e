import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'

/** One record a line, for tools that read logs: first the trace itself, then its records as the bundle has them. */
export function writeJsonLines(bundle: TraceBundle): string {
  const { app_audit, reconcile_jobs, integration_logs, ...trace } = bundle
  const lines = [
    { record: 'trace', ...trace },
    ...app_audit.map((row) => ({ record: 'app_audit', ...row })),
    ...reconcile_jobs.map((row) => ({ record: 'reconcile_job', ...row })),
    ...integration_logs.map((row) => ({ record: 'integration_log', ...row })),
  ]
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
}
