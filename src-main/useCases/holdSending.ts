import type { DoorId, SiteId } from '../domain/ids.ts'
import { fromIso, msOrNull, toIso } from '../domain/instant.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { hideTyped } from './hideTyped.ts'
import { releaseHeld } from './releaseJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Freezes a site until a time, or lifts the freeze with null: then every door is brought in step again. */
export function freezeSite(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly siteId: SiteId; readonly until: string | null },
): void {
  const { store } = context
  refusePast(context, request.until)
  store.write(() => {
    const site = store.sites.get(request.siteId)
    if (!site) throw new RequestError('not_found')
    store.sites.setFrozen(site.id, request.until, actor.operatorId)
    audit(context, actor, {
      entity: 'Site',
      id: site.id,
      action: request.until === null ? 'unfreeze' : 'freeze',
      before: { frozen_until: site.frozenUntil },
      after: { frozen_until: request.until },
    })
    const doorIds = store.doors.idsInSite(site.id)
    if (request.until === null) {
      for (const doorId of doorIds) enqueueLifted(context, actor, doorId, 'freeze lifted')
    }
    if (isSooner(request.until, site.frozenUntil)) releaseHeld(context, doorIds)
  })
  context.wake.wake()
}

/** Pauses sending to one door until a time, or lifts the pause with null. */
export function pauseDoor(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly doorId: DoorId; readonly until: string | null; readonly reason: string },
): void {
  const { store } = context
  refusePast(context, request.until)
  store.write(() => {
    const door = store.doors.get(request.doorId)
    if (!door) throw new RequestError('not_found')
    const before = store.doors.state(door.id).pausedUntil
    const reason = hideTyped(store, request.reason)
    store.doors.setPaused(
      door.id,
      request.until === null ? null : { until: request.until, by: actor.operatorId, reason },
    )
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: request.until === null ? 'resume' : 'pause',
      before: { paused_until: before },
      after: { paused_until: request.until, reason },
    })
    if (request.until === null) enqueueLifted(context, actor, door.id, 'pause lifted')
    if (isSooner(request.until, before)) releaseHeld(context, [door.id])
  })
  context.wake.wake()
}

/** The end of a hold comes before the time that those who are held wait for. */
function isSooner(until: string | null, before: string | null): boolean {
  return until === null || (before !== null && fromIso(until) < fromIso(before))
}

function enqueueLifted(context: UseCaseContext, actor: Actor, doorId: DoorId, what: string): void {
  const door = context.store.doors.get(doorId)
  if (door) enqueueEnforce(context, actor, door, { what, source: 'hold route' })
}

function refusePast(context: UseCaseContext, until: string | null): void {
  const untilMs = msOrNull(until)
  if (untilMs !== null && untilMs <= context.clock.nowMs()) {
    throw new RequestError('validation_failed', {
      fields: [{ path: 'until', code: 'window_in_past', facts: { now: toIso(context.clock.nowMs()) } }],
    })
  }
  if (until !== null && Number.isNaN(fromIso(until))) {
    throw new RequestError('validation_failed', { fields: [{ path: 'until', code: 'not_a_time' }] })
  }
}
