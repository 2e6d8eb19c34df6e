import type { DoorId, PlanId } from '../../domain/ids.ts'
import { CONNECTION_REASONS } from '../../domain/job/retryPolicy.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import { gatherPlans } from '../../domain/plan/planScope.ts'
import { guardedDoors } from '../../domain/plan/safeguards.ts'
import { enforceResult } from '../../planning/enforceResult.ts'
import { judgePlan } from '../../planning/judgePlan.ts'
import type { DoorRecord } from '../../ports/stores/doorStore.ts'
import type { PlanRecord, PlanScope } from '../../ports/stores/planStore.ts'
import { isAnsweredSince, isUnanswered } from '../answeredSince.ts'
import { openDoor } from '../doorTarget.ts'
import { takeDoorTurns } from '../doorTurns.ts'
import type { EngineContext } from '../engineContext.ts'
import type { JobRun } from '../jobRun.ts'
import { enqueueNextCheck } from '../nextCheck.ts'
import { planDoorNow } from '../planDoorNow.ts'
import { readAndSettle } from '../settleUnsettled.ts'
import { completePlan, type PlannedDoor, putPlannedDoor, scopeOfDoor } from '../storePlan.ts'
import { undoDoorNow } from '../undoDoorNow.ts'

/** Of a preview: enough to keep the account's rate of calls busy. */
const DOORS_AT_ONCE = 16

/** Lists and plans, of one door or of a stored plan's scope. Sends nothing that changes a lock. */
export async function driftCheck(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  if (run.job.planId !== null) return previewScope(context, run, run.job.planId)
  if (run.job.doorId === null) return { kind: 'failed', error: 'This job names no door.' }
  const looked = await lookAt(context, run, run.job.doorId, null)
  if (looked.kind === 'closed') return looked.outcome
  const { planned, door } = looked
  if (looked.outcome) return looked.outcome
  return { kind: 'done', result: enforceResult(scopeOfDoor(context, door, planned.plan), [], door) }
}

/** @param undone the plan whose reverse is wanted; null for the door's own plan */
async function lookAt(context: EngineContext, run: JobRun, doorId: DoorId, undone: PlanId | null) {
  const opened = await openDoor(context, run, doorId)
  if (opened.kind === 'closed') {
    const door = context.store.doors.get(doorId)
    return door?.isActive ? outOfReach(context, door, opened.outcome) : opened
  }
  const { target } = opened
  return run.gate.pass(target.door.integrationDeviceId, async () => {
    const settled = await readAndSettle(context, run, target)
    const planned = planDoorNow(context, target, settled.reading)
    enqueueNextCheck(context, target.door, planned.plan)
    const { input } = planned
    const wanted = undone === null ? planned : { input, plan: undoDoorNow(context, input, undone) }
    return {
      kind: 'looked' as const,
      door: target.door,
      planned: wanted,
      outcome: settled.kind === 'unreadable' ? settled.outcome : null,
    }
  })
}

/** A door whose lock cannot even be asked is one that could not be read: it stays in the plan and says why. */
function outOfReach(context: EngineContext, door: DoorRecord, outcome: JobOutcome) {
  const reason = 'error' in outcome ? outcome.error : 'message' in outcome ? outcome.message : ''
  const reading = { kind: 'unreadable', reason, atMs: context.clock.nowMs() } as const
  const planned = planDoorNow(context, { door, clockOffsetMs: 0 }, reading)
  return { kind: 'looked' as const, door, planned, outcome }
}

/** Reads every door of the scope into the plan that waits for it. */
async function previewScope(context: EngineContext, run: JobRun, planId: PlanId): Promise<JobOutcome> {
  const { store } = context
  const plan = store.plans.get(planId)
  if (plan?.status !== 'reading') return { kind: 'failed', error: 'This plan is no longer being read.' }
  const ends = await readDoors(context, run, plan)
  if (isEnded(run)) return { kind: 'cancelled' }
  const lost = ends.find((end) => end.kind === 'lost')
  if (lost) return lost.outcome
  const plans = ends.flatMap((end) => (end.kind === 'planned' ? [end.plan] : []))
  const whole = gatherPlans(plans, {
    generatedAtMs: context.clock.nowMs(),
    filters: filtersOf(plan.scope),
  })
  const { tripped } = judgePlan(store, guardedDoors(whole), {
    nowMs: context.clock.nowMs(),
    allowOnce: new Set(),
    selectedLineIds: null,
    isUndo: plan.undoOf !== null,
  })
  store.write(() => completePlan(context, planId, whole, { status: 'previewed', safeguards: tripped }))
  return { kind: 'done', result: enforceResult(whole, [], null) }
}

