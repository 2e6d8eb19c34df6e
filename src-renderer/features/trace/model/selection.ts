import type {
  AuditRecordView,
  JobRecordView,
  LogRecordView,
  TraceView,
} from '../../../../src-preload/contract/views/traces.ts'

export interface Selection {
  readonly kind: 'audit' | 'job' | 'log'
  readonly id: number
}

export type Selected =
  | { readonly kind: 'audit'; readonly record: AuditRecordView }
  | { readonly kind: 'job'; readonly record: JobRecordView }
  | { readonly kind: 'log'; readonly record: LogRecordView }

interface Records {
  readonly trace: TraceView
  readonly logs: readonly LogRecordView[]
}

/** The record that is selected, as it is now; nothing when it is not in the trace any more. */
export function findSelected(selection: Selection | null, { trace, logs }: Records): Selected | null {
  if (selection === null) return null
  switch (selection.kind) {
    case 'audit': {
      const record = trace.app_audit.find((audit) => audit.id === selection.id)
      return record === undefined ? null : { kind: 'audit', record }
    }
    case 'job': {
      const record = trace.reconcile_jobs.find((job) => job.reconcile_job_id === selection.id)
      return record === undefined ? null : { kind: 'job', record }
    }
    case 'log': {
      const record = logs.find((log) => log.id === selection.id)
      return record === undefined ? null : { kind: 'log', record }
    }
  }
}

export function isSelected(selection: Selection | null, kind: Selection['kind'], id: number): boolean {
  return selection !== null && selection.kind === kind && selection.id === id
}

export function selectFirstFailure(logs: readonly LogRecordView[]): Selection | null {
  const failed = logs.find((log) => !log.ok)
  return failed === undefined ? null : { kind: 'log', id: failed.id }
}
