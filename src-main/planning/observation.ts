import type { Store } from '../ports/store.ts'

/** ISO time since when every site only observes. */
export const OBSERVATION_SETTING = 'observe_after_restore'

/** Since when every site only observes, because the database is older than what was done with it; null when none does. */
export function observingSince(store: Store): string | null {
  const since = store.settings.read(OBSERVATION_SETTING)
  return typeof since === 'string' ? since : null
}
