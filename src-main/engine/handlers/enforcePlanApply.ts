import PQueue from 'p-queue'
import { assertNever } from '../../domain/assertNever.ts'
import type { DoorId, PlanId } from '../../domain/ids.ts'
import { toIso } from '../../domain/instant.ts'
import { type JobOutcome, nextState } from '../../domain/job/transitions.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import type { FingerprintParts } from '../../domain/plan/fingerprint.ts'
import { fingerprintPartsOf, type SettledOperation } from '../../domain/plan/inventory.ts'
import { gatherPlans } from '../../domain/plan/planScope.ts'
import { shrinkToApproved } from '../../domain/plan/selection.ts'
import { sentenceOfLeftOut } from '../../domain/plan/sentences.ts'
import { isStaleAfterOwnWrites } from '../../domain/plan/staleness.ts'
import type { OperationRecord } from '../../ports/stores/operationStore.ts'
import type { PlanDoorRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { applyDoor, type LineOutcome } from '../applyDoor.ts'
import { openDoor } from '../doorTarget.ts'
import { enforceResult } from '../enforceResult.ts'
import type { EngineContext } from '../engineContext.ts'
import type { JobRun } from '../jobRun.ts'
import { outcomeOfError } from '../outcomeOfError.ts'
import { planDoorNow } from '../planDoorNow.ts'
import { readAndSettle } from '../settleUnsettled.ts'
import { toChange } from '../worker.ts'
import { mayContinue, outcomeOfStop } from './driftEnforceLockTruth.ts'

const MOVED_SENTENCE = 'Not sent: the lock changed after the plan was approved.'

interface DoorEnd {
  readonly plan: DoorPlan | null
  readonly outcomes: readonly LineOutcome[]
  /** Why the whole job cannot end here; null when this door is through. */
  readonly outcome: JobOutcome | null
}

/** Sends the approved lines of a plan, door by door; a door that moved since its approval is left alone. */
export async function enforcePlanApply(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  const { store } = context
  const plan = run.job.planId === null ? null : store.plans.get(run.job.planId)
  if (!plan || (plan.status !== 'approved' && plan.status !== 'applying')) {
    return { kind: 'failed', error: 'This plan is not approved.' }
  }
  store.plans.update(plan.id, { status: 'applying' })
  const doors = store.plans.doors(plan.id).filter((door) => hasWork(door))
  const queue = new PQueue({ concurrency: context.settings.jobsAtOnce })
  const ends = await Promise.all(
    doors.map((door) => queue.add(() => applyApprovedDoor(context, run, plan, door))),
  )
  return conclude(context, plan, ends)
}

function hasWork(door: PlanDoorRecord): boolean {
  return (
    door.approvedLines !== null &&
    door.approvedLines.length > 0 &&
    door.state !== 'stale' &&
    door.state !== 'done'
  )
}

async function applyApprovedDoor(
  context: EngineContext,
  run: JobRun,
  plan: PlanRecord,
  record: PlanDoorRecord,
): Promise<DoorEnd> {
  const { store } = context
  const nothing = { plan: null, outcomes: [] }
  if (isStopped(context, run, plan.id)) return { ...nothing, outcome: { kind: 'cancelled' } }
  const opened = await openDoor(context, run, record.doorId)
  if (opened.kind === 'closed') return { ...nothing, outcome: opened.outcome }
  const { target } = opened
  const { reading, error } = await readAndSettle(context, run, target)
  if (reading.kind === 'unreadable') {
    return { ...nothing, outcome: error ? outcomeOfError(error) : { kind: 'retry', error: reading.reason } }
  }
  const { input, plan: fresh } = planDoorNow(context, target, reading)
  if (fresh.kind === 'unreadable') return { ...nothing, outcome: { kind: 'retry', error: fresh.reason } }
  const now = fingerprintPartsOf(input)
  // The inventory was written by `fingerprintPartsOf` and sealed; nothing else writes that column.
  const approved = store.plans.inventory(plan.id, record.doorId) as FingerprintParts | null
  const operations = store.operations
    .ofPlan(plan.id)
    .filter((operation) => operation.doorId === record.doorId)
  const hmac = (text: string) => context.vault.hmac('fingerprint', text)
  const approvedLines = record.approvedLines ?? []
  if (
    !now ||
    !approved ||
    isStaleAfterOwnWrites({ approved, operations: settledOf(operations), now }, hmac)
  ) {
    store.write(() => {
      store.plans.setDoorState(plan.id, record.doorId, 'stale')
      for (const lineId of approvedLines) {
        store.plans.setLineResult(plan.id, record.doorId, lineId, 'stale', MOVED_SENTENCE)
      }
    })
    return { plan: fresh, outcomes: [], outcome: null }
  }
  const { lines, leftOut } = shrinkToApproved(fresh, new Set(approvedLines))
  const applied = await applyDoor(context, run, {
    target,
    plan: fresh,
    reach: input.capabilities.reach,
    lines,
    planId: plan.id,
    mayContinue: () =>
      isStopped(context, run, plan.id) ? { kind: 'cancelled' } : mayContinue(context, run, target),
  })
  const isRetried = applied.stop === null && applied.outcomes.some((outcome) => outcome.isWorthRetrying)
  store.write(() => {
    for (const { lineId, because } of leftOut) {
      if (record.results[lineId]?.result === 'ok') continue
      const isSo = because === 'already_so'
      store.plans.setLineResult(
        plan.id,
        record.doorId,
        lineId,
        isSo ? 'already_so' : 'skipped',
        isSo ? null : sentenceOfLeftOut(because),
      )
    }
    for (const { line, result, sentence } of applied.outcomes) {
      store.plans.setLineResult(plan.id, record.doorId, line.lineId, result, sentence)
    }
    if (applied.stop === null && !isRetried) store.plans.setDoorState(plan.id, record.doorId, 'done')
  })
  return {
    plan: fresh,
    outcomes: applied.outcomes,
    outcome: applied.stop
      ? outcomeOfStop(applied.stop)
      : isRetried
        ? {
            kind: 'retry',
            error: applied.outcomes.find((outcome) => outcome.isWorthRetrying)?.sentence ?? '',
          }
        : null,
  }
}

function isStopped(context: EngineContext, run: JobRun, planId: PlanId): boolean {
  if (run.signal.aborted || run.isCancelRequested()) return true
  return context.store.plans.get(planId)?.stopRequestedAt !== null
}

/** Our own confirmed writes since the approval: the door is compared as we changed it. */
function settledOf(operations: readonly OperationRecord[]): readonly SettledOperation[] {
  return operations.flatMap((operation): SettledOperation[] => {
    const { vendorPinId, window, pin } = operation
    if (vendorPinId === null || (operation.state !== 'confirmed' && operation.state !== 'already_so'))
      return []
    const name = operation.codeName ?? ''
    switch (operation.kind) {
      case 'add':
        return window && pin !== null ? [{ kind: 'added', vendorPinId, name, pin, window }] : []
      case 'change':
        return window ? [{ kind: 'changed', vendorPinId, name, newPin: pin, window }] : []
      case 'delete':
        return [{ kind: 'deleted', vendorPinId }]
      default:
        return assertNever(operation.kind)
    }
  })
}

function conclude(context: EngineContext, plan: PlanRecord, ends: readonly DoorEnd[]): JobOutcome {
  const { store } = context
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
  const door = plan.scope.kind === 'door' ? store.doors.get(plan.scope.id as DoorId) : null
  const result = { ...enforceResult(whole, outcomes, door), plan_id: plan.id }
  const stopped = ends.find((end) => end.outcome !== null)?.outcome ?? null
  if (stopped && stopped.kind !== 'cancelled' && stopped.kind !== 'failed') return stopped
  store.write(() => {
    store.plans.update(plan.id, { status: fateOf(store.plans.doors(plan.id)), result })
    endWaitingJob(context, plan)
  })
  if (stopped?.kind === 'failed') return { ...stopped, result }
  const failed = outcomes.find((outcome) => outcome.result === 'failed')
  if (failed) return { kind: 'failed', error: failed.sentence ?? 'Not everything could be done.', result }
  return stopped ?? { kind: 'done', result }
}

function onlyDoor(plan: PlanRecord): DoorId | null {
  return plan.scope.kind === 'door' ? (plan.scope.id as DoorId) : null
}

/** What became of a plan whose apply has ended. */
export function fateOf(doors: readonly PlanDoorRecord[]): 'applied' | 'partly_applied' | 'stale' {
  const approved = doors.filter((door) => (door.approvedLines ?? []).length > 0)
  if (approved.length > 0 && approved.every((door) => door.state === 'stale')) return 'stale'
  const isWhole = approved.every((door) =>
    (door.approvedLines ?? []).every((lineId) => {
      const result = door.results[lineId]?.result
      return result === 'ok' || result === 'already_so'
    }),
  )
  return isWhole ? 'applied' : 'partly_applied'
}

/** The job that asked for the approval ends with the apply. */
function endWaitingJob(context: EngineContext, plan: PlanRecord): void {
  const { store, clock, random } = context
  const job = plan.jobId === null ? null : store.jobs.get(plan.jobId)
  if (job?.status !== 'awaiting_approval') return
  const next = nextState(
    { type: job.type, status: job.status, attemptCount: job.attemptCount, waitingSinceMs: null },
    { kind: 'done', result: { plan_id: plan.id } },
    { nowMs: clock.nowMs(), random: random.fraction() },
  )
  if (next) {
    store.jobs.transition(
      job.id,
      { status: job.status, leaseToken: null },
      toChange(next),
      toIso(clock.nowMs()),
    )
  }
}
