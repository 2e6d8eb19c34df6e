import type { PlanHoldView, PlanView, SafeguardView } from '../../../src-preload/contract/views/plans.ts'
import { countActions } from '../../domain/plan/doorHead.ts'
import type { Safeguard } from '../../domain/plan/safeguards.ts'
import { sentenceOfSafeguard } from '../../domain/plan/sentences.ts'
import { observedDoors } from '../../planning/observation.ts'
import { openAppliesOf } from '../../planning/openApplies.ts'
import { needsSecondOperator } from '../../planning/secondOperator.ts'
import type { Store } from '../../ports/store.ts'
import { NOT_PAUSED } from '../../ports/stores/doorStore.ts'
import type { PlanDoorHeadRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { holdLookUp } from './holdView.ts'

/** What stands between a plan and the locks: safeguards, a second manager, holds. */
export function safeguardsOf(plan: PlanRecord): readonly Safeguard[] {
  // Written by the engine from the domain's `Safeguard` values only.
  return plan.safeguards as readonly Safeguard[]
}

export function safeguardViews(store: Store, plan: PlanRecord): readonly SafeguardView[] {
  return safeguardsOf(plan).map((safeguard) => {
    const allowance = plan.allowances.find(({ key }) => key === safeguard.key)
    return {
      key: safeguard.key,
      sentence: `${placeOf(store, safeguard)}: ${sentenceOfSafeguard(safeguard)}`,
      mustBeAllowed: safeguard.policy === 'auto',
      allowed: allowance
        ? { by: store.operators.nameOf(allowance.by), reason: allowance.reason, at: allowance.at }
        : null,
    }
  })
}

function placeOf(store: Store, { doorId, siteId }: Safeguard): string {
  const place = doorId === null ? store.sites.get(siteId) : store.doors.get(doorId)
  return place?.name ?? 'A door'
}

export function secondOperatorOf(
  store: Store,
  plan: PlanRecord,
  records: readonly PlanDoorHeadRecord[],
): PlanView['secondOperator'] {
  if (plan.confirmedBy === null && !needsSecondOperator(store, records)) return null
  const confirmedBy = plan.confirmedBy === null ? null : store.operators.nameOf(plan.confirmedBy)
  return { confirmedBy, confirmedAt: plan.confirmedAt }
}

/** Doors that would not be sent to now, gathered by what holds them. Nothing of a plan whose end is written. */
export function planHolds(
  store: Store,
  plan: PlanRecord,
  records: readonly PlanDoorHeadRecord[],
  nowMs: number,
): Pick<PlanView, 'holds' | 'heldByHours' | 'observed'> {
  if (plan.status !== 'previewed' && plan.status !== 'approved' && plan.status !== 'applying') {
    return { holds: [], heldByHours: [], observed: { doorNames: [], isEvery: false } }
  }
  const applies = openAppliesOf(store, plan)
  const ignoresHours = applies.some((job) => job.ignoresHours)
  const holdNow = holdLookUp(store, nowMs)
  const pauses = store.doors.pauses()
  const holds = new Map<string, PlanHoldView & { readonly doorNames: string[] }>()
  for (const { doorId, state, head } of records) {
    if (state === 'done' || state === 'stale' || countActions(head) === 0) continue
    const hold = holdNow(head, pauses.get(doorId) ?? NOT_PAUSED, ignoresHours)
    if (!hold) continue
    const key = `${hold.by} ${hold.until} ${hold.reason}`
    const held = holds.get(key)
    if (held) held.doorNames.push(head.doorName)
    else holds.set(key, { ...hold, doorNames: [head.doorName] })
  }
  const heldByHours = applies.filter((job) => job.status === 'queued' && job.heldBy === 'hours')
  return {
    holds: [...holds.values()],
    heldByHours: heldByHours.map((job) => job.id),
    observed: observedDoors(store, records),
  }
}
