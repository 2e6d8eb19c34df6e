import type { ApplyQuestionView, PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { DoorId } from '../../domain/ids.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import { costOfPlan, type LaneCost } from '../../domain/plan/planCost.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanDoorRecord, PlanRecord } from '../../ports/stores/planStore.ts'

/** What an apply rests on. */
export function questionsOf(store: Store, plan: PlanRecord): readonly ApplyQuestionView[] {
  if (plan.status !== 'applying') return []
  return plan.dialog.questions.map((question) => ({
    ...question,
    doors: question.doors.map((door) => ({
      ...door,
      doorName: store.doors.get(door.doorId)?.name ?? `Door ${door.doorId}`,
    })),
  }))
}

/** Who left a door out when the apply asked, now or by an answer that was to be remembered. */
export function skippedBy(store: Store, plan: PlanRecord, doorId: DoorId): string | null {
  const skips = plan.dialog.answers.filter(({ choice }) => choice === 'skip_door')
  const answer =
    skips.find((each) => each.doorIds.includes(doorId)) ?? skips.find((each) => each.isRemembered)
  return answer ? store.operators.nameOf(answer.by) : null
}

/**
 * How long each gateway has to work: for the whole of a plan that is not applied yet, then for what is left of it.
 * Lines that were sent count as done, also before they are proven.
 */
export function timeLeftOf(
  store: Store,
  plan: PlanRecord,
  doors: {
    readonly records: readonly PlanDoorRecord[]
    readonly gatewaysByDoor: ReadonlyMap<DoorId, readonly string[]>
    /** Of the whole plan. */
    readonly lanes: readonly LaneCost[]
  },
): PlanView['timeLeft'] {
  if (plan.status === 'previewed' || plan.status === 'approved') return byGateway(store, doors.lanes)
  if (plan.status !== 'applying') return []
  const sent = new Set(store.operations.ofPlan(plan.id).map(({ lineId }) => lineId))
  const open = doors.records.filter((record) => record.state === 'planned')
  const left = open.flatMap((record) =>
    (record.approvedLines ?? []).filter(
      (lineId) => (record.results[lineId]?.result ?? 'skipped') === 'skipped' && !sent.has(lineId),
    ),
  )
  const { lanes } = costOfPlan(
    // The column is written by the engine from a domain `DoorPlan` only.
    { doors: open.map((record) => record.plan as DoorPlan) },
    { gatewaysByDoor: doors.gatewaysByDoor, selectedLineIds: new Set(left) },
  )
  return byGateway(store, lanes)
}

function byGateway(store: Store, lanes: readonly LaneCost[]): PlanView['timeLeft'] {
  const names = store.accounts.gatewayNames()
  return lanes.map(({ lane, seconds }) => ({ gateway: names.get(lane) ?? null, seconds }))
}
