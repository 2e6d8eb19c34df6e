import type { PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { DoorPlan, EnforcePlan } from '../domain/plan/doorPlan.ts'
import type { DoorPlanInput } from '../domain/plan/doorPlanInput.ts'
import { fingerprintPartsOf } from '../domain/plan/inventory.ts'
import { gatherPlans } from '../domain/plan/planScope.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { PlanScope, PlanStatus, PlanSummary } from '../ports/stores/planStore.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'

const PREVIEW_LIFE_MS = 24 * 3_600_000

export interface PlannedDoor {
  readonly input: DoorPlanInput
  readonly plan: DoorPlan
}

/** One door's plan as the plan of its scope. */
export function scopeOfDoor(context: EngineContext, door: DoorRecord, plan: DoorPlan): EnforcePlan {
  return gatherPlans([plan], {
    generatedAtMs: context.clock.nowMs(),
    filters: {
      doorId: null,
      siteId: null,
      doorGroupId: null,
      integrationDeviceId: door.integrationDeviceId,
      providerType: 'TTLOCK',
    },
  })
}

/** Stores the plan of one door that a job made by itself. */
export function insertDoorPlan(
  context: EngineContext,
  run: JobRun,
  made: {
    readonly door: DoorRecord
    readonly planned: PlannedDoor
    readonly whole: EnforcePlan
    readonly status: PlanStatus
    readonly safeguards: readonly unknown[]
  },
): PlanId {
  const { store } = context
  return store.write(() => {
    const scope: PlanScope = { kind: 'door', id: made.door.id }
    const planId = store.plans.insert({
      correlationId: run.job.correlationId,
      jobId: run.job.id,
      scope,
      title: made.door.name,
      mode: made.planned.plan.mode,
      graceWindowSeconds: made.planned.plan.graceWindowSeconds,
    })
    putPlannedDoor(context, planId, made.planned)
    completePlan(context, planId, made.whole, { status: made.status, safeguards: made.safeguards })
    return planId
  })
}

/** Adds or replaces a door of a stored plan. */
export function putPlannedDoor(context: EngineContext, planId: PlanId, planned: PlannedDoor): void {
  const { plan, input } = planned
  context.store.plans.putDoor({
    planId,
    doorId: plan.doorId,
    state: plan.kind === 'planned' ? 'planned' : 'unreadable',
    fingerprint: plan.kind === 'planned' ? plan.fingerprint : null,
    plan,
    inventory: fingerprintPartsOf(input),
  })
}

/** The reading is over: the plan has its digest and may be approved. */
export function completePlan(
  context: EngineContext,
  planId: PlanId,
  whole: EnforcePlan,
  fate: { readonly status: PlanStatus; readonly safeguards: readonly unknown[] },
): void {
  context.store.plans.update(planId, {
    status: fate.status,
    digest: whole.digest,
    summary: toSummary(whole),
    safeguards: fate.safeguards,
    expiresAt: toIso(context.clock.nowMs() + PREVIEW_LIFE_MS),
  })
}

function toSummary(whole: EnforcePlan): PlanSummary {
  const { summary } = whole
  return {
    doors: summary.doors,
    adds: summary.adds,
    changes: summary.changes,
    replaces: summary.replaces,
    deletes: summary.deletes,
    blocked: summary.blocked,
    graceBypassedDeletes: summary.graceBypassedDeletes,
    invalidExpected: summary.invalidExpected,
    reported: summary.reported,
    underWay: summary.underWay,
    unreadableDoors: summary.unreadableDoors,
  }
}
