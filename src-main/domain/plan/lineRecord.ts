import type { ListedWindow } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { PersonId } from '../ids.ts'
import type { OpenSchedule } from '../schedule/openSchedule.ts'
import type {
  Attribution,
  BlockedLine,
  ChangeLine,
  DeleteLine,
  InvalidLine,
  MarkOnLine,
  PlanLine,
  ReplaceLine,
  ReportedLine,
  ScheduleLine,
} from './planLine.ts'
import type {
  AddRecord,
  AttributionRecord,
  BlockedRecord,
  ChangeRecord,
  DeleteRecord,
  InvalidRecord,
  MarkRecord,
  OpenPeriodRecord,
  ReplaceRecord,
  ReportedRecord,
  ScheduleRecord,
  UnderWayRecord,
  WindowRecord,
} from './planRecordTypes.ts'

const LAST_DATE_MS = 8.64e15

/** ISO UTC with milliseconds; null for none, and for a time no calendar has (a provider may send anything). */
export function isoTime(ms: number | null): string | null {
  return ms === null || !(Math.abs(ms) <= LAST_DATE_MS) ? null : new Date(ms).toISOString()
}

export function windowRecord(window: CodeWindow | ListedWindow): WindowRecord {
  switch (window.kind) {
    case 'permanent':
      return { kind: 'permanent' }
    case 'period':
      return { kind: 'period', start_at: isoTime(window.startMs), end_at: isoTime(window.endMs) }
    case 'other':
      return { kind: 'other', code_type: window.codeType }
  }
}

function markRecord(mark: MarkOnLine | null): MarkRecord | null {
  return mark && { kind: mark.kind, until: isoTime(mark.untilMs), set_by: mark.setBy, reason: mark.reason }
}

function attributionRecord<T extends Attribution>(attribution: T): AttributionRecord {
  return {
    sender_username: attribution.senderUsername,
    created_at: isoTime(attribution.createdAtMs),
    is_custom: attribution.isCustom,
    code_type: attribution.codeType,
  }
}

function baseRecord(line: PlanLine) {
  return { line_id: line.lineId, why: line.why, cautions: line.cautions }
}

function targetRecord<Id extends number | null, Name extends string | null>(line: {
  readonly credentialId: Id
  readonly personId: PersonId | Extract<Id, null>
  readonly codeName: Name
}) {
  return { credential_id: line.credentialId, person_id: line.personId, code_name: line.codeName }
}

export function addRecord(line: Extract<PlanLine, { kind: 'add' }>): AddRecord {
  return {
    ...baseRecord(line),
    ...targetRecord(line),
    source: 'expected',
    window: windowRecord(line.window),
    after_line_ids: line.afterLineIds,
  }
}

export function changeRecord(line: ChangeLine | ReplaceLine): ChangeRecord {
  return {
    ...baseRecord(line),
    ...targetRecord(line),
    source: 'lock',
    window: windowRecord(line.window),
    vendor_pin_id: line.vendorPinId,
    provider_receipt_id: line.receiptId,
    listed_window: windowRecord(line.listedWindow),
    changes_pin: line.changesPin,
    changes_window: line.changesWindow,
  }
}

export function replaceRecord(line: ReplaceLine): ReplaceRecord {
  return {
    ...changeRecord(line),
    reason: line.reason,
    after_line_ids: line.afterLineIds,
    chain_id: line.chainId,
    needs_approval_because: line.needsApprovalBecause,
    seconds_without_code: line.secondsWithoutCode,
  }
}

export function scheduleRecord(line: ScheduleLine): ScheduleRecord {
  return {
    ...baseRecord(line),
    before: scheduleRecords(line.before),
    after: scheduleRecords(line.after),
    unlocks_by_itself: line.unlocksByItself,
  }
}

export function scheduleRecords(schedule: OpenSchedule): readonly OpenPeriodRecord[] {
  return schedule.map(({ weekDays, startMinute, endMinute }) => ({
    week_days: weekDays,
    start_minute: startMinute,
    end_minute: endMinute,
  }))
}

export function blockedRecord(line: BlockedLine | DeleteLine): BlockedRecord {
  const { grace } = line
  return {
    ...baseRecord(line),
    code_name: line.codeName,
    eligible_at: isoTime(grace.eligibleAtMs),
    first_seen_at: isoTime(grace.firstSeenAtMs),
    first_seen_source: grace.firstSeenSource,
    grace_applies: grace.applies,
    grace_bypassed: grace.isBypassed,
    provider_receipt_id: line.receiptId,
    reason: line.reason,
    source: 'lock',
    vendor_pin_id: line.vendorPinId,
    credential_id: line.credentialId,
    person_id: line.personId,
    window: windowRecord(line.listedWindow),
    is_foreign_namesake: line.isForeignNamesake,
    mark: markRecord(line.mark),
    attribution: line.attribution && attributionRecord(line.attribution),
  }
}

export function deleteRecord(line: DeleteLine): DeleteRecord {
  return {
    ...blockedRecord(line),
    needs_approval_because: line.needsApprovalBecause,
    counts_toward_limits: line.countsTowardLimits,
  }
}

export function invalidRecord(line: InvalidLine): InvalidRecord {
  const { takenBy } = line
  return {
    ...baseRecord(line),
    ...targetRecord(line),
    window: line.window && windowRecord(line.window),
    reason: line.reason,
    vendor_pin_id: line.vendorPinId,
    taken_by: takenBy && {
      ...attributionRecord(takenBy),
      vendor_pin_id: takenBy.vendorPinId,
      code_name: takenBy.codeName,
    },
  }
}

export function reportedRecord(line: ReportedLine): ReportedRecord {
  return {
    ...baseRecord(line),
    would: line.would,
    held_because: line.heldBecause,
    credential_id: line.credentialId,
    person_id: line.personId,
    code_name: line.codeName,
    window: line.window && windowRecord(line.window),
    listed_window: line.listedWindow && windowRecord(line.listedWindow),
    vendor_pin_id: line.vendorPinId,
    reason: line.deleteReason,
    is_foreign_namesake: line.isForeignNamesake,
    first_seen_at: line.grace && isoTime(line.grace.firstSeenAtMs),
    first_seen_source: line.grace?.firstSeenSource ?? null,
    eligible_at: line.grace && isoTime(line.grace.eligibleAtMs),
    mark: markRecord(line.mark),
    attribution: line.attribution && attributionRecord(line.attribution),
  }
}

export function underWayRecord(line: Extract<PlanLine, { kind: 'under_way' }>): UnderWayRecord {
  return {
    ...baseRecord(line),
    credential_id: line.credentialId,
    vendor_pin_id: line.vendorPinId,
    code_name: line.codeName,
  }
}
