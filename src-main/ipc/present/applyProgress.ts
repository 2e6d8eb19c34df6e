import type {
  ApplyQuestionView,
  PlanProgressView,
  PlanView,
} from '../../../src-preload/contract/views/plans.ts'
import type { DoorId } from '../../domain/ids.ts'
import { countActions } from '../../domain/plan/doorHead.ts'
import { costOfDoors, countCommands, type LaneCost } from '../../domain/plan/planCost.ts'
import { isSo } from '../../planning/planFate.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanDoorHeadRecord, PlanRecord } from '../../ports/stores/planStore.ts'

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

/** What became of the lines: what the approver took out is left out as well, what an apply still comes to is open. */
export function progressOf(plan: PlanRecord, records: readonly PlanDoorHeadRecord[]): PlanProgressView {
  let [approved, proven, failed, leftOut] = [0, 0, 0, 0]
  for (const record of records) {
    approved += record.approvedLines?.length ?? 0
    const told = Object.values(record.results)
    for (const { result } of told) {
      if (isSo(result)) proven++
      else if (result === 'skipped' && plan.status === 'applying' && record.state === 'planned') continue
      else if (result === 'skipped' || result === 'stale') leftOut++
      else failed++
    }
    if (record.approvedLines === null || plan.approvedBy === null) continue
    const decided = new Set([...record.approvedLines, ...Object.keys(record.results)])
    leftOut += countActions(record.head) - decided.size
  }
  return { approved, proven, failed, leftOut }
}

/**
 * How long each gateway has to work: for the whole of a plan that is not applied yet, then for what is left of it.
 * Lines that were sent count as done, also before they are proven.
 */
export function timeLeftOf(
  store: Store,
  plan: PlanRecord,
  doors: {
    readonly records: readonly PlanDoorHeadRecord[]
    gatewaysOf(record: PlanDoorHeadRecord): readonly string[]
    /** Of the whole plan. */
    readonly lanes: readonly LaneCost[]
  },
): PlanView['timeLeft'] {
  if (plan.status === 'previewed' || plan.status === 'approved') return byGateway(store, doors.lanes)
  if (plan.status !== 'applying') return []
  const sent = new Set(store.operations.ofPlan(plan.id).map(({ lineId }) => lineId))
  const open = doors.records.filter((record) => record.state === 'planned')
  const { lanes } = costOfDoors(
    open.map((record) => {
      const left = (record.approvedLines ?? []).filter(
        (lineId) => (record.results[lineId]?.result ?? 'skipped') === 'skipped' && !sent.has(lineId),
      )
      return { ...record.head, commands: countCommands(left), gateways: doors.gatewaysOf(record) }
    }),
  )
  return byGateway(store, lanes)
}

function byGateway(store: Store, lanes: readonly LaneCost[]): PlanView['timeLeft'] {
  const names = store.accounts.gatewayNames()
  return lanes.map(({ lane, seconds }) => ({ gateway: names.get(lane) ?? null, seconds }))
}
