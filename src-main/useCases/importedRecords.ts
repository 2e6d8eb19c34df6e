import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'
import type {
  AuditRecordView,
  LogRecordView,
  TraceHeadPage,
  TraceLogPage,
  TraceView,
} from '../../src-preload/contract/views/traces.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import type { ImportedTrace } from './importedTraces.ts'
import { FIRST_SCREEN, NEXT_PAGE, WHOLE_PAGE } from './tracePages.ts'
import { type HeadRecord, pageOfHead } from './traceRecords.ts'

/** What a window shows of an opened file, in the pages and pieces in which it has a live trace. */
export async function importedView(trace: ImportedTrace): Promise<TraceView> {
  const { fileName, head, logCount, session } = trace
  const { octets, ...first } = pageOfHead(headRecords(trace, null), FIRST_SCREEN.head)
  const limits = { rows: FIRST_SCREEN.rows, octets: FIRST_SCREEN.octets - octets, body: FIRST_SCREEN.body }
  const logs = await pageOfLogs(trace, null, limits)
  return {
    correlation_id: head.correlation_id,
    phoneCode: phoneCode(head.correlation_id),
    outcome: head.outcome.sentence,
    outcomeState: head.outcome.state,
    timezone: head.timezone,
    siteName: head.site_name,
    app_audit: first.app_audit,
    reconcile_jobs: first.reconcile_jobs,
    nextHead: first.next,
    integration_logs: logs.rows,
    logCount,
    nextLogs: logs.hasMore ? logs.next : null,
    sourceIds: [head.correlation_id],
    planIds: [],
    imported: {
      fileName,
      exportedAt: head.exported_at,
      program: `${head.program.name} ${head.program.version}`,
      origin: head.origin,
      session,
    },
  }
}

export function importedHead(trace: ImportedTrace, after: string | null): TraceHeadPage {
  const { octets: _, ...page } = pageOfHead(headRecords(trace, after), NEXT_PAGE.octets)
  return page
}

export function importedLogs(trace: ImportedTrace, after: string | null): Promise<TraceLogPage> {
  return pageOfLogs(trace, after, NEXT_PAGE)
}

/** The same with all that is in them. */
export function wholeImportedLogs(trace: ImportedTrace, after: string | null): Promise<TraceLogPage> {
  return pageOfLogs(trace, after, WHOLE_PAGE)
}

export async function importedRecord(
  { head, thread, place }: ImportedTrace,
  { kind, id }: { readonly kind: 'audit' | 'log'; readonly id: number },
): Promise<AuditRecordView | LogRecordView | null> {
  if (kind === 'audit') return head.app_audit.find((row) => row.id === id) ?? null
  const log = await thread.ask('record', { place, id })
  return log && logView(log)
}

/** By their place in the file, for ids of somebody else may come twice. */
function* headRecords({ head }: ImportedTrace, after: string | null): Iterable<HeadRecord> {
  const changes = head.app_audit.length
  for (let place = after === null ? 0 : Number(after); ; place += 1) {
    const key = String(place + 1)
    const audit = head.app_audit[place]
    const job = head.reconcile_jobs[place - changes]
    if (audit) yield { key, kind: 'audit', record: audit }
    else if (job) yield { key, kind: 'job', record: job }
    else return
  }
}

/** `after` counts the records before the page. */
async function pageOfLogs(
  { logCount, thread, place }: ImportedTrace,
  after: string | null,
  limits: { readonly rows: number; readonly octets: number; readonly body: number },
): Promise<TraceLogPage> {
  const from = after === null ? 0 : Number(after)
  const rows = await thread.ask('page', { place, from, ...limits })
  const to = from + rows.length
  return {
    rows: rows.map(({ shortened, ...log }) => ({ ...logView(log), shortened })),
    next: String(to),
    hasMore: rows.length > 0 && logCount > to,
  }
}

/** The screen draws a record without a duration as a moment; its banner says that none were recorded. */
function logView(log: BundleLog): LogRecordView {
  return { ...log, duration_ms: log.duration_ms ?? 0 }
}
