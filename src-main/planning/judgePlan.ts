import type { PlanId, SiteId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { isActionKind } from '../domain/plan/planLine.ts'
import { type GuardedDoor, judgeSafeguards, type SafeguardJudgement } from '../domain/plan/safeguards.ts'
import { USUAL_SITE_RULES } from '../domain/plan/siteRules.ts'
import type { Store } from '../ports/store.ts'
import type { PlanDoorHeadRecord } from '../ports/stores/planStore.ts'

const ONE_DAY_MS = 24 * 3_600_000

/** Judges a plan by the limits of its sites, what was removed in the last 24 hours and what their locks hold. */
export function judgePlan(
  store: Store,
  doors: readonly GuardedDoor[],
  asked: {
    readonly nowMs: number
    readonly allowOnce: ReadonlySet<string>
    readonly selectedLineIds: ReadonlySet<string> | null
    readonly isUndo: boolean
  },
): SafeguardJudgement {
  const sinceIso = toIso(asked.nowMs - ONE_DAY_MS)
  const acting = doors.filter((door) => door.lines.length > 0)
  const siteIds = new Set(acting.map((door) => door.siteId))
  const bySite = <T>(of: (siteId: SiteId) => T) =>
    new Map([...siteIds].map((siteId) => [siteId, of(siteId)] as const))
  const limits = bySite((siteId) => store.sites.get(siteId)?.limits ?? USUAL_SITE_RULES.limits)
  return judgeSafeguards({
    doors,
    limitsOf: (siteId) => limits.get(siteId) ?? USUAL_SITE_RULES.limits,
    recentDeletes: {
      byDoor: new Map(
        acting.map(({ doorId }) => [doorId, store.operations.countedDeletesSince(sinceIso, { doorId })]),
      ),
      bySite: bySite((siteId) => store.operations.countedDeletesSince(sinceIso, { siteId })),
    },
    codesHeldBySite: bySite((siteId) => store.codes.countActualCodesAtSite(siteId)),
    allowOnce: asked.allowOnce,
    selectedLineIds: asked.selectedLineIds,
    isUndo: asked.isUndo,
  })
}

/** The doors of a stored plan as its safeguards see them, from heads and briefs: no door's whole plan is read. */
export function guardedDoorsOfPlan(
  store: Store,
  planId: PlanId,
  heads: readonly PlanDoorHeadRecord[],
): readonly GuardedDoor[] {
  const briefs = store.plans.lineBriefs(planId)
  return heads.flatMap(({ doorId, head: { siteId, guard } }) => {
    if (guard === null) return []
    const lines = (briefs.get(doorId) ?? []).filter(({ kind }) => isActionKind(kind))
    return [{ ...guard, doorId, siteId, lines }]
  })
}
