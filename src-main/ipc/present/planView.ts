import type { PlanDoorView, PlanRow, PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { AccountId, DoorId, PlanId } from '../../domain/ids.ts'
import { COMMAND_SECONDS } from '../../domain/plan/chains.ts'
import { costOfDoors, countCommands } from '../../domain/plan/planCost.ts'
import { isAboutLimits } from '../../domain/plan/safeguards.ts'
import { servedOrder } from '../../planning/servedOrder.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanDoorHeadRecord, PlanListRecord, PlanScope } from '../../ports/stores/planStore.ts'
import { progressOf, questionsOf, skippedBy, timeLeftOf } from './applyProgress.ts'
import { planHolds, safeguardsOf, safeguardViews, secondOperatorOf } from './planGate.ts'
import { undoFacts } from './undoView.ts'
import { zoneOfScope } from './zoneOfScope.ts'

/** @param zoneOf made once for all plans of a list */
export function planRow(plan: PlanListRecord, zoneOf: (scope: PlanScope) => string | null): PlanRow {
  const { summary } = plan
  return {
    id: plan.id,
    correlationId: plan.correlationId,
    title: plan.title,
    status: plan.status,
    mode: plan.mode,
    createdAt: plan.createdAt,
    timezone: zoneOf(plan.scope),
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

/** A plan with its doors; their lines are asked for door by door. */
export function planView(
  store: Store,
  planId: PlanId,
  { doorsToRead, nowMs }: { readonly doorsToRead: number; readonly nowMs: number },
): PlanView | null {
  const plan = store.plans.get(planId)
  if (!plan) return null
  const records = store.plans.doorHeads(planId)
  const gateways = store.accounts.gatewaysByDevice()
  const gatewaysOf = ({ head }: PlanDoorHeadRecord) => gateways.get(head.integrationDeviceId) ?? []
  const costs = records.map((record) => ({
    ...record.head,
    doorId: record.doorId,
    ...approvedCost(record),
    gateways: gatewaysOf(record),
  }))
  const cost = costOfDoors(costs)
  return {
    row: planRow(plan, zoneOfScope(store)),
    digest: plan.digest ?? '',
    expiresAt: plan.expiresAt,
    approvedBy: plan.approvedBy === null ? null : store.operators.nameOf(plan.approvedBy),
    approvedAt: plan.approvedAt,
    approvalReason: plan.approvalReason,
    approvalExpiresAt: plan.approvalExpiresAt,
    scope: plan.scope,
    safeguards: safeguardViews(store, plan),
    secondOperator: secondOperatorOf(store, plan, records),
    doors: servedOrder(store.plans, records).map((record) => ({
      ...doorView(record),
      leftOutBy: record.state === 'skipped' ? skippedBy(store, plan, record.doorId) : null,
    })),
    totalCalls: cost.calls,
    callsOfAccounts: callsOfAccounts(store, costs),
    totalSeconds: cost.seconds,
    progress: progressOf(plan, records),
    needsTypedDeletes: safeguardsOf(plan).some(isAboutLimits),
    questions: questionsOf(store, plan),
    timeLeft: timeLeftOf(store, plan, { records, gatewaysOf, lanes: cost.lanes }),
    ...planHolds(store, plan, records, nowMs),
    doorsRead: records.length,
    doorsToRead: plan.status === 'reading' ? doorsToRead : records.length,
    ...undoFacts(store, plan, nowMs),
  }
}

function callsOfAccounts(
  store: Store,
  doors: readonly { readonly doorId: DoorId; readonly calls: number }[],
): PlanView['callsOfAccounts'] {
  const accounts = store.doors.accountsOf(doors.map(({ doorId }) => doorId))
  const sums = new Map<AccountId, number>()
  for (const { doorId, calls } of doors) {
    const accountId = accounts.get(doorId)
    if (accountId !== undefined && calls > 0) sums.set(accountId, (sums.get(accountId) ?? 0) + calls)
  }
  return [...sums].map(([accountId, calls]) => ({ accountId, calls }))
}

/** What an approved door costs is what was approved of it. */
function approvedCost({ approvedLines, approvedCalls, head }: PlanDoorHeadRecord) {
  if (approvedLines === null) return {}
  return { calls: approvedCalls ?? head.calls, commands: countCommands(approvedLines) }
}

function doorView({ doorId, state, head }: PlanDoorHeadRecord): Omit<PlanDoorView, 'leftOutBy'> {
  const { doorName, timezone, unreadableBecause, calls, commands, counts, countedDeletes, unchanged } = head
  return {
    ...{ doorId, doorName, timezone, unreadableBecause, calls, counts, countedDeletes, unchanged },
    state: unreadableBecause === null ? readableState(state) : 'unreadable',
    seconds: commands * COMMAND_SECONDS,
  }
}

/** A door is put with the state of its reading. */
function readableState(state: PlanDoorHeadRecord['state']): PlanDoorView['state'] {
  return state === 'unreadable' ? 'planned' : state
}
