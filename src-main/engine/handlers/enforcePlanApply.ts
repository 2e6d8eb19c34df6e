import type { DoorId } from '../../domain/ids.ts'
import { attemptLimit } from '../../domain/job/retryPolicy.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import { isAsked, NO_DIALOG } from '../../domain/plan/applyDialog.ts'
import { gatherPlans } from '../../domain/plan/planScope.ts'
import { leaveOutRest } from '../../planning/leaveOut.ts'
import { servedOrder } from '../../planning/servedOrder.ts'
import type { PlanDoorHeadRecord, PlanDoorProgress, PlanRecord } from '../../ports/stores/planStore.ts'
import { applyApprovedDoor, type DoorEnd, isStopped } from '../applyApprovedDoor.ts'
import { gatewaysOfDevice } from '../claimRoom.ts'
import { openDoor } from '../doorTarget.ts'
import { takeDoorTurns } from '../doorTurns.ts'
import { enforceResult } from '../enforceResult.ts'
import type { EngineContext } from '../engineContext.ts'
import type { JobRun } from '../jobRun.ts'
import { closeApprovedPlan } from '../planFate.ts'

/** Sends the approved lines of a plan, door by door; a door that moved since its approval is left alone. */
export async function enforcePlanApply(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  const { store } = context
  const plan = run.job.planId === null ? null : store.plans.get(run.job.planId)
  if (!plan) return { kind: 'failed', error: 'This plan no longer exists.' }
  if (isClosed(plan)) return endOfClosed(context, plan)
  if (plan.status !== 'approved' && plan.status !== 'applying') {
    return { kind: 'failed', error: 'This plan is not approved.' }
  }
  store.plans.update(plan.id, { status: 'applying' })
  const { jobsAtOnce, doorsOfGateway } = context.settings
  const turns = doorsWithWork(context, plan).map(({ doorId, head }) => ({
    gateways: gatewaysOfDevice(store, head.integrationDeviceId),
    work: () => applyTo(context, run, plan, doorId),
  }))
  const ends = await takeDoorTurns(turns, { atOnce: jobsAtOnce, ofGateway: doorsOfGateway })
  return conclude(context, run, plan, ends)
}

/** The nearest deadline first. What a door was planned to get is read when its turn comes: it is long. */
function doorsWithWork({ store }: EngineContext, plan: PlanRecord): readonly PlanDoorHeadRecord[] {
  const doors = store.plans
    .doorHeads(plan.id)
    .filter((door) => hasWork(door) && !isAsked(plan.dialog, door.doorId))
  return servedOrder(store.plans, doors)
}

/** An earlier run closed the plan, and the program ended before the job did. */
function isClosed(plan: PlanRecord): boolean {
  return plan.status === 'applied' || plan.status === 'partly_applied' || plan.status === 'stale'
}

function endOfClosed(context: EngineContext, plan: PlanRecord): JobOutcome {
  const lines = context.store.plans.doorHeads(plan.id).flatMap((door) => Object.values(door.results))
  const failed = lines.find((line) => line.result === 'failed')
  if (!failed) return { kind: 'done', result: plan.result }
  return { kind: 'failed', error: failed.sentence ?? 'Not everything could be done.', result: plan.result }
}

function hasWork(door: PlanDoorProgress): boolean {
  return (
    door.approvedLines !== null &&
    door.approvedLines.length > 0 &&
    door.state !== 'stale' &&
    door.state !== 'done' &&
    door.state !== 'skipped'
  )
}

async function applyTo(
  context: EngineContext,
  run: JobRun,
  plan: PlanRecord,
  doorId: DoorId,
): Promise<DoorEnd> {
  if (isStopped(context, run, plan.id)) return { plan: null, outcomes: [], outcome: { kind: 'cancelled' } }
  const record = context.store.plans.door(plan.id, doorId)
  if (!record) throw new Error('No such door in the plan')
  const opened = await openDoor(context, run, doorId)
  if (opened.kind === 'closed') return { plan: null, outcomes: [], outcome: opened.outcome }
  const { target } = opened
  return run.gate.pass(target.door.integrationDeviceId, () =>
    applyApprovedDoor(context, run, { plan, record, target }),
  )
}

