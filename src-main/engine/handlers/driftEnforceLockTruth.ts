import type { PlanId } from '../../domain/ids.ts'
import { toIso } from '../../domain/instant.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import type { EnforcePlan, ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import { rulesOfMode } from '../../domain/plan/modes.ts'
import { guardedDoors, type Safeguard } from '../../domain/plan/safeguards.ts'
import { selectLines } from '../../domain/plan/selection.ts'
import { enforceResult } from '../../planning/enforceResult.ts'
import { judgePlan } from '../../planning/judgePlan.ts'
import { openAppliesOf } from '../../planning/openApplies.ts'
import { isSo } from '../../planning/planFate.ts'
import type { PlanRecord } from '../../ports/stores/planStore.ts'
import { type ApplyResult, applyDoor, pinOfCredential } from '../applyDoor.ts'
import { openDoor } from '../doorTarget.ts'
import type { EngineContext } from '../engineContext.ts'
import type { JobRun } from '../jobRun.ts'
import { awaitedSentence, isOnlyAwaited } from '../lineOutcome.ts'
import { mayContinue, outcomeOfStop } from '../mayContinue.ts'
import { noteWhatIsLeft } from '../noteWhatIsLeft.ts'
import type { DoorTarget } from '../operations.ts'
import { planDoorNow } from '../planDoorNow.ts'
import { closeInterruptedPlans } from '../planFate.ts'
import { readAndSettle } from '../settleUnsettled.ts'
import { insertDoorPlan, type PlannedDoor, scopeOfDoor } from '../storePlan.ts'
import { supersedeWaiting } from '../supersedeWaiting.ts'

/** Lists a door's lock, plans, and applies by policy: at once, or after a person's approval. */
export async function driftEnforceLockTruth(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  if (run.job.doorId === null) return { kind: 'failed', error: 'This job names no door.' }
  const opened = await openDoor(context, run, run.job.doorId)
  if (opened.kind === 'closed') return opened.outcome
  return run.gate.pass(opened.target.door.integrationDeviceId, () => enforce(context, run, opened.target))
}

async function enforce(context: EngineContext, run: JobRun, target: DoorTarget): Promise<JobOutcome> {
  const settled = await readAndSettle(context, run, target)
  if (settled.kind === 'unreadable') return settled.outcome
  closeInterruptedPlans(context, target.door.id)
  if (settled.notYet) return settled.notYet
  if (run.isCancelRequested() || run.signal.aborted) return { kind: 'cancelled' }
  const planned = planDoorNow(context, target, settled.reading)
  if (planned.plan.kind === 'unreadable') return { kind: 'retry', error: planned.plan.reason }
  const whole = scopeOfDoor(context, target.door, planned.plan)
  return decide(context, run, { target, planned, plan: planned.plan, whole })
}

interface Planned {
  readonly target: DoorTarget
  readonly planned: PlannedDoor
  readonly plan: ReadableDoorPlan
  readonly whole: EnforcePlan
}

async function decide(context: EngineContext, run: JobRun, made: Planned): Promise<JobOutcome> {
  const { store } = context
  const { door } = made.target
  const { lines } = selectLines(made.plan, null)
  if (lines.length === 0) {
    store.write(() => {
      if (isNothingToDo(made.plan)) store.doors.setFirstRunDone(door.id)
      supersedeWaiting(context, run.job.target, { by: null })
    })
    return { kind: 'done', result: enforceResult(made.whole, [], door) }
  }
  const { decision, tripped } = judgePlan(store, guardedDoors(made.whole), {
    nowMs: context.clock.nowMs(),
    allowOnce: new Set(),
    selectedLineIds: null,
    isUndo: false,
  })
  if (decision === 'await_approval') return storeForApproval(context, run, made, tripped)
  const stop = mayContinue(context, run, made.target)
  if (stop) return outcomeOfStop(stop, context.clock.nowMs())
  supersedeWaiting(context, run.job.target, { by: null })
  const planId = insertDoorPlan(context, run, { ...made, door, status: 'applying', safeguards: [] })
  const applied = await applyDoor(context, run, {
    target: made.target,
    plan: made.plan,
    reach: made.planned.input.capabilities.reach,
    lines,
    planId,
    isUndo: false,
    pinOf: (line) => pinOfCredential(context, line),
    mayContinue: () => mayContinue(context, run, made.target),
  })
  return conclude(context, made, planId, applied)
}

