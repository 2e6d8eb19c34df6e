import type { DoorId, JobId, PlanId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { nextState } from '../domain/job/transitions.ts'
import { NO_DIALOG } from '../domain/plan/applyDialog.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import { costOfDoor } from '../domain/plan/planCost.ts'
import { isActionLine } from '../domain/plan/planLine.ts'
import { type GuardedLine, isAboutLimits } from '../domain/plan/safeguards.ts'
import { isApprovalAlive } from '../planning/approvalLife.ts'
import { guardedDoorsOfPlan, judgePlan } from '../planning/judgePlan.ts'
import { observedDoors } from '../planning/observation.ts'
import { awaitsSecondOperator } from '../planning/secondOperator.ts'
import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { PlanRecord, PlanScope } from '../ports/stores/planStore.ts'
import { audit } from './audit.ts'
import { enqueueForPerson } from './enqueueJob.ts'
import { hideTyped } from './hideTyped.ts'
import { releaseJob } from './releaseJob.ts'
import { RequestError } from './requestError.ts'
import { refuseLateUndo } from './undoPlan.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

const APPROVAL_LIFE_MS = 8 * 3_600_000

/** Stores an empty plan for the scope and enqueues the job that reads its locks. Sends nothing to a lock. */
export function previewPlan(
  context: UseCaseContext,
  actor: Actor,
  request: {
    readonly scope: PlanScope
    readonly title: string
    readonly mode: string
    readonly graceWindowSeconds: number
  },
): { readonly planId: PlanId; readonly jobId: JobId } {
  const { store } = context
  const made = store.write(() => {
    const planId = store.plans.insert({
      correlationId: actor.correlationId,
      jobId: null,
      scope: request.scope,
      title: request.title,
      mode: request.mode,
      graceWindowSeconds: request.graceWindowSeconds,
    })
    const door = request.scope.kind === 'door' ? store.doors.get(request.scope.id as DoorId) : null
    const jobId = enqueueForPerson(context, actor, {
      type: 'drift_check',
      door,
      target: `plan:${planId}`,
      accountId: door?.integrationCustomerId ?? null,
      planId,
      reason: `preview drift_check plan:${planId} ${request.title}`,
      source: 'plan route',
    })
    store.plans.update(planId, { jobId })
    return { planId, jobId }
  })
  context.wake.wake()
  return made
}

export interface ApprovePlan {
  readonly planId: PlanId
  readonly digest: string
  /** All other lines that may be sent are approved. */
  readonly leftOut: readonly string[]
  readonly reason: string
  readonly typedDeletes: number | null
}

/** Stores who approved which lines of which plan, and why. Refused for any plan but the one that was shown. */
export function approvePlan(context: UseCaseContext, actor: Actor, request: ApprovePlan): void {
  const { store, clock } = context
  store.write(() => {
    const plan = openPlan(context, request.planId)
    if (plan.digest !== request.digest) throw new RequestError('plan_changed')
    const heads = store.plans.doorHeads(plan.id)
    const doors = guardedDoorsOfPlan(store, plan.id, heads)
    const leftOut = new Set(request.leftOut)
    const isChosen = ({ lineId }: GuardedLine) => !leftOut.has(lineId)
    const lines = doors.flatMap((door) => door.lines)
    const chosen = lines.filter(isChosen)
    if (chosen.length !== lines.length - leftOut.size) throw new RequestError('plan_changed')
    if (chosen.length === 0) {
      throw new RequestError('validation_failed', { fields: [{ path: 'leftOut', code: 'out_of_range' }] })
    }
    const deletes = chosen.filter((line) => line.kind === 'delete').length
    // The safeguards as they stand now, for the chosen lines; an allowance counts for its own plan alone.
    const judged = judgePlan(store, doors, {
      nowMs: clock.nowMs(),
      allowOnce: new Set(plan.allowances.map(({ key }) => key)),
      selectedLineIds: new Set(chosen.map(({ lineId }) => lineId)),
      isUndo: plan.undoOf !== null,
    })
    const standing = judged.tripped.filter((safeguard) => safeguard.policy === 'auto')
    if (standing[0]) throw new RequestError('safeguard_stands', { facts: { safeguards: standing.length } })
    const isOver = [...judged.tripped, ...judged.allowed].some(isAboutLimits)
    const needed = isOver ? chosen.filter((line) => line.countsTowardLimits).length : 0
    if (needed > 0 && request.typedDeletes !== needed) {
      throw new RequestError('confirmation_needed', { facts: { deletes: needed } })
    }
    const callsOfWhole = new Map(heads.map(({ doorId, head }) => [doorId, head.calls]))
    for (const { doorId, lines: all } of doors) {
      const lineIds = all.filter(isChosen).map(({ lineId }) => lineId)
      const isWhole = lineIds.length === all.length
      const calls = isWhole ? (callsOfWhole.get(doorId) ?? 0) : callsOf(store, plan.id, { doorId, lineIds })
      store.plans.approveLines(plan.id, doorId, { lineIds, calls })
    }
    const atMs = clock.nowMs()
    const reason = hideTyped(store, request.reason)
    store.plans.update(plan.id, {
      status: 'approved',
      approvedBy: actor.operatorId,
      approvedAt: toIso(atMs),
      approvalReason: reason,
      approvalExpiresAt: toIso(atMs + APPROVAL_LIFE_MS),
      confirmedBy: null,
      confirmedAt: null,
    })
    audit(context, ofPlan(actor, plan), {
      entity: 'Plan',
      id: plan.id,
      action: 'approve',
      before: { status: plan.status },
      after: {
        status: 'approved',
        digest: plan.digest,
        reason,
        lines: chosen.length,
        deletes,
        safeguards_allowed: judged.allowed.map(({ key }) => key),
        line_ids: chosen.map(({ lineId }) => lineId),
      },
    })
  })
}

/** What a part of a door's lines costs, which only its whole plan tells. */
function callsOf(
  store: Store,
  planId: PlanId,
  { doorId, lineIds }: { readonly doorId: DoorId; readonly lineIds: readonly string[] },
): number {
  // The column is written by the engine from a domain `DoorPlan` only.
  const plan = store.plans.door(planId, doorId)?.plan as DoorPlan | undefined
  if (lineIds.length === 0 || plan?.kind !== 'planned') return 0
  const chosen = new Set(lineIds)
  return costOfDoor(
    plan,
    plan.lines.filter(isActionLine).filter(({ lineId }) => chosen.has(lineId)),
  ).calls
}

/** Enqueues the sending of the approved lines, under the plan's own correlation id. */
export function applyPlan(context: UseCaseContext, actor: Actor, planId: PlanId): JobId {
  const { store, clock } = context
  const jobId = store.write(() => {
    const plan = store.plans.get(planId)
    if (!plan) throw new RequestError('not_found')
    refuseUnapproved(context, plan)
    if (!isApprovalAlive(plan, clock.nowMs())) throw new RequestError('plan_expired')
    if (observedDoors(store, store.plans.doorHeads(plan.id)).isEvery) throw new RequestError('site_observes')
    if (awaitsSecondOperator(store, plan)) throw new RequestError('second_operator_needed')
    refuseLateUndo(context, plan)
    const underPlan = ofPlan(actor, plan)
    audit(context, underPlan, {
      entity: 'Plan',
      id: plan.id,
      action: 'apply',
      before: { status: plan.status },
      after: { status: 'applying' },
    })
    store.plans.update(plan.id, {
      status: 'applying',
      stopRequestedAt: null,
      stopRequestedBy: null,
      dialog: NO_DIALOG,
    })
    const door = plan.scope.kind === 'door' ? store.doors.get(plan.scope.id as DoorId) : null
    return enqueueForPerson(context, underPlan, {
      type: 'enforce_plan_apply',
      door,
      target: `plan:${plan.id}`,
      accountId: door?.integrationCustomerId ?? null,
      planId: plan.id,
      reason: `plan approved enforce_plan_apply plan:${plan.id} ${plan.title}`,
      source: 'plan route',
    })
  })
  context.wake.wake()
  return jobId
}

export function rejectPlan(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly planId: PlanId; readonly reason: string },
): void {
  const { store, clock, random } = context
  store.write(() => {
    const plan = store.plans.get(request.planId)
    if (!plan) throw new RequestError('not_found')
    // An approval may be taken back as long as nothing was sent.
    if (plan.status !== 'previewed' && plan.status !== 'approved')
      throw new RequestError('plan_already_decided')
    const reason = hideTyped(store, request.reason)
    store.plans.update(plan.id, { status: 'rejected', decidedReason: reason })
    audit(context, ofPlan(actor, plan), {
      entity: 'Plan',
      id: plan.id,
      action: 'reject',
      before: { status: plan.status },
      after: { status: 'rejected', reason },
    })
    const job = plan.jobId === null ? null : store.jobs.get(plan.jobId)
    if (job?.status !== 'awaiting_approval') return
    const now = { nowMs: clock.nowMs(), random: random.fraction() }
    const next = nextState(
      { type: job.type, status: job.status, attemptCount: job.attemptCount, waitingSinceMs: null },
      { kind: 'cancelled' },
      now,
    )
    if (!next) return
    const atIso = toIso(now.nowMs)
    const change = { status: next.status, lastError: `Rejected: ${reason}`, finishedAt: atIso }
    store.jobs.transition(job.id, { status: job.status, leaseToken: null }, change, atIso)
  })
}

