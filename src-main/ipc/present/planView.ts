import type {
  PlanDoorView,
  PlanLineView,
  PlanRow,
  PlanView,
} from '../../../src-preload/contract/views/plans.ts'
import type { DoorId, PlanId } from '../../domain/ids.ts'
import { isoOrNull } from '../../domain/instant.ts'
import { COMMAND_SECONDS } from '../../domain/plan/chains.ts'
import type { DoorPlan, ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import { costOfDoor, costOfPlan } from '../../domain/plan/planCost.ts'
import { impactOfPlan } from '../../domain/plan/planImpact.ts'
import { isActionLine, type PlanLine } from '../../domain/plan/planLine.ts'
import { gatherPlans } from '../../domain/plan/planScope.ts'
import { isAboutLimits } from '../../domain/plan/safeguards.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanDoorRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { questionsOf, timeLeftOf } from './applyProgress.ts'
import { impactSentence, lineSentence } from './lineSentence.ts'
import { planHolds, safeguardsOf, safeguardViews, secondOperatorOf } from './planGate.ts'
import { undoFacts } from './undoView.ts'
import { windowView } from './windowView.ts'

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
  const doors = records.map((record) => doorView(store, plan, record))
  const whole = wholePlan(records)
  const gateways = gatewaysByDoor(store, records)
  const cost = costOfPlan(whole, { gatewaysByDoor: gateways, selectedLineIds: null })
  const impact = impactOfPlan(whole, null)
  return {
    row: planRow(plan),
    digest: plan.digest ?? '',
    expiresAt: plan.expiresAt,
    approvedBy: plan.approvedBy === null ? null : store.operators.nameOf(plan.approvedBy),
    approvedAt: plan.approvedAt,
    approvalReason: plan.approvalReason,
    safeguards: safeguardViews(store, plan),
    secondOperator: secondOperatorOf(store, plan, records),
    doors,
    impact: impact.people.map((entry) => impactSentence(store, entry)),
    totalCalls: cost.calls,
    totalSeconds: cost.seconds,
    needsTypedDeletes: safeguardsOf(plan).some(isAboutLimits),
    questions: questionsOf(store, plan),
    timeLeft: timeLeftOf(store, plan, { records, gatewaysByDoor: gateways }),
    ...planHolds(store, plan, records, nowMs),
    doorsRead: records.length,
    doorsToRead: plan.status === 'reading' ? doorsToRead : records.length,
    ...undoFacts(store, plan, nowMs),
  }
}

function wholePlan(records: readonly PlanDoorRecord[]) {
  return gatherPlans(
    records.map((record) => record.plan as DoorPlan),
    {
      generatedAtMs: 0,
      filters: {
        doorId: null,
        siteId: null,
        doorGroupId: null,
        integrationDeviceId: null,
        providerType: 'TTLOCK',
      },
    },
  )
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

function doorView(store: Store, stored: PlanRecord, record: PlanDoorRecord): PlanDoorView {
  // The column is written by the engine from the domain's DoorPlan only.
  const plan = record.plan as DoorPlan
  if (plan.kind === 'unreadable') {
    return {
      doorId: plan.doorId,
      doorName: plan.doorName,
      timezone: plan.timezone,
      state: 'unreadable',
      unreadableBecause: plan.reason,
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
    calls,
    seconds: commands * COMMAND_SECONDS,
    lines: plan.lines.map((line) => lineView(store, plan, line, { record, stored })),
    unchanged: plan.summary.unchanged,
  }
}

function lineView(
  store: Store,
  plan: ReadableDoorPlan,
  line: PlanLine,
  of: { readonly record: PlanDoorRecord; readonly stored: PlanRecord },
): PlanLineView {
  const personId = 'personId' in line ? line.personId : null
  const person = personId === null ? null : store.people.get(personId)
  const codeName = 'codeName' in line ? line.codeName : null
  const vendorPinId = 'vendorPinId' in line ? line.vendorPinId : null
  const result = of.record.results[line.lineId] ?? leftOutAtApproval(store, line, of)
  return {
    lineId: line.lineId,
    kind: line.kind,
    title: person?.name ?? codeName ?? (vendorPinId === null ? 'Code' : `Code ${vendorPinId}`),
    personId,
    codeName,
    vendorPinId,
    window: windowOf(line),
    why: lineSentence(store, plan, line),
    evidence: vendorPinId === null ? 'none' : 'listed',
    eligibleAt:
      line.kind === 'blocked_by_grace' || line.kind === 'delete' ? isoOrNull(line.grace.eligibleAtMs) : null,
    isSelectable: isActionLine(line),
    countsTowardLimits: line.kind === 'delete' && line.countsTowardLimits,
    result: result?.result ?? null,
    resultSentence: result?.sentence ?? null,
  }
}

function windowOf(line: PlanLine): PlanLineView['window'] {
  if ('window' in line && line.window) return windowView(line.window)
  return 'listedWindow' in line && line.listedWindow ? windowView(line.listedWindow) : null
}

/** A line that the approver took out; null while nobody has approved. */
function leftOutAtApproval(
  store: Store,
  line: PlanLine,
  { record, stored }: { readonly record: PlanDoorRecord; readonly stored: PlanRecord },
): { readonly result: 'skipped'; readonly sentence: string } | null {
  if (record.approvedLines === null || stored.approvedBy === null || !isActionLine(line)) return null
  if (record.approvedLines.includes(line.lineId)) return null
  return {
    result: 'skipped',
    sentence: `${store.operators.nameOf(stored.approvedBy)} left it out of the approval.`,
  }
}
