import type { LockReading } from '../domain/code/actualCode.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'

/** What the lock last gave for its open schedule, as part of a reading; nothing where nobody decided one. */
export function lastSchedule(
  store: Store,
  door: DoorRecord,
): Pick<Extract<LockReading, { kind: 'known' }>, 'schedule'> {
  const last = door.openScheduleId === null ? null : store.schedules.readingOf(door.integrationDeviceId)
  return last === null ? {} : { schedule: last.reading }
}
