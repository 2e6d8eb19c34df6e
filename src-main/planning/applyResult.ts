import type { DoorId } from '../domain/ids.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import { isActionLine } from '../domain/plan/planLine.ts'
import { gatherPlans } from '../domain/plan/planScope.ts'
import type { Store } from '../ports/store.ts'
import type { PlanDoorHeadRecord, PlanDoorRecord, PlanRecord } from '../ports/stores/planStore.ts'
import { enforceResult, type ToldLine } from './enforceResult.ts'

/** A door as it was planned just before it was sent to, and what became of its lines. */
export interface ToldDoor {
  readonly plan: DoorPlan
  readonly lines: readonly ToldLine[]
}

/**
 * What an apply came to over all its runs and doors. A door that one run served whole is told by that run; any other as it
 * was approved, with what is on record of its lines.
 */
export function applyResult(
  store: Store,
  plan: PlanRecord,
  run: { readonly nowMs: number; readonly served: ReadonlyMap<DoorId, ToldDoor> },
): Readonly<Record<string, unknown>> {
  const heads = store.plans.doorHeads(plan.id)
  const doors = heads.flatMap((head) => {
    if (!hasAnything(head)) return []
    const told = run.served.get(head.doorId)
    return told ?? asApproved(store.plans.door(plan.id, head.doorId))
  })
  const doorId = plan.scope.kind === 'door' ? (plan.scope.id as DoorId) : null
  const whole = gatherPlans(
    doors.map((door) => door.plan),
    {
      generatedAtMs: run.nowMs,
      filters: {
        doorId,
        siteId: null,
        doorGroupId: null,
        integrationDeviceId: null,
        providerType: 'TTLOCK',
      },
    },
  )
  const lines = doors.flatMap((door) => door.lines)
  return {
    ...enforceResult(whole, lines, doorId === null ? null : store.doors.get(doorId)),
    plan_id: plan.id,
    left_out: leftOutOf(heads),
  }
}

/** Doors in step are many, and have nothing to tell. */
function hasAnything({ head }: PlanDoorHeadRecord): boolean {
  return head.unreadableBecause !== null || Object.keys(head.counts).length > 0
}

function asApproved(record: PlanDoorRecord | null): readonly ToldDoor[] {
  if (!record) return []
  // Written by the engine from a domain DoorPlan only.
  const plan = record.plan as DoorPlan
  const lines = plan.kind === 'planned' ? plan.lines.filter(isActionLine) : []
  return [
    {
      plan,
      lines: lines.flatMap((line) => {
        const told = record.results[line.lineId]
        return told && told.result !== 'stale' ? [{ line, ...told }] : []
      }),
    },
  ]
}

/** Approved lines that were not sent, and who or what kept them. */
function leftOutOf(heads: readonly PlanDoorHeadRecord[]) {
  return heads.flatMap((door) =>
    (door.approvedLines ?? []).flatMap((lineId) => {
      const line = door.results[lineId]
      if (line?.result !== 'skipped' && line?.result !== 'stale') return []
      return [{ door_id: door.doorId, line_id: lineId, because: line.sentence }]
    }),
  )
}
