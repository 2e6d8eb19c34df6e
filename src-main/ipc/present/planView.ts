import type { PlanDoorView, PlanRow, PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { DoorId, PlanId } from '../../domain/ids.ts'
import { COMMAND_SECONDS } from '../../domain/plan/chains.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import { costOfDoor, costOfPlan } from '../../domain/plan/planCost.ts'
import { impactOfPlan } from '../../domain/plan/planImpact.ts'
import { isActionLine } from '../../domain/plan/planLine.ts'
import { isAboutLimits } from '../../domain/plan/safeguards.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanDoorRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { questionsOf, skippedBy, timeLeftOf } from './applyProgress.ts'
import { impactSentence } from './lineSentence.ts'
import { planHolds, safeguardsOf, safeguardViews, secondOperatorOf } from './planGate.ts'
import { approverOf, type LineContext, lineHead, nameLookUp } from './planLines.ts'
import { undoFacts } from './undoView.ts'

/** More are counted, not told one by one. */
const IMPACTS_TOLD = 200

export function planRow(plan: PlanRecord): PlanRow {
  const { summary } = plan
  return {
    id: plan.id,
    correlationId: plan.correlationId,
    title: plan.title,
    status: plan.status,
    mode: plan.mode,
    createdAt: plan.createdAt,
    doors: summary?.doors ?? 0,
    adds: summary?.adds ?? 0,
    changes: (summary?.changes ?? 0) + (summary?.replaces ?? 0),
    deletes: summary?.deletes ?? 0,
    blocked: summary?.blocked ?? 0,
    invalid: summary?.invalidExpected ?? 0,
    reported: summary?.reported ?? 0,
    underWay: summary?.underWay ?? 0,
    unreadableDoors: summary?.unreadableDoors ?? 0,
  }
}

export function planView(
  store: Store,
  planId: PlanId,
  { doorsToRead, nowMs }: { readonly doorsToRead: number; readonly nowMs: number },
): PlanView | null {
  const plan = store.plans.get(planId)
  if (!plan) return null
  const records = store.plans.doors(planId)
  const context = {
    nameOf: nameLookUp(store),
    approver: approverOf(store, plan),
    isApplying: plan.status === 'applying',
  }
  const doors = records.map((record) => ({
    ...doorView({ record, ...context }),
    leftOutBy: record.state === 'skipped' ? skippedBy(store, plan, record.doorId) : null,
  }))
  const whole = { doors: records.map((record) => record.plan as DoorPlan) }
  const gateways = gatewaysByDoor(store, records)
  const cost = costOfPlan(whole, { gatewaysByDoor: gateways, selectedLineIds: approvedLines(records) })
  const impact = impactOfPlan(whole, null)
  return {
    row: planRow(plan),
    digest: plan.digest ?? '',
    expiresAt: plan.expiresAt,
    approvedBy: plan.approvedBy === null ? null : store.operators.nameOf(plan.approvedBy),
    approvedAt: plan.approvedAt,
    approvalReason: plan.approvalReason,
    approvalExpiresAt: plan.approvalExpiresAt,
    scope: plan.scope,
    safeguards: safeguardViews(store, plan),
    secondOperator: secondOperatorOf(store, plan, records),
    doors,
    impact: impact.people.slice(0, IMPACTS_TOLD).map((entry) => impactSentence(store, entry)),
    impactCount: impact.people.length,
    totalCalls: cost.calls,
    totalSeconds: cost.seconds,
    needsTypedDeletes: safeguardsOf(plan).some(isAboutLimits),
    questions: questionsOf(store, plan),
    timeLeft: timeLeftOf(store, plan, { records, gatewaysByDoor: gateways, lanes: cost.lanes }),
    ...planHolds(store, plan, records, nowMs),
    doorsRead: records.length,
    doorsToRead: plan.status === 'reading' ? doorsToRead : records.length,
    ...undoFacts(store, plan, nowMs),
  }
}

/** What an approved plan costs is what was approved of it; null while all may still be chosen. */
function approvedLines(records: readonly PlanDoorRecord[]): ReadonlySet<string> | null {
  if (records.every((record) => record.approvedLines === null)) return null
  return new Set(records.flatMap((record) => record.approvedLines ?? []))
}

function gatewaysByDoor(
  store: Store,
  records: readonly PlanDoorRecord[],
): ReadonlyMap<DoorId, readonly string[]> {
  return new Map(
    records.map((record) => {
      const door = store.doors.get(record.doorId)
      return [
        record.doorId,
        door
          ? store.accounts.gatewaysOfDevice(door.integrationDeviceId, '').map((seen) => seen.gatewayId)
          : [],
      ]
    }),
  )
}

function doorView(context: LineContext): PlanDoorView {
  const { record } = context
  // The column is written by the engine from the domain's DoorPlan only.
  const plan = record.plan as DoorPlan
  if (plan.kind === 'unreadable') {
    return {
      doorId: plan.doorId,
      doorName: plan.doorName,
      timezone: plan.timezone,
      state: 'unreadable',
      unreadableBecause: plan.reason,
      leftOutBy: null,
      calls: 0,
      seconds: 0,
      lines: [],
      unchanged: 0,
    }
  }
  const { calls, commands } = costOfDoor(plan, plan.lines.filter(isActionLine))
  return {
    doorId: plan.doorId,
    doorName: plan.doorName,
    timezone: plan.timezone,
    state:
      record.state === 'stale' || record.state === 'done' || record.state === 'skipped'
        ? record.state
        : 'planned',
    unreadableBecause: null,
    leftOutBy: null,
    calls,
    seconds: commands * COMMAND_SECONDS,
    lines: plan.lines.map((line) => lineHead(line, context)),
    unchanged: plan.summary.unchanged,
  }
}
