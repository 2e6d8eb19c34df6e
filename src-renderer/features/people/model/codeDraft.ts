import { wallTimeToInstant } from '../../../lib/time.ts'

/** The form for a new code as it is filled in; times are the clock on the wall at the site. */
export interface CodeDraft {
  doorIds: string[]
  groupIds: string[]
  pinKind: 'generated' | 'chosen'
  pin: string
  starts: string | null
  ends: string | null
}

export const emptyCodeDraft: CodeDraft = {
  doorIds: [],
  groupIds: [],
  pinKind: 'generated',
  pin: '',
  starts: null,
  ends: null,
}

export function toGiveCodeRequest(draft: CodeDraft, personId: number, zone: string) {
  return {
    personId,
    pin: draft.pinKind === 'generated' ? null : draft.pin,
    startsAt: draft.starts === null ? null : wallTimeToInstant(draft.starts, zone),
    endsAt: draft.ends === null ? null : wallTimeToInstant(draft.ends, zone),
    doorIds: draft.doorIds.map(Number),
    doorGroupIds: draft.groupIds.map(Number),
  }
}

interface ZonedDoor {
  readonly id: number
  readonly doorGroupId: number | null
  readonly timezone: string
}

/** The zones of everything chosen, each once; the first is the one the form counts in. */
export function listZonesOf(draft: CodeDraft, doors: readonly ZonedDoor[]): readonly string[] {
  const chosen = doors.filter(
    (door) => draft.doorIds.includes(String(door.id)) || draft.groupIds.includes(String(door.doorGroupId)),
  )
  return [...new Set(chosen.map((door) => door.timezone))]
}