function conclude(
  context: EngineContext,
  run: JobRun,
  plan: PlanRecord,
  ends: readonly DoorEnd[],
): JobOutcome {
  const { store } = context
  // The program ends, or somebody else has the job: the plan goes on where it stands.
  if (run.signal.aborted) return { kind: 'abandoned' }
  const whole = gatherPlans(
    ends.flatMap((end) => (end.plan ? [end.plan] : [])),
    {
      generatedAtMs: context.clock.nowMs(),
      filters: {
        doorId: onlyDoor(plan),
        siteId: null,
        doorGroupId: null,
        integrationDeviceId: null,
        providerType: 'TTLOCK',
      },
    },
  )
  const outcomes = ends.flatMap((end) => end.outcomes)
  const doorId = onlyDoor(plan)
  const door = doorId === null ? null : store.doors.get(doorId)
  const isEnded = isStopped(context, run, plan.id) || ends.some((end) => end.outcome?.kind === 'cancelled')
  const goesOn = isEnded ? null : (whyItGoesOn(run, ends) ?? whatIsAsked(context, plan))
  if (goesOn) return goesOn
  const result = store.write(() => {
    const stopped = store.plans.get(plan.id)
    if (isEnded && stopped) leaveOutRest(store, stopped)
    const made = {
      ...enforceResult(whole, outcomes, door),
      plan_id: plan.id,
      left_out: leftOutOf(context, plan),
    }
    closeApprovedPlan(context, plan, made)
    return made
  })
  if (isEnded) return { kind: 'cancelled' }
  const error = errorOf(ends)
  return error === null ? { kind: 'done', result } : { kind: 'failed', error, result }
}

/** Doors that wait, are held or are worth another try keep the job open, whatever became of the others. */
function whyItGoesOn(run: JobRun, ends: readonly DoorEnd[]): JobOutcome | null {
  for (const kind of ['held', 'wait', 'look_again', 'retry'] as const) {
    if (kind === 'retry' && run.job.attemptCount >= attemptLimit(run.job.type)) continue
    const end = ends.find(({ outcome }) => outcome?.kind === kind)
    if (end?.outcome) return end.outcome
  }
  return null
}

/** Questions keep the job open; a door whose question was answered while others were sent to is taken up at once. */
function whatIsAsked(context: EngineContext, plan: PlanRecord): JobOutcome | null {
  const { questions, answers } = context.store.plans.get(plan.id)?.dialog ?? NO_DIALOG
  const [first] = questions.flatMap((question) => question.doors)
  if (first) return { kind: 'asks', message: first.sentence }
  const meanwhile = answers.slice(plan.dialog.answers.length).filter(({ choice }) => choice === 'retry')
  const doorIds = new Set(meanwhile.flatMap((answer) => answer.doorIds))
  const isOpen = context.store.plans
    .doorHeads(plan.id)
    .some((door) => doorIds.has(door.doorId) && hasWork(door))
  return isOpen
    ? { kind: 'look_again', atMs: context.clock.nowMs(), message: 'A person asked to try again.' }
    : null
}

/** Approved lines that were not sent, and who or what kept them. */
function leftOutOf(context: EngineContext, plan: PlanRecord) {
  return context.store.plans.doorHeads(plan.id).flatMap((door) =>
    (door.approvedLines ?? []).flatMap((lineId) => {
      const line = door.results[lineId]
      if (line?.result !== 'skipped' && line?.result !== 'stale') return []
      return [{ door_id: door.doorId, line_id: lineId, because: line.sentence }]
    }),
  )
}

function errorOf(ends: readonly DoorEnd[]): string | null {
  for (const { outcome } of ends) {
    if (outcome?.kind === 'failed' || outcome?.kind === 'retry') return outcome.error
  }
  const open = ends
    .filter((end) => end.isLeftOut !== true)
    .flatMap((end) => end.outcomes)
    .find((line) => line.result === 'failed')
  return open ? (open.sentence ?? 'Not everything could be done.') : null
}

function onlyDoor(plan: PlanRecord): DoorId | null {
  return plan.scope.kind === 'door' ? (plan.scope.id as DoorId) : null
}
