import { z } from 'zod'
import { idField, instantField, nothing, optionalText, reasonField, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import type { DoorDetailView, DoorRow, OverviewView } from '../views/doors.ts'

/** What provisioning stored: the door and the trace that tells its story. */
export interface ProvisionReply {
  readonly doorId: number
  readonly correlationId: string
  readonly jobId: number
}

export interface ScheduleReply {
  readonly correlationId: string
  /** Null when it was decided so before. */
  readonly jobId: number | null
}

export interface QueuedReply {
  readonly correlationId: string
  readonly jobIds: readonly number[]
}

const MOST_PERIODS = 5
const DAY_MINUTES = 1_440

/** Periods by the lock's own clock; whether they can be is said by the use case, at the field of each. */
const scheduleField = z
  .array(
    z.strictObject({
      weekDays: z.array(z.int('invalid').min(1, 'invalid').max(7, 'invalid')).max(7, 'invalid'),
      startMinute: z.int('not_a_time').min(0, 'not_a_time').max(DAY_MINUTES, 'not_a_time'),
      endMinute: z.int('not_a_time').min(0, 'not_a_time').max(DAY_MINUTES, 'not_a_time'),
    }),
  )
  .max(MOST_PERIODS, 'too_many_periods')

function isForm(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'deviceId' in value && 'lockId' in value
}

export const doorRoutes = {
  'overview.get': route<OverviewView>()({ request: nothing, access: { who: EVERYBODY, windows: ['main'] } }),
  'doors.list': route<readonly DoorRow[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'doors.get': route<DoorDetailView>()({
    request: z.strictObject({ doorId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Exactly one of `deviceId` (from the account) and `lockId` (typed or scanned while offline) is given. */
  'doors.provision': route<ProvisionReply>()({
    request: z
      .strictObject({
        name: textField(80),
        siteId: idField,
        deviceId: idField.nullable(),
        lockId: z.string('invalid').trim().regex(/^\d+$/, 'not_a_number').max(15, 'too_long').nullable(),
        description: optionalText(500),
        location: optionalText(120),
        doorGroupId: idField.nullable(),
        /** Absent: the lock's own schedule is left alone. */
        openSchedule: scheduleField.optional(),
      })
      .refine((door) => (door.deviceId === null) !== (door.lockId === null), {
        path: ['deviceId'],
        error: 'choose_device_or_lock_id',
        // Beside other faults as well: people mend a form in one go.
        when: ({ value }) => isForm(value),
      }),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  'doors.checkNow': route<QueuedReply>()({
    request: z.strictObject({ doorIds: z.array(idField).min(1, 'choose_doors').max(1_000, 'out_of_range') }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Reads what the lock noted of its use. */
  'doors.readUse': route<QueuedReply>()({
    request: z.strictObject({ doorId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** A person looked into an alarm and says what it was. */
  'doors.dismissAlarm': route<null>()({
    request: z.strictObject({ alarmId: idField, reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** When the door stands open from now on; no period: never. */
  'doors.setOpenSchedule': route<ScheduleReply>()({
    request: z.strictObject({ doorId: idField, openSchedule: scheduleField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Nothing is sent to this door's lock until then; `null` lifts it. */
  'doors.pause': route<DoorRow>()({
    request: z.strictObject({ doorId: idField, until: instantField.nullable(), reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
}
