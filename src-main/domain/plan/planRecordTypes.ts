import type { DoorPlanSummary } from './doorPlan.ts'
import type { WhyFacts } from './planLine.ts'

/** The seed's shape of `enforce_plan`: its field names stay, new ones stand beside them. Times are ISO UTC with ms. */
export type WindowRecord =
  | { readonly kind: 'permanent' }
  | { readonly kind: 'period'; readonly start_at: string | null; readonly end_at: string | null }
  | { readonly kind: 'other'; readonly code_type: number }

export interface WhyRecord {
  readonly rule: string
  readonly facts: WhyFacts
}

export interface ExpectedRecord {
  readonly credential_id: number
  readonly person_id: number
  readonly code_name: string
  /** Null when it is backwards. */
  readonly window: WindowRecord | null
  readonly is_later: boolean
}

export interface ActualRecord {
  readonly code_name: string | null
  readonly provider_receipt_id: number | null
  readonly source: 'lock'
  readonly vendor_pin_id: string
  readonly window: WindowRecord
  readonly status: string
  readonly is_custom: boolean
}

export interface MarkRecord {
  readonly kind: string
  readonly until: string | null
  readonly set_by: string
  readonly reason: string
}

export interface AttributionRecord {
  readonly sender_username: string | null
  readonly created_at: string | null
  readonly is_custom: boolean
  readonly code_type: number
}

interface LineRecordBase {
  readonly line_id: string
  readonly why: WhyRecord
  readonly cautions: readonly string[]
}

interface ExpectedLineRecord extends LineRecordBase {
  readonly credential_id: number
  readonly person_id: number
  readonly code_name: string
  readonly window: WindowRecord | null
}

export interface AddRecord extends Omit<ExpectedLineRecord, 'credential_id' | 'person_id'> {
  readonly source: 'expected'
  /** Null only in an undo, for a code that was no credential's. */
  readonly credential_id: number | null
  readonly person_id: number | null
  readonly after_line_ids: readonly string[]
}

export interface ChangeRecord extends ExpectedLineRecord {
  readonly source: 'lock'
  readonly vendor_pin_id: string
  readonly provider_receipt_id: number | null
  readonly listed_window: WindowRecord
  readonly changes_pin: boolean
  readonly changes_window: boolean
}

export interface ReplaceRecord extends ChangeRecord {
  readonly reason: string
  readonly after_line_ids: readonly string[]
  readonly chain_id: string | null
  readonly needs_approval_because: readonly string[]
  readonly seconds_without_code: number
}

export interface BlockedRecord extends LineRecordBase {
  readonly code_name: string | null
  readonly eligible_at: string | null
  readonly first_seen_at: string | null
  readonly first_seen_source: string
  readonly grace_applies: boolean
  readonly grace_bypassed: boolean
  readonly provider_receipt_id: number | null
  readonly reason: string
  readonly source: 'lock'
  readonly vendor_pin_id: string
  readonly credential_id: number | null
  readonly person_id: number | null
  readonly window: WindowRecord
  readonly is_foreign_namesake: boolean
  readonly mark: MarkRecord | null
  readonly attribution: AttributionRecord | null
}

export interface DeleteRecord extends BlockedRecord {
  readonly needs_approval_because: readonly string[]
  readonly counts_toward_limits: boolean
}

/** A stretch of the week; 1 is Monday. */
export interface OpenPeriodRecord {
  readonly week_days: readonly number[]
  readonly start_minute: number
  readonly end_minute: number
}

export interface ScheduleRecord extends LineRecordBase {
  readonly before: readonly OpenPeriodRecord[]
  readonly after: readonly OpenPeriodRecord[]
  readonly unlocks_by_itself: boolean
}

/** What was decided of the open schedule, and what the lock gave for it. */
export interface OpenScheduleRecord {
  readonly decided: readonly OpenPeriodRecord[]
  /** Null while it was not read. */
  readonly listed: readonly OpenPeriodRecord[] | null
  readonly unlocks_by_itself: boolean | null
}

