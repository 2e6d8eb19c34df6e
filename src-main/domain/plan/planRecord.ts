import { formatCodeName } from '../code/codeName.ts'
import type { DoorPlan, EnforcePlan, ReadableDoorPlan } from './doorPlan.ts'
import {
  addRecord,
  blockedRecord,
  changeRecord,
  deleteRecord,
  invalidRecord,
  isoTime,
  replaceRecord,
  reportedRecord,
  scheduleRecord,
  scheduleRecords,
  underWayRecord,
  windowRecord,
} from './lineRecord.ts'
import type { PlanLine } from './planLine.ts'
import {
  type ActualRecord,
  type DoorPlanRecord,
  type ExpectedRecord,
  type OpenScheduleRecord,
  type PlanRecord,
  summaryRecord,
} from './planRecordTypes.ts'

/**
 * The plan in the seed's shape, as stored, shown in the trace and exported. It holds no PIN. Code names are as
 * listed and may be typed by people: whoever exports it redacts them.
 */
export function toPlanRecord(plan: EnforcePlan): PlanRecord {
  const { filters, summary } = plan
  return {
    generated_at: isoTime(plan.generatedAtMs),
    mode: plan.mode,
    grace_window_seconds: plan.graceWindowSeconds,
    filters: {
      door_id: filters.doorId,
      integration_device_id: filters.integrationDeviceId,
      provider_type: filters.providerType,
      site_id: filters.siteId,
      door_group_id: filters.doorGroupId,
    },
    doors: plan.doors.map(toDoorPlanRecord),
    summary: {
      ...summaryRecord(summary),
      doors: summary.doors,
      unreadable_doors: summary.unreadableDoors,
    },
    digest: plan.digest,
  }
}

export function toDoorPlanRecord(door: DoorPlan): DoorPlanRecord {
  const identity = {
    door_id: door.doorId,
    door_name: door.doorName,
    site_id: door.siteId,
    external_device_id: door.externalDeviceId,
    integration_device_id: door.integrationDeviceId,
    provider_type: door.providerType,
    mode: door.mode,
    policy: door.policy,
    grace_window_seconds: door.graceWindowSeconds,
  }
  if (door.kind === 'unreadable') {
    return { ...identity, ...NOTHING_PLANNED, unreadable: { reason: door.reason, at: isoTime(door.atMs) } }
  }
  return {
    ...identity,
    unreadable: null,
    fingerprint: door.fingerprint,
    read_at: isoTime(door.readAtMs),
    read_again_at: isoTime(door.readAgainAtMs),
    next_due_at: isoTime(door.nextDueAtMs),
    foreign_namesakes: door.foreignNamesakes,
    another_installation_suspected: door.isAnotherInstallationSuspected,
    open_schedule: openScheduleRecord(door),
    expected: expectedRecords(door),
    actual: actualRecords(door),
    ...lineRecords(door.lines),
    unchanged: door.unchanged.map(matchRecord),
    adopted: door.adopt.map(matchRecord),
    summary: summaryRecord(door.summary),
  }
}

const NOTHING_PLANNED = {
  fingerprint: null,
  read_at: null,
  read_again_at: null,
  next_due_at: null,
  foreign_namesakes: 0,
  another_installation_suspected: false,
  open_schedule: null,
  expected: [],
  actual: [],
  adds: [],
  changes: [],
  replaces: [],
  deletes: [],
  schedules: [],
  blocked_by_grace: [],
  invalid_expected: [],
  reported: [],
  under_way: [],
  unchanged: [],
  adopted: [],
  summary: summaryRecord({
    adds: 0,
    changes: 0,
    replaces: 0,
    deletes: 0,
    blocked: 0,
    invalidExpected: 0,
    reported: 0,
    underWay: 0,
    unchanged: 0,
    graceBypassedDeletes: 0,
    later: 0,
  }),
} as const satisfies Partial<DoorPlanRecord>

function openScheduleRecord({ openSchedule }: ReadableDoorPlan): OpenScheduleRecord | null {
  if (!openSchedule) return null
  const { decided, listed } = openSchedule
  return {
    decided: scheduleRecords(decided),
    listed: listed && scheduleRecords(listed.schedule),
    unlocks_by_itself: listed?.unlocksByItself ?? null,
  }
}

function matchRecord(match: { credentialId: number; vendorPinId: string; rule: string }) {
  return { credential_id: match.credentialId, vendor_pin_id: match.vendorPinId, rule: match.rule }
}

function expectedRecords(door: ReadableDoorPlan): readonly ExpectedRecord[] {
  return door.expected.map((item) => ({
    credential_id: item.credentialId,
    person_id: item.personId,
    code_name: formatCodeName(item),
    window: item.window && windowRecord(item.window),
    is_later: item.isLater,
  }))
}

function actualRecords(door: ReadableDoorPlan): readonly ActualRecord[] {
  return door.actual.map((item) => ({
    code_name: item.codeName,
    provider_receipt_id: item.receiptId,
    source: 'lock',
    vendor_pin_id: item.vendorPinId,
    window: windowRecord(item.window),
    status: item.status,
    is_custom: item.isCustom,
  }))
}

type LineRecords = Pick<
  DoorPlanRecord,
  | 'adds'
  | 'changes'
  | 'replaces'
  | 'deletes'
  | 'schedules'
  | 'blocked_by_grace'
  | 'invalid_expected'
  | 'reported'
  | 'under_way'
>

function lineRecords(lines: readonly PlanLine[]): LineRecords {
  return {
    adds: lines.filter((line) => line.kind === 'add').map(addRecord),
    changes: lines.filter((line) => line.kind === 'change').map(changeRecord),
    replaces: lines.filter((line) => line.kind === 'replace').map(replaceRecord),
    deletes: lines.filter((line) => line.kind === 'delete').map(deleteRecord),
    schedules: lines.filter((line) => line.kind === 'schedule').map(scheduleRecord),
    blocked_by_grace: lines.filter((line) => line.kind === 'blocked_by_grace').map(blockedRecord),
    invalid_expected: lines.filter((line) => line.kind === 'invalid_expected').map(invalidRecord),
    reported: lines.filter((line) => line.kind === 'reported').map(reportedRecord),
    under_way: lines.filter((line) => line.kind === 'under_way').map(underWayRecord),
  }
}