/** Stores the plan for a person. An identical plan that already waits keeps its place, and its approval. */
function storeForApproval(
  context: EngineContext,
  run: JobRun,
  made: Planned,
  safeguards: readonly Safeguard[],
): JobOutcome {
  const { store } = context
  const { door } = made.target
  const result = enforceResult(made.whole, [], door)
  return store.write((): JobOutcome => {
    const waiting = waitingPlan(context, run.job.target)
    if (waiting?.digest === made.whole.digest) {
      return { kind: 'done', result: { ...result, awaiting_plan_id: waiting.id } }
    }
    const planId = insertDoorPlan(context, run, { ...made, door, status: 'previewed', safeguards })
    supersedeWaiting(context, run.job.target, { by: planId })
    return { kind: 'awaiting_approval', planId, result: { ...result, plan_id: planId, safeguards } }
  })
}

/** The door may be sent to and nothing waits on it: what is found next time came after its first run. */
function isNothingToDo({ mode, summary }: ReadableDoorPlan): boolean {
  return rulesOfMode(mode).isSending && summary.blocked === 0 && summary.underWay === 0
}

/**
 * What an earlier check of this door asked a person, also where the answer was yes and a hold keeps it from being sent.
 * Previews that people make beside it, of whatever doors, are not that.
 */
function waitingPlan({ store, clock }: EngineContext, target: string): PlanRecord | null {
  const [asking] = store.jobs.awaitingApproval('drift_enforce_lock_truth', target)
  const plan = asking?.planId == null ? null : store.plans.get(asking.planId)
  if (plan?.status === 'applying') return openAppliesOf(store, plan).length > 0 ? plan : null
  const isOpen = plan?.status === 'previewed' || plan?.status === 'approved'
  return isOpen && (plan.expiresAt === null || plan.expiresAt > toIso(clock.nowMs())) ? plan : null
}

function conclude(context: EngineContext, made: Planned, planId: PlanId, applied: ApplyResult): JobOutcome {
  const { store } = context
  const { door } = made.target
  if (applied.stop?.kind === 'old_list') {
    store.plans.update(planId, { status: 'superseded' })
    return outcomeOfStop(applied.stop, context.clock.nowMs())
  }
  const result = enforceResult(made.whole, applied.outcomes, door)
  const isWhole = applied.outcomes.every((outcome) => isSo(outcome.result))
  store.write(() => {
    for (const { line, result, sentence } of applied.outcomes) {
      store.plans.setLineResult(planId, door.id, line.lineId, result, sentence)
    }
    store.plans.setDoorState(planId, door.id, 'done')
    store.plans.update(planId, { status: isWhole ? 'applied' : 'partly_applied', result })
    store.doors.setFirstRunDone(door.id)
    noteWhatIsLeft(context, door, planId)
  })
  if (isWhole) return { kind: 'done', result }
  if (applied.stop) return outcomeOfStop(applied.stop, context.clock.nowMs())
  if (applied.lookAgainMs !== null && isOnlyAwaited(applied.outcomes)) {
    return { kind: 'look_again', atMs: applied.lookAgainMs, message: awaitedSentence(applied.outcomes) }
  }
  // Whoever decided otherwise had the door's next job enqueued.
  const open = applied.outcomes.filter(
    (outcome) => outcome.sentence !== null && outcome.isDecidedOtherwise !== true,
  )
  if (open.length === 0) return { kind: 'done', result }
  // What cannot be mended by trying again is what a person must hear of first.
  const worst = open.find((outcome) => !outcome.isWorthRetrying) ?? open[0]
  const error = worst?.sentence ?? 'Not everything could be done.'
  return open.some((outcome) => outcome.isWorthRetrying)
    ? { kind: 'retry', error, result, notBeforeMs: applied.openUntilMs }
    : { kind: 'failed', error, result }
}
