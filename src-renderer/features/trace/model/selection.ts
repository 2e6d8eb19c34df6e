import type {
  AuditRecordView,
  JobRecordView,
  ListedAudit,
  ListedLog,
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

/** The same as a list has it, perhaps without what is long in it. */
export type SelectedListed =
  | { readonly kind: 'audit'; readonly record: ListedAudit }
  | { readonly kind: 'job'; readonly record: JobRecordView }
  | { readonly kind: 'log'; readonly record: ListedLog }

interface Records {
  readonly trace: TraceView
  readonly logs: readonly ListedLog[]
}

/** The record that is selected, as it is now; nothing when it is not in the trace any more. */
export function findSelected(selection: Selection | null, { trace, logs }: Records): SelectedListed | null {
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

/** What a record concerns, in the audit's words. */
export function thingsOf(selected: Selected): readonly string[] {
  switch (selected.kind) {
    case 'audit':
      return [selected.record.entity].filter((entity) => HAS_PLACE.test(entity))
    case 'job':
      return [`Job #${selected.record.reconcile_job_id}`]
    case 'log': {
      const { door_id, operation_id, reconcile_job_id } = selected.record
      return [
        ...(door_id === null ? [] : [`Door #${door_id}`]),
        ...(operation_id === null ? [] : [`Operation #${operation_id}`]),
        ...(reconcile_job_id === null ? [] : [`Job #${reconcile_job_id}`]),
      ]
    }
  }
}

const HAS_PLACE = /^(Door|Person|Credential|Plan|Job|Debug session) #\d{1,15}$/
