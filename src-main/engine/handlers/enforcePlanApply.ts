import type { DoorId } from '../../domain/ids.ts'
import { attemptLimit } from '../../domain/job/retryPolicy.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import { isAsked, NO_DIALOG } from '../../domain/plan/applyDialog.ts'
import { applyResult, type ToldDoor } from '../../planning/applyResult.ts'
import { leaveOutRest, leaveOutUnreached } from '../../planning/leaveOut.ts'
import { servedOrder } from '../../planning/servedOrder.ts'
import type { PlanDoorHeadRecord, PlanDoorProgress, PlanRecord } from '../../ports/stores/planStore.ts'
import { applyApprovedDoor, type DoorEnd, isStopped } from '../applyApprovedDoor.ts'
import { gatewaysOfDevice } from '../claimRoom.ts'
import { openDoor } from '../doorTarget.ts'
import { takeDoorTurns } from '../doorTurns.ts'
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
    work: async () => ({ doorId, ...metNow(context, doorId, await applyTo(context, run, plan, doorId)) }),
  }))
  const ends = await takeDoorTurns(turns, { atOnce: jobsAtOnce, ofGateway: doorsOfGateway })
  return conclude(context, run, plan, ends)
}

/** What keeps an apply open, the gravest first. */
const GOES_ON = ['held', 'wait', 'look_again', 'retry'] as const

type EndOfDoor = DoorEnd & { readonly doorId: DoorId }

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
  const error = errorOnRecord(context, plan)
  if (error === null) return { kind: 'done', result: plan.result }
  return { kind: 'failed', error, result: plan.result }
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

/** The others take their time: whose account a door waits for is mended meanwhile, perhaps. */
function metNow({ store, clock }: EngineContext, doorId: DoorId, end: DoorEnd): DoorEnd {
  const accountId = store.doors.get(doorId)?.integrationCustomerId ?? null
  if (end.outcome?.kind !== 'wait' || accountId === null) return end
  return { ...end, outcome: { ...end.outcome, met: { accountId, atMs: clock.nowMs() } } }
}

function conclude(
  context: EngineContext,
  run: JobRun,
  plan: PlanRecord,
  ends: readonly EndOfDoor[],
): JobOutcome {
  const { store } = context
  // The program ends, or somebody else has the job: the plan goes on where it stands.
  if (run.signal.aborted) return { kind: 'abandoned' }
  const isEnded = isStopped(context, run, plan.id) || ends.some((end) => end.outcome?.kind === 'cancelled')
  const isOpenBecause = isEnded ? null : (whyItGoesOn(run, ends) ?? whatIsAsked(context, plan))
  if (isOpenBecause) return isOpenBecause
  const result = store.write(() => {
    if (isEnded) leaveOutRest(store, store.plans.get(plan.id) ?? plan)
    else leaveOutUnreached(store, plan, reasonsOf(ends))
    const made = applyResult(store, plan, { nowMs: context.clock.nowMs(), served: servedBy(ends) })
    closeApprovedPlan(context, plan, made)
    return made
  })
  if (isEnded) return { kind: 'cancelled' }
  const error = errorOf(ends) ?? errorOnRecord(context, plan)
  return error === null ? { kind: 'done', result } : { kind: 'failed', error, result }
}

/**
 * Doors that wait, are held or are worth another try keep the job open, whatever became of the others. What is shown is
 * the first of these; none of them waits for the time of another.
 */
function whyItGoesOn(run: JobRun, ends: readonly EndOfDoor[]): JobOutcome | null {
  const isTriable = run.job.attemptCount < attemptLimit(run.job.type)
  const open = ends.flatMap(({ outcome }) =>
    outcome && goesOn(outcome) && (outcome.kind !== 'retry' || isTriable) ? [outcome] : [],
  )
  const [shown] = GOES_ON.flatMap((kind) => open.find((outcome) => outcome.kind === kind) ?? [])
  if (!shown || shown.kind === 'retry') return shown ?? null
  const beside = open.filter((outcome) => outcome !== shown)
  if (shown.kind !== 'held') return { ...shown, beside }
  const held = ends.filter(({ outcome }) => outcome?.kind === 'held' && outcome.by !== 'clock')
  return { ...shown, beside, doorIds: held.map(({ doorId }) => doorId) }
}

function goesOn(outcome: JobOutcome): outcome is Extract<JobOutcome, { kind: (typeof GOES_ON)[number] }> {
  return GOES_ON.some((kind) => kind === outcome.kind)
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

function reasonsOf(ends: readonly EndOfDoor[]): ReadonlyMap<DoorId, string> {
  return new Map(
    ends.flatMap(({ doorId, outcome }) =>
      outcome?.kind === 'failed' || outcome?.kind === 'retry' ? [[doorId, outcome.error] as const] : [],
    ),
  )
}

/** Doors that this run served, and none before it: what an earlier one did is no longer in their newest plan. */
function servedBy(ends: readonly EndOfDoor[]): ReadonlyMap<DoorId, ToldDoor> {
  return new Map(
    ends.flatMap(({ doorId, plan, outcomes, isResumed }) =>
      plan === null || isResumed === true ? [] : [[doorId, { plan, lines: outcomes }] as const],
    ),
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

/** What failed on a door that an earlier run served, and that nobody chose to leave as it is. */
function errorOnRecord({ store }: EngineContext, plan: PlanRecord): string | null {
  const failed = store.plans
    .doorHeads(plan.id)
    .filter((door) => door.state !== 'skipped')
    .flatMap((door) => Object.values(door.results))
    .find(({ result }) => result === 'failed')
  return failed ? (failed.sentence ?? 'Not everything could be done.') : null
}
