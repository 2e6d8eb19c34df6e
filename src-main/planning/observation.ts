import type { DoorId } from '../domain/ids.ts'
import type { Store } from '../ports/store.ts'

/** ISO time since when every site only observes. */
export const OBSERVATION_SETTING = 'observe_after_restore'

/** Since when every site only observes, because the database is older than what was done with it; null when none does. */
export function observingSince(store: Store): string | null {
  const since = store.settings.read(OBSERVATION_SETTING)
  return typeof since === 'string' ? since : null
}

/** Doors that were not read completely since the observation began. */
export function doorsStillToRead(store: Store): readonly DoorId[] {
  const since = observingSince(store)
  if (since === null) return []
  return store.doors.allIds().filter((id) => (store.doors.state(id).lastReadAt ?? '') < since)
}
