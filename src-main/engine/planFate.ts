import type { DoorId, PlanId } from '../domain/ids.ts'
import { isNotTaken } from '../domain/operation/settleFromReadBack.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import { type ActionLine, isActionLine } from '../domain/plan/planLine.ts'
import { fateOf, isSo } from '../planning/planFate.ts'
import { settleUndoDecisions } from '../planning/undoDecisions.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { PlanDoorRecord, PlanRecord } from '../ports/stores/planStore.ts'
import { answerOnRecord } from './earlierTry.ts'
import type { EngineContext } from './engineContext.ts'
import { type Half, type LineOutcome, outcomeOfLine } from './lineOutcome.ts'
import { moveJob } from './moveJob.ts'

/** What became of a line by the word of its operations alone, as after a run that was broken off. */
export function outcomeFromOperations(line: ActionLine, operations: readonly OperationRecord[]): LineOutcome {
  const halfOf = (kinds: readonly OperationRecord['kind'][]): Half | undefined => {
    const last = operations.findLast(
      (operation) => operation.lineId === line.lineId && kinds.includes(operation.kind),
    )
    if (!last) return undefined
    // An intent that was never sent did nothing.
    const state = last.state === 'intent' ? 'failed' : isNotTaken(last) ? 'not_taken' : last.state
    return { state, sent: { id: last.id, error: null, answer: answerOnRecord(last) } }
  }
  return outcomeOfLine(line, {
    removed: halfOf(['delete']),
    written: halfOf(['add', 'change', 'schedule']),
    isBlocked: false,
    isDecidedOtherwise: false,
  })
}

/** The lines of a stored door plan that may be sent. The column is written from a domain `DoorPlan` only. */
export function actionLinesOf(door: PlanDoorRecord): readonly ActionLine[] {
  const plan = door.plan as DoorPlan
  return plan.kind === 'planned' ? plan.lines.filter(isActionLine) : []
}

/**
 * Ends the plans that an earlier run on this door left half applied; it is planned anew. The job of that run may be gone:
 * cancelled, or failed, before its lock could be read again.
 */
export function closeInterruptedPlans(context: EngineContext, doorId: DoorId): void {
  for (const id of context.store.plans.appliedUnasked(doorId)) closeInterrupted(context, id)
}

function closeInterrupted(context: EngineContext, id: PlanId): void {
  const { store } = context
  const operations = store.operations.ofPlan(id)
  store.write(() => {
    let isWhole = true
    for (const door of store.plans.doors(id)) {
      for (const line of actionLinesOf(door)) {
        const { result, sentence } = outcomeFromOperations(line, operations)
        if (!isSo(result)) isWhole = false
        store.plans.setLineResult(id, door.doorId, line.lineId, result, sentence)
      }
      store.plans.setDoorState(id, door.doorId, 'done')
    }
    store.plans.update(id, { status: isWhole ? 'applied' : 'partly_applied' })
  })
}

/** An apply has ended for good: the plan gets its fate, and the job that asked for the approval ends with it. */
export function closeApprovedPlan(context: EngineContext, plan: PlanRecord, result: unknown): void {
  const { store } = context
  store.write(() => {
    store.plans.update(plan.id, { status: fateOf(store.plans.doorHeads(plan.id)), result })
    settleUndoDecisions(store, plan)
    const asking = plan.jobId === null ? null : store.jobs.get(plan.jobId)
    if (asking?.status !== 'awaiting_approval') return
    moveJob(context, asking, { kind: 'done', result: { plan_id: plan.id } })
  })
}
