import type { DoorId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import { countActions } from '../domain/plan/doorHead.ts'
import { rulesOfMode } from '../domain/plan/modes.ts'
import type { Store } from '../ports/store.ts'
import type { PlanDoorHeadRecord } from '../ports/stores/planStore.ts'

/** ISO time since when every site only observes. */
const OBSERVATION_SETTING = 'observe_after_restore'

/** Since when every site only observes, because the database is older than what was done with it; null when none does. */
export function observingSince(store: Store): string | null {
  const since = store.settings.read(OBSERVATION_SETTING)
  return typeof since === 'string' ? since : null
}

/**
 * From now on every site only observes, until each door was read. On a clock that is behind what the database holds, no
 * reading of before is one since then.
 */
export function observeFromNow(store: Store, nowMs: number): void {
  const readMs = store.doors.allIds().flatMap((id) => {
    const { lastReadAt } = store.doors.state(id)
    return lastReadAt === null ? [] : [fromIso(lastReadAt) + 1]
  })
  const sinceMs = readMs.reduce((latest, ms) => Math.max(latest, ms), nowMs)
  store.settings.write(OBSERVATION_SETTING, toIso(sinceMs))
}

/** A person said that it is over. */
export function observeNoMore(store: Store): void {
  store.settings.write(OBSERVATION_SETTING, null)
}

/** Doors that were not read completely since the observation began. */
export function doorsStillToRead(store: Store): readonly DoorId[] {
  const since = observingSince(store)
  if (since === null) return []
  return store.doors.allIds().filter((id) => (store.doors.state(id).lastReadAt ?? '') < since)
}

/** Of a plan's doors that something is to be sent to, those whose site only observes. */
export function observedDoors(
  store: Store,
  records: readonly PlanDoorHeadRecord[],
): { readonly doorNames: readonly string[]; readonly isEvery: boolean } {
  const concerned = records.filter(isToBeSent)
  const isAfterRestore = observingSince(store) !== null
  const sending = new Set(
    store.sites.list().flatMap(({ id, mode }) => (rulesOfMode(mode).isSending ? id : [])),
  )
  const observed = concerned.filter(({ head }) => isAfterRestore || !sending.has(head.siteId))
  return {
    doorNames: observed.map(({ head }) => head.doorName),
    isEvery: observed.length > 0 && observed.length === concerned.length,
  }
}

function isToBeSent({ state, head, approvedLines }: PlanDoorHeadRecord): boolean {
  if (state === 'done' || state === 'stale' || state === 'skipped') return false
  return approvedLines === null ? countActions(head) > 0 : approvedLines.length > 0
}
