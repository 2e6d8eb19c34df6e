import { assertNever } from '../assertNever.ts'
import type { LockReading } from '../code/actualCode.ts'
import { isSameSchedule, type OpenSchedule, weekText } from '../schedule/openSchedule.ts'
import type { ScheduleReading } from '../schedule/scheduleReading.ts'
import type { DoorPlanInput, LockCapabilities } from './doorPlanInput.ts'
import { formatScheduleLineId } from './lineId.ts'
import type {
  HeldReason,
  InvalidLine,
  InvalidReason,
  LineCaution,
  PlanLine,
  ReportedLine,
  ScheduleLine,
  Why,
  WhyFacts,
} from './planLine.ts'

/**
 * The line that brings a lock's open schedule in step with what was decided for its door. Null when it is in step, and
 * where nothing was decided: what somebody else set is then none of our business and stays.
 */
export function scheduleLineOf(
  input: DoorPlanInput,
  silentBecause: 'observe_mode' | 'after_restore' | null,
): PlanLine | null {
  const { openSchedule, capabilities } = input
  if (openSchedule === null) return null
  const reading = scheduleReadingOf(input.reading)
  // A lock that cannot stand open does so never.
  if (!capabilities.supportsOpenSchedule)
    return openSchedule.length === 0 ? null : invalidLine(input, openSchedule, 'device_lacks_open_schedule')
  switch (reading?.kind) {
    case undefined:
      return reportedLine(input, openSchedule, { heldBecause: 'schedule_not_read', listed: null })
    case 'unknown': {
      const held = { heldBecause: 'schedule_not_read', listed: null, reason: reading.reason } as const
      return reportedLine(input, openSchedule, held)
    }
    case 'known':
      break
    default:
      return assertNever(reading)
  }
  if (isSameSchedule(openSchedule, reading.schedule)) return null
  if (capabilities.reach === 'none') return invalidLine(input, openSchedule, 'device_out_of_reach')
  if (silentBecause !== null)
    return reportedLine(input, openSchedule, { heldBecause: silentBecause, listed: reading })
  return actingLine(input, { before: reading, after: openSchedule, why: 'schedule' })
}

/** What the reading says of the schedule; undefined where nobody asked. */
export function scheduleReadingOf(reading: LockReading): ScheduleReading | undefined {
  return reading.kind === 'known' ? reading.schedule : undefined
}

export function actingLine(
  { doorId, capabilities }: Pick<DoorPlanInput, 'doorId' | 'capabilities'>,
  change: {
    readonly before: Extract<ScheduleReading, { kind: 'known' }>
    readonly after: OpenSchedule
    readonly why: Extract<Why['rule'], 'schedule' | 'undo'>
  },
): ScheduleLine {
  const { before, after, why } = change
  return {
    kind: 'schedule',
    lineId: formatScheduleLineId(doorId, 'schedule'),
    why: {
      rule: why,
      facts: { ...factsOf(after, before), ...(why === 'undo' ? { undoes: 'schedule' } : {}) },
    },
    cautions: cautionsOf(capabilities),
    before: before.schedule,
    after,
    unlocksByItself: before.unlocksByItself,
    credentialId: null,
    personId: null,
    codeName: null,
    vendorPinId: null,
  }
}

function cautionsOf({ reach }: LockCapabilities): readonly LineCaution[] {
  return reach === 'wifi_power_saving' ? ['power_saving_lock_must_wake'] : []
}

function factsOf(wanted: OpenSchedule, listed: Extract<ScheduleReading, { kind: 'known' }> | null): WhyFacts {
  const facts = { wantedSchedule: weekText(wanted) }
  if (!listed) return facts
  return { ...facts, listedSchedule: weekText(listed.schedule), unlocksByItself: listed.unlocksByItself }
}

function invalidLine(input: DoorPlanInput, wanted: OpenSchedule, reason: InvalidReason): InvalidLine {
  return {
    kind: 'invalid_expected',
    lineId: formatScheduleLineId(input.doorId, 'invalid_expected'),
    why: { rule: 'schedule', facts: { ...factsOf(wanted, null), invalid: reason } },
    cautions: [],
    reason,
    credentialId: null,
    personId: null,
    codeName: null,
    window: null,
    vendorPinId: null,
    takenBy: null,
  }
}

function reportedLine(
  input: DoorPlanInput,
  wanted: OpenSchedule,
  held: {
    readonly heldBecause: HeldReason
    readonly listed: Extract<ScheduleReading, { kind: 'known' }> | null
    readonly reason?: string
  },
): ReportedLine {
  const { heldBecause, listed, reason } = held
  return {
    kind: 'reported',
    lineId: formatScheduleLineId(input.doorId, 'reported'),
    why: {
      rule: 'schedule',
      facts: {
        ...factsOf(wanted, listed),
        heldBecause,
        would: 'schedule',
        ...(reason === undefined ? {} : { notReadBecause: reason }),
      },
    },
    cautions: [],
    would: 'schedule',
    heldBecause,
    credentialId: null,
    personId: null,
    codeName: null,
    window: null,
    vendorPinId: null,
    listedWindow: null,
    deleteReason: null,
    isForeignNamesake: false,
    grace: null,
    mark: null,
    attribution: null,
  }
}