/** Ends an apply after the operation in flight. What was done stays done; the rest stays for another time. */
export function stopPlan(context: UseCaseContext, actor: Actor, planId: PlanId): void {
  const { store, clock } = context
  store.write(() => {
    const plan = store.plans.get(planId)
    if (plan?.status !== 'applying') throw new RequestError('plan_already_decided')
    store.plans.update(planId, {
      stopRequestedAt: toIso(clock.nowMs()),
      stopRequestedBy: actor.operatorId,
    })
    audit(context, ofPlan(actor, plan), {
      entity: 'Plan',
      id: planId,
      action: 'stop',
      before: null,
      after: null,
    })
    releaseApply(context, plan)
  })
  context.wake.wake()
}

/** Its apply looks at once what became of what it rests on. */
export function releaseApply(context: UseCaseContext, plan: PlanRecord): void {
  for (const job of context.store.jobs.ofCorrelation(plan.correlationId)) {
    if (job.type === 'enforce_plan_apply' && job.planId === plan.id) releaseJobAtRest(context, job)
  }
}

function releaseJobAtRest(context: UseCaseContext, job: JobRecord): void {
  if (job.status === 'queued' || job.status === 'waiting_offline') releaseJob(context, job)
}

/** Preview, approval, apply and what came of them are one story under the plan's id. */
export function ofPlan(actor: Actor, plan: PlanRecord): Actor {
  return { ...actor, correlationId: plan.correlationId }
}

/** A plan that may still be decided about. */
export function openPlan(context: UseCaseContext, planId: PlanId): PlanRecord {
  const plan = context.store.plans.get(planId)
  if (!plan) throw new RequestError('not_found')
  refuseClosed(context, plan)
  refuseLateUndo(context, plan)
  return plan
}

/** A plan that nobody approved yet waits for that; of any other it was decided otherwise. */
export function refuseUnapproved(context: UseCaseContext, plan: PlanRecord): void {
  if (plan.status === 'approved') return
  refuseClosed(context, plan)
  throw new RequestError('plan_not_approved')
}

function refuseClosed(context: UseCaseContext, plan: PlanRecord): void {
  if (plan.status === 'reading') throw new RequestError('plan_not_ready')
  if (plan.status === 'expired') throw new RequestError('plan_expired')
  if (plan.status !== 'previewed') throw new RequestError('plan_already_decided')
  if (plan.expiresAt !== null && plan.expiresAt <= toIso(context.clock.nowMs()))
    throw new RequestError('plan_expired')
}
