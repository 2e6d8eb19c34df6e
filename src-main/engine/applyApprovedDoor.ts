import { assertNever } from '../domain/assertNever.ts'
import type { LockReading } from '../domain/code/actualCode.ts'
import type { PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import { askAbout } from '../domain/plan/applyDialog.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import type { FingerprintParts } from '../domain/plan/fingerprint.ts'
import { fingerprintPartsOf, type SettledOperation } from '../domain/plan/inventory.ts'
import { shrinkToApproved } from '../domain/plan/selection.ts'
import { isStaleAfterOwnWrites } from '../domain/plan/staleness.ts'
import { weekText } from '../domain/schedule/openSchedule.ts'
import { leaveOutDoor, skippedSentence } from '../planning/leaveOut.ts'
import { isSo } from '../planning/planFate.ts'
import { asUndo, writeUndoDecisions } from '../planning/undoDecisions.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { PlanDoorRecord, PlanRecord } from '../ports/stores/planStore.ts'
import { applyDoor, pinOfCredential } from './applyDoor.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import { fateOfLeftOut, sentBefore } from './leftOutLines.ts'
import { awaitedSentence, isOnlyAwaited, type LineOutcome } from './lineOutcome.ts'
import { mayContinue, outcomeOfStop } from './mayContinue.ts'
import { enqueueNextCheck } from './nextCheck.ts'
import { noteWhatIsLeft } from './noteWhatIsLeft.ts'
import type { DoorTarget } from './operations.ts'
import { planDoorNow } from './planDoorNow.ts'
import { readAndSettle } from './settleUnsettled.ts'
import { pinOfRestored, undoDoorNow, withoutOwnDecisions } from './undoDoorNow.ts'
import { type Verdict, verdictOn } from './unexpected.ts'

const MOVED_SENTENCE = 'Not sent: the lock changed after the plan was approved.'

export interface DoorEnd {
  readonly plan: DoorPlan | null
  readonly outcomes: readonly LineOutcome[]
  /** Why the whole job cannot end here; null when this door is through. */
  readonly outcome: JobOutcome | null
  /** A person chose to leave the door as it is: what failed on it is no failure of the job. */
  readonly isLeftOut?: boolean
  /** An earlier run sent something to it already. */
  readonly isResumed?: boolean
}

export interface ApprovedDoor {
  readonly plan: PlanRecord
  readonly record: PlanDoorRecord
  readonly target: DoorTarget
}

/** Lists the door again, and sends the approved lines unless it is no longer the door that was approved. */
export async function applyApprovedDoor(
  context: EngineContext,
  run: JobRun,
  approved: ApprovedDoor,
): Promise<DoorEnd> {
  const { store } = context
  const { plan, record, target } = approved
  const nothing = { plan: null, outcomes: [] }
  const held = heldAtRest(context, run, target)
  if (held) return { ...nothing, outcome: held }
  const settled = await readAndSettle(context, run, target)
  if (settled.kind === 'unreadable') return { ...nothing, outcome: settled.outcome }
  if (settled.notYet) return { ...nothing, outcome: settled.notYet }
  const planned = planDoorNow(context, target, settled.reading)
  enqueueNextCheck(context, target.door, planned.plan)
  const undo = asUndo(plan)
  const input = undo ? withoutOwnDecisions(planned.input, plan.id) : planned.input
  const fresh = undo ? undoDoorNow(context, input, undo.undone) : planned.plan
  if (fresh.kind === 'unreadable') return { ...nothing, outcome: { kind: 'retry', error: fresh.reason } }
  const unread = unreadSchedule(settled.reading)
  if (unread !== null && wasReadBefore(context, approved))
    return { ...nothing, outcome: { kind: 'retry', error: unread } }
  const operations = operationsOf(context, approved)
  if (isMoved(context, approved, { now: fingerprintPartsOf(input), operations })) {
    markStale(context, approved)
    return { plan: fresh, outcomes: [], outcome: null }
  }
  const { lines, leftOut } = shrinkToApproved(fresh, new Set(record.approvedLines ?? []))
  if (undo) {
    store.write(() => writeUndoDecisions(store, undo, target.door, { lines, nowMs: context.clock.nowMs() }))
  }
  const applied = await applyDoor(context, run, {
    target,
    plan: fresh,
    reach: input.capabilities.reach,
    lines,
    planId: plan.id,
    isUndo: undo !== null,
    pinOf: undo ? pinOfRestored(context, undo, target.door) : (line) => pinOfCredential(context, line),
    mayContinue: () =>
      isStopped(context, run, plan.id) ? { kind: 'cancelled' } : mayContinue(context, run, target),
  })
  const verdict = verdictOn(context, run, plan.id, applied)
  const retried = applied.stop === null ? lineToRetry(applied.outcomes, verdict) : undefined
  const rest = fateOfLeftOut(record, leftOut, { operations, nowMs: context.clock.nowMs() })
  const looks = rest.flatMap((line) => (line.lookAgainMs === null ? [] : [line.lookAgainMs]))
  store.write(() => {
    for (const { lineId, result, sentence } of rest) {
      store.plans.setLineResult(plan.id, record.doorId, lineId, result, sentence)
    }
    for (const { line, result, sentence } of applied.outcomes) {
      store.plans.setLineResult(plan.id, record.doorId, line.lineId, result, sentence)
    }
    if (verdict.kind === 'go_on' && applied.stop === null && !retried && looks.length === 0) {
      store.plans.setDoorState(plan.id, record.doorId, 'done')
      store.doors.setFirstRunDone(record.doorId)
    }
    follow(context, approved, verdict)
    noteWhatIsLeft(context, target.door, plan.id)
  })
  const isResumed = Object.keys(record.results).length > 0
  const end = { plan: fresh, outcomes: [...sentBefore(record, rest), ...applied.outcomes], isResumed }
  if (verdict.kind === 'ask')
    return { ...end, outcome: { kind: 'asks', message: verdict.unexpected.sentence } }
  if (verdict.kind === 'skip_door') return { ...end, outcome: null, isLeftOut: true }
  if (verdict.kind === 'stop') return { ...end, outcome: { kind: 'cancelled' } }
  if (applied.stop) return { ...end, outcome: outcomeOfStop(applied.stop, context.clock.nowMs()) }
  if (applied.lookAgainMs !== null) looks.push(applied.lookAgainMs)
  if (looks.length > 0 && (!retried || isOnlyAwaited(applied.outcomes))) {
    const message = awaitedSentence(applied.outcomes)
    return { ...end, outcome: { kind: 'look_again', atMs: Math.min(...looks), message } }
  }
  return {
    ...end,
    outcome: retried
      ? { kind: 'retry', error: retried.sentence ?? '', notBeforeMs: applied.openUntilMs }
      : null,
  }
}

/** A held door on which nothing is unsettled: its lock is not asked before something may be sent to it. */
function heldAtRest(context: EngineContext, run: JobRun, target: DoorTarget): JobOutcome | null {
  const stop = mayContinue(context, run, target)
  if (stop?.kind !== 'held') return null
  const { length } = context.store.operations.unsettledOfDevice(target.door.integrationDeviceId)
  return length === 0 ? outcomeOfStop(stop, context.clock.nowMs()) : null
}

/** Why its open schedule could not be read; null when it was, or nobody asked. */
function unreadSchedule({ schedule }: Extract<LockReading, { kind: 'known' }>): string | null {
  return schedule?.kind === 'unknown' ? schedule.reason : null
}

/** A lock that cannot say when it stands open, and could when the plan was made, has not moved for all we know. */
function wasReadBefore(context: EngineContext, approved: ApprovedDoor): boolean {
  return (inventoryOf(context, approved)?.schedule?.listed ?? null) !== null
}

function inventoryOf({ store }: EngineContext, { plan, record }: ApprovedDoor): FingerprintParts | null {
  // The inventory was written by `fingerprintPartsOf` and sealed; nothing else writes that column.
  return store.plans.inventory(plan.id, record.doorId) as FingerprintParts | null
}

function lineToRetry(outcomes: readonly LineOutcome[], verdict: Verdict): LineOutcome | undefined {
  const open = outcomes.find((line) => line.isWorthRetrying)
  return open ?? (verdict.kind === 'retry' ? outcomes.find((line) => line.result === 'failed') : undefined)
}

/** Stores the question, or does what a person once said for every result of the kind. */
function follow(context: EngineContext, { plan, record }: ApprovedDoor, verdict: Verdict): void {
  const { plans } = context.store
  const at = toIso(context.clock.nowMs())
  // Others of this apply may have asked or been answered meanwhile.
  const [planNow, recordNow] = [plans.get(plan.id), plans.door(plan.id, record.doorId)]
  if (!planNow || !recordNow) return
  if (verdict.kind === 'ask') {
    const { unexpected } = verdict
    plans.update(plan.id, { dialog: askAbout(planNow.dialog, { doorId: record.doorId, unexpected, at }) })
  }
  if (verdict.kind === 'skip_door') {
    leaveOutDoor(context.store, recordNow, skippedSentence(context.store, verdict.answer.by))
  }
  if (verdict.kind === 'stop') {
    plans.update(plan.id, { stopRequestedAt: at, stopRequestedBy: verdict.answer.by })
  }
}

export function isStopped(context: EngineContext, run: JobRun, planId: PlanId): boolean {
  if (run.signal.aborted || run.isCancelRequested()) return true
  return context.store.plans.get(planId)?.stopRequestedAt !== null
}

function operationsOf(context: EngineContext, { plan, record }: ApprovedDoor): readonly OperationRecord[] {
  return context.store.operations.ofPlan(plan.id, record.doorId)
}

function isMoved(
  context: EngineContext,
  approvedDoor: ApprovedDoor,
  door: { readonly now: FingerprintParts | null; readonly operations: readonly OperationRecord[] },
): boolean {
  const approved = inventoryOf(context, approvedDoor)
  if (!door.now || !approved) return true
  const operations = ownWrites(door.operations)
  return isStaleAfterOwnWrites({ approved, operations, now: door.now }, (text) =>
    context.vault.hmac('fingerprint', text),
  )
}

function markStale(context: EngineContext, { plan, record }: ApprovedDoor): void {
  const { plans } = context.store
  context.store.write(() => {
    plans.setDoorState(plan.id, record.doorId, 'stale')
    for (const lineId of record.approvedLines ?? []) {
      if (isSo(record.results[lineId]?.result)) continue
      plans.setLineResult(plan.id, record.doorId, lineId, 'stale', MOVED_SENTENCE)
    }
  })
}

/** Our own confirmed writes since the approval: the door is compared as we changed it. */
function ownWrites(operations: readonly OperationRecord[]): readonly SettledOperation[] {
  return operations.flatMap((operation): SettledOperation[] => {
    const { vendorPinId, window, pin, schedule } = operation
    if (operation.state !== 'confirmed' && operation.state !== 'already_so') return []
    if (schedule !== null) return [{ kind: 'scheduled', week: weekText(schedule) }]
    if (vendorPinId === null) return []
    const name = operation.codeName ?? ''
    switch (operation.kind) {
      case 'add':
        return window && pin !== null ? [{ kind: 'added', vendorPinId, name, pin, window }] : []
      case 'change':
        return window ? [{ kind: 'changed', vendorPinId, name, newPin: pin, window }] : []
      case 'delete':
        return [{ kind: 'deleted', vendorPinId }]
      case 'schedule':
        return []
      default:
        return assertNever(operation.kind)
    }
  })
}
