import type { OtherInstallationView } from '../../../src-preload/contract/views/alarms.ts'
import { isAnotherInstallationSuspected } from '../../domain/plan/planDoor.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'

const NAMED_DOORS = 3

/** One alarm for all locks that another installation seems to manage; it ends when those codes are gone. */
export function otherInstallations(records: readonly DoorListRecord[]): readonly OtherInstallationView[] {
  const doors = records
    .filter(({ state }) => isAnotherInstallationSuspected(state.foreignNamesakes))
    .map(({ door }) => ({ doorId: door.id, doorName: door.name }))
  if (doors.length === 0) return []
  return [{ kind: 'another_installation', count: doors.length, doors: doors.slice(0, NAMED_DOORS) }]
}
