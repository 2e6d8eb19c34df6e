import { type ScheduleDraft, scheduleOf, UNDECIDED } from '../../../components/schedule/scheduleDraft.ts'

/** The form as it is typed. Empty text means: nothing chosen. */
export interface DoorDraft {
  name: string
  siteId: string
  deviceId: string
  lockId: string
  /** The lock ID is typed, because the list does not hold the lock. */
  isTyped: boolean
  description: string
  location: string
  doorGroupId: string
  openSchedule: ScheduleDraft
}

/** A site or group that is being named but was not created. Main answers at its field: nothing is left out unsaid. */
export const NOT_CREATED = 'new'

export const emptyDoorDraft: DoorDraft = {
  name: '',
  siteId: '',
  deviceId: '',
  lockId: '',
  isTyped: false,
  description: '',
  location: '',
  doorGroupId: '',
  openSchedule: UNDECIDED,
}

/** Exactly one of device and lock ID leaves the form, whichever way is open. Main judges the rest. */
export function toProvisionRequest(draft: DoorDraft, canStandOpen = true) {
  const openSchedule = canStandOpen ? scheduleOf(draft.openSchedule) : undefined
  return {
    name: draft.name,
    siteId: toId(draft.siteId) ?? NO_ID,
    deviceId: draft.isTyped ? null : toId(draft.deviceId),
    lockId: draft.isTyped ? toText(draft.lockId) : null,
    description: toText(draft.description),
    location: toText(draft.location),
    doorGroupId: toId(draft.doorGroupId),
    ...(openSchedule && { openSchedule }),
  }
}

/** What main declines, at the field. */
const NO_ID = 0

function toId(value: string): number | null {
  if (value === NOT_CREATED) return NO_ID
  return value === '' ? null : Number(value)
}

function toText(value: string): string | null {
  const trimmed = value.trim()
  return trimmed === '' ? null : trimmed
}
