import type {
  AuditRecordView,
  ListedAudit,
  ListedLog,
  LogRecordView,
} from '../../../../src-preload/contract/views/traces.ts'

/** A listed record as the trace has it, without the list's own word about it. */
export function plainRecord(listed: ListedAudit): AuditRecordView
export function plainRecord(listed: ListedLog): LogRecordView
export function plainRecord(listed: ListedAudit | ListedLog): AuditRecordView | LogRecordView
export function plainRecord({
  shortened: _,
  ...record
}: ListedAudit | ListedLog): AuditRecordView | LogRecordView {
  return record
}