type DoorEnd =
  | { readonly kind: 'planned'; readonly plan: DoorPlan }
  | { readonly kind: 'lost'; readonly outcome: JobOutcome; readonly door: DoorRecord }
  | { readonly kind: 'left_out' }

/**
 * Several at once, each put into the plan as soon as it was read; given in the order of the scope. No other is begun once
 * the job was cancelled, or the way to the provider was lost. It was not where others were answered meanwhile: what got
 * no answer is then asked once more, with the doors left out for it, and keeps nothing waiting.
 */
async function readDoors(context: EngineContext, run: JobRun, plan: PlanRecord): Promise<readonly DoorEnd[]> {
  const startedAtMs = context.clock.nowMs()
  const doorIds = doorsOfPlan(context, plan)
  const ends = await readThese(context, run, plan, { doorIds, isAnswered: false })
  const lost = ends.flatMap((end) => (end.kind === 'lost' && isUnanswered(end.outcome) ? [end.door] : []))
  if (!lost.some((door) => isAnsweredSince(context, door, startedAtMs))) return ends
  const open = doorIds.filter((_, index) => ends[index]?.kind !== 'planned')
  const again = [...(await readThese(context, run, plan, { doorIds: open, isAnswered: true }))]
  return ends.map((end) => (end.kind === 'planned' ? end : (again.shift() ?? end)))
}

function readThese(
  context: EngineContext,
  run: JobRun,
  plan: PlanRecord,
  these: { readonly doorIds: readonly DoorId[]; readonly isAnswered: boolean },
): Promise<readonly DoorEnd[]> {
  let isLost = false

  async function read(doorId: DoorId): Promise<DoorEnd> {
    if (isEnded(run) || isLost) return { kind: 'left_out' }
    const looked = await lookAt(context, run, doorId, plan.undoOf)
    if (looked.kind === 'closed') return { kind: 'left_out' }
    const { outcome } = looked
    // Without a way to the provider no door can be read: the whole preview waits, rather than calling them unreadable.
    const isOfOneLock = these.isAnswered && isUnanswered(outcome)
    if (outcome?.kind === 'wait' && CONNECTION_REASONS.includes(outcome.reason) && !isOfOneLock) {
      isLost = true
      return { kind: 'lost', outcome, door: looked.door }
    }
    if (run.signal.aborted) return { kind: 'left_out' }
    context.store.write(() => putPlannedDoor(context, plan.id, looked.planned satisfies PlannedDoor))
    return { kind: 'planned', plan: looked.planned.plan }
  }

  // What only reads waits for no gateway.
  const turns = these.doorIds.map((doorId) => ({ gateways: [], work: () => read(doorId) }))
  return takeDoorTurns(turns, { atOnce: DOORS_AT_ONCE, ofGateway: 1 })
}

function isEnded(run: JobRun): boolean {
  return run.signal.aborted || run.isCancelRequested()
}

/** An undo looks at the doors to which the undone plan did something. */
function doorsOfPlan({ store }: EngineContext, plan: PlanRecord): readonly DoorId[] {
  if (plan.undoOf === null) return doorsInScope({ store }, plan.scope)
  return [...new Set(store.operations.ofPlan(plan.undoOf).map((operation) => operation.doorId))]
}

function doorsInScope(context: Pick<EngineContext, 'store'>, scope: PlanScope): readonly DoorId[] {
  const { doors } = context.store
  switch (scope.kind) {
    case 'all':
      return doors.allIds()
    case 'site':
      return doors.idsInSite(scope.id as Parameters<typeof doors.idsInSite>[0])
    case 'group':
      return doors.idsInGroup(scope.id as Parameters<typeof doors.idsInGroup>[0])
    case 'door':
      return [scope.id as DoorId]
  }
}

function filtersOf(scope: PlanScope) {
  return {
    doorId: scope.kind === 'door' ? (scope.id as DoorId) : null,
    siteId:
      scope.kind === 'site' ? (scope.id as Parameters<EngineContext['store']['sites']['get']>[0]) : null,
    doorGroupId: scope.kind === 'group' ? scope.id : null,
    integrationDeviceId: null,
    providerType: 'TTLOCK' as const,
  }
}
