import { doorsStillToRead, observeFromNow, observeNoMore, observingSince } from '../planning/observation.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** An older database does not know what it did since: it watches until its doors were read and a person says otherwise. */
export function beginObservation(store: Store, clock: Clock): void {
  if (observingSince(store) === null) observeFromNow(store, clock.nowMs())
}

/** Lets the sites act again. Refused while a door was not read since; then every door is planned again. */
export function endObservation(context: UseCaseContext, actor: Actor): void {
  const { store } = context
  store.write(() => {
    const since = observingSince(store)
    if (since === null) return
    const unread = doorsStillToRead(store).length
    if (unread > 0) throw new RequestError('doors_not_read', { facts: { doors: unread } })
    observeNoMore(store)
    for (const { id } of store.sites.list()) {
      audit(context, actor, {
        entity: 'Site',
        id,
        action: 'end_observation',
        before: { observing_since: since },
        after: { observing_since: null },
      })
    }
    for (const doorId of store.doors.allIds()) {
      const door = store.doors.get(doorId)
      if (door) enqueueEnforce(context, actor, door, { what: 'observation ended', source: 'site route' })
    }
  })
  context.wake.wake()
}