export interface InvalidRecord extends Omit<ExpectedLineRecord, 'credential_id' | 'person_id' | 'code_name'> {
  /** Null where it is the open schedule that cannot be set. */
  readonly credential_id: number | null
  readonly person_id: number | null
  readonly code_name: string | null

  readonly reason: string
  readonly vendor_pin_id: string | null
  readonly taken_by:
    | (AttributionRecord & { readonly vendor_pin_id: string; readonly code_name: string | null })
    | null
}

export interface ReportedRecord extends LineRecordBase {
  readonly would: string
  readonly held_because: string
  readonly credential_id: number | null
  readonly person_id: number | null
  readonly code_name: string | null
  readonly window: WindowRecord | null
  readonly listed_window: WindowRecord | null
  readonly vendor_pin_id: string | null
  readonly reason: string | null
  readonly is_foreign_namesake: boolean
  readonly first_seen_at: string | null
  readonly first_seen_source: string | null
  readonly eligible_at: string | null
  readonly mark: MarkRecord | null
  readonly attribution: AttributionRecord | null
}

export interface UnderWayRecord extends LineRecordBase {
  readonly credential_id: number | null
  readonly vendor_pin_id: string
  readonly code_name: string | null
}

export interface SummaryRecord {
  readonly adds: number
  readonly blocked: number
  readonly deletes: number
  readonly grace_bypassed_deletes: number
  readonly invalid_expected: number
  readonly changes: number
  readonly replaces: number
  readonly reported: number
  readonly under_way: number
  readonly unchanged: number
  readonly later: number
}

export interface DoorPlanRecord {
  readonly door_id: number
  readonly door_name: string
  readonly site_id: number
  readonly external_device_id: string
  readonly integration_device_id: number
  readonly provider_type: 'TTLOCK'
  readonly mode: string
  readonly policy: string
  readonly grace_window_seconds: number
  /** Null when the door could be read. It has no lines then, and counts as unreadable, not as empty. */
  readonly unreadable: { readonly reason: string; readonly at: string | null } | null
  readonly fingerprint: string | null
  readonly read_at: string | null
  readonly read_again_at: string | null
  readonly next_due_at: string | null
  readonly foreign_namesakes: number
  readonly another_installation_suspected: boolean
  /** Null where nobody decided one. */
  readonly open_schedule: OpenScheduleRecord | null
  readonly expected: readonly ExpectedRecord[]
  readonly actual: readonly ActualRecord[]
  readonly adds: readonly AddRecord[]
  readonly changes: readonly ChangeRecord[]
  readonly replaces: readonly ReplaceRecord[]
  readonly deletes: readonly DeleteRecord[]
  readonly schedules: readonly ScheduleRecord[]
  readonly blocked_by_grace: readonly BlockedRecord[]
  readonly invalid_expected: readonly InvalidRecord[]
  readonly reported: readonly ReportedRecord[]
  readonly under_way: readonly UnderWayRecord[]
  readonly unchanged: readonly {
    readonly credential_id: number
    readonly vendor_pin_id: string
    readonly rule: string
  }[]
  readonly adopted: readonly {
    readonly credential_id: number
    readonly vendor_pin_id: string
    readonly rule: string
  }[]
  readonly summary: SummaryRecord
}

export interface PlanRecord {
  readonly generated_at: string | null
  readonly mode: string | null
  readonly grace_window_seconds: number | null
  readonly filters: {
    readonly door_id: number | null
    readonly integration_device_id: number | null
    readonly provider_type: string
    readonly site_id: number | null
    readonly door_group_id: number | null
  }
  readonly doors: readonly DoorPlanRecord[]
  readonly summary: SummaryRecord & { readonly doors: number; readonly unreadable_doors: number }
  readonly digest: string
}

export function summaryRecord(summary: DoorPlanSummary): SummaryRecord {
  return {
    adds: summary.adds,
    blocked: summary.blocked,
    deletes: summary.deletes,
    grace_bypassed_deletes: summary.graceBypassedDeletes,
    invalid_expected: summary.invalidExpected,
    changes: summary.changes,
    replaces: summary.replaces,
    reported: summary.reported,
    under_way: summary.underWay,
    unchanged: summary.unchanged,
    later: summary.later,
  }
}
