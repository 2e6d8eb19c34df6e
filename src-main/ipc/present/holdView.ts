import type { HoldView } from '../../../src-preload/contract/views/holds.ts'
import type { DoorId, OperatorId } from '../../domain/ids.ts'
import { isoOrNull } from '../../domain/instant.ts'
import { holdOf } from '../../planning/holds.ts'
import type { Store } from '../../ports/store.ts'
import type { DoorPause, DoorRecord } from '../../ports/stores/doorStore.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import type { SiteRecord } from '../../ports/stores/siteStore.ts'

type HeldDoor = Pick<DoorRecord, 'siteId'>

/** Looks up holds of many doors: each site is read once. */
export function holdLookUp(store: Store, nowMs: number) {
  const sites = new Map(store.sites.list().map((site) => [site.id, site]))
  return (door: HeldDoor, state: DoorPause, ignoresHours = false): HoldView | null => {
    const site = sites.get(door.siteId)
    const hold = site && holdOf(site, state, { nowMs, ignoresHours })
    if (!site || !hold) return null
    const by = hold.by === 'freeze' ? site.frozenByOperatorId : state.pausedByOperatorId
    return {
      by: hold.by,
      until: isoOrNull(hold.untilMs),
      who: hold.by === 'hours' ? null : nameOf(store, by),
      reason: hold.by === 'pause' ? state.pauseReason : null,
    }
  }
}

/** What keeps a job from sending, with the time at which it really ends: the job's own time is when it looks again. */
export function holdOfJob(store: Store, job: JobRecord, nowMs: number): HoldView | null {
  if (job.heldBy === null) return null
  const holdNow = holdLookUp(store, nowMs)
  const holds = doorsOfJob(store, job).flatMap((doorId) => {
    const door = store.doors.get(doorId)
    const hold = door && holdNow(door, store.doors.state(doorId), job.ignoresHours)
    return hold?.by === job.heldBy ? [hold] : []
  })
  const [first] = holds.sort((a, b) => ((a.until ?? '~') < (b.until ?? '~') ? -1 : 1))
  return first ?? { by: job.heldBy, until: null, who: null, reason: null }
}

function doorsOfJob(store: Store, job: JobRecord): readonly DoorId[] {
  if (job.doorId !== null) return [job.doorId]
  return job.planId === null ? [] : store.plans.doorHeads(job.planId).map(({ doorId }) => doorId)
}

function nameOf(store: Store, operatorId: OperatorId | SiteRecord['frozenByOperatorId']): string | null {
  return operatorId === null ? null : store.operators.nameOf(operatorId)
}
