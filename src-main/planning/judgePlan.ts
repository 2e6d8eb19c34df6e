import type { DoorId, SiteId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { EnforcePlan } from '../domain/plan/doorPlan.ts'
import { isActionLine } from '../domain/plan/planLine.ts'
import { judgeSafeguards, type SafeguardJudgement } from '../domain/plan/safeguards.ts'
import { USUAL_SITE_RULES } from '../domain/plan/siteRules.ts'
import type { Store } from '../ports/store.ts'

const ONE_DAY_MS = 24 * 3_600_000

/** Judges a plan by the limits of its sites, what was removed in the last 24 hours and what their locks hold. */
export function judgePlan(
  store: Store,
  plan: Pick<EnforcePlan, 'doors'>,
  asked: {
    readonly nowMs: number
    readonly allowOnce: ReadonlySet<string>
    readonly selectedLineIds: ReadonlySet<string> | null
  },
): SafeguardJudgement {
  const sinceIso = toIso(asked.nowMs - ONE_DAY_MS)
  const acting = plan.doors.filter((door) => door.kind === 'planned' && door.lines.some(isActionLine))
  const siteIds = new Set(acting.map((door) => door.siteId))
  const bySite = <T>(of: (siteId: SiteId) => T) =>
    new Map([...siteIds].map((siteId) => [siteId, of(siteId)] as const))
  const limits = bySite((siteId) => store.sites.get(siteId)?.limits ?? USUAL_SITE_RULES.limits)
  return judgeSafeguards({
    plan,
    limitsOf: (siteId) => limits.get(siteId) ?? USUAL_SITE_RULES.limits,
    recentDeletes: {
      byDoor: new Map(
        acting.map(({ doorId }) => [doorId, store.operations.countedDeletesSince(sinceIso, { doorId })]),
      ),
      bySite: bySite((siteId) => store.operations.countedDeletesSince(sinceIso, { siteId })),
    },
    codesHeldBySite: bySite((siteId) =>
      store.doors.idsInSite(siteId).reduce((sum, doorId) => sum + codesOnDoor(store, doorId), 0),
    ),
    allowOnce: asked.allowOnce,
    selectedLineIds: asked.selectedLineIds,
  })
}

function codesOnDoor(store: Store, doorId: DoorId): number {
  const door = store.doors.get(doorId)
  return door ? store.codes.countActualCodes(door.integrationDeviceId) : 0
}
