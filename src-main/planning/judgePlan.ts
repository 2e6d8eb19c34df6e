import type { DoorId, PlanId, SiteId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { isOpenStatus } from '../domain/job/job.ts'
import { isActionKind } from '../domain/plan/planLine.ts'
import { type GuardedDoor, judgeSafeguards, type SafeguardJudgement } from '../domain/plan/safeguards.ts'
import { USUAL_SITE_RULES } from '../domain/plan/siteRules.ts'
import type { Store } from '../ports/store.ts'
import type { PlanDoorHeadRecord, PlanRecord } from '../ports/stores/planStore.ts'
import { isApprovalAlive } from './approvalLife.ts'
import { isSo } from './planFate.ts'

const ONE_DAY_MS = 24 * 3_600_000

/**
 * Judges a plan by the limits of its sites, what was removed in the last 24 hours, what others are about to remove and what
 * their locks hold. What is judged to go ahead is stored before anything is awaited: the next door's judgement counts it.
 */
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
  const promised = promisedDeletes(store, acting, asked.nowMs)
  const limits = bySite((siteId) => store.sites.get(siteId)?.limits ?? USUAL_SITE_RULES.limits)
  return judgeSafeguards({
    doors,
    limitsOf: (siteId) => limits.get(siteId) ?? USUAL_SITE_RULES.limits,
    recentDeletes: {
      byDoor: new Map(
        acting.map(({ doorId }) => [
          doorId,
          store.operations.countedDeletesSince(sinceIso, { doorId }) +
            promised.filter((on) => on.doorId === doorId).length,
        ]),
      ),
      bySite: bySite(
        (siteId) =>
          store.operations.countedDeletesSince(sinceIso, { siteId }) +
          promised.filter((on) => on.siteId === siteId).length,
      ),
    },
    codesHeldBySite: bySite((siteId) => store.codes.countActualCodesAtSite(siteId)),
    allowOnce: asked.allowOnce,
    selectedLineIds: asked.selectedLineIds,
    isUndo: asked.isUndo,
  })
}

/** Counted deletes that other plans may send at any moment and have not begun: the doors they concern, one entry a delete. */
function promisedDeletes(
  store: Store,
  judged: readonly GuardedDoor[],
  nowMs: number,
): readonly { readonly doorId: DoorId; readonly siteId: SiteId }[] {
  const siteIds = new Set(judged.map(({ siteId }) => siteId))
  // The same delete in an older plan of the door is no second one.
  const own = new Set(judged.flatMap((door) => door.lines.map(({ lineId }) => lineId)))
  return store.plans
    .undecided()
    .filter((plan) => mayStillSend(store, plan, nowMs))
    .flatMap((plan) => {
      const doors = store.plans
        .doorHeads(plan.id)
        .filter(
          ({ state, head }) => state === 'planned' && head.countedDeletes > 0 && siteIds.has(head.siteId),
        )
      if (doors.length === 0) return []
      const begun = new Set(
        store.operations.ofPlan(plan.id).flatMap(({ state, lineId }) => (state === 'failed' ? [] : [lineId])),
      )
      return doors.flatMap(({ doorId, head: { siteId }, approvedLines, results }) =>
        store.plans
          .lineBriefsOfDoor(plan.id, doorId)
          .filter(
            ({ kind, countsTowardLimits, lineId }) =>
              kind === 'delete' &&
              countsTowardLimits &&
              (approvedLines === null || approvedLines.includes(lineId)) &&
              !isSo(results[lineId]?.result) &&
              !begun.has(lineId) &&
              !own.has(lineId),
          )
          .map(() => ({ doorId, siteId })),
      )
    })
}

/** Applied without a question a plan is begun at once; approved it is until its approval expires. */
function mayStillSend(store: Store, plan: PlanRecord, nowMs: number): boolean {
  if (plan.status === 'approved') return isApprovalAlive(plan, nowMs)
  if (plan.status !== 'applying') return false
  // One whose program ended in the midst stays so until its job is taken up; a cancelled job never is.
  return store.jobs.ofCorrelation(plan.correlationId).some((job) => isOpenStatus(job.status))
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
