import type { PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { formatCodeName } from '../../domain/code/codeName.ts'
import type { DoorId, PersonId, PlanId } from '../../domain/ids.ts'
import { isoOrNull } from '../../domain/instant.ts'
import type { DoorPlan, ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import { isScheduleLineId } from '../../domain/plan/lineId.ts'
import { type BlockedLine, type DeleteLine, isActionLine, type PlanLine } from '../../domain/plan/planLine.ts'
import type { Store } from '../../ports/store.ts'
import type { ReceiptRecord } from '../../ports/stores/lockCodeStore.ts'
import type { PlanDoorRecord, PlanRecord } from '../../ports/stores/planStore.ts'
import { lineSentence } from './lineSentence.ts'
import { windowView } from './windowView.ts'

const SCHEDULE_TITLE = 'Open schedule'

type NameOf = (personId: PersonId) => string | null

interface LineContext {
  readonly record: PlanDoorRecord
  readonly nameOf: NameOf
  /** Null while nobody has approved. */
  readonly approver: string | null
  /** The apply still comes to what was not reached. */
  readonly isApplying: boolean
}

function approverOf(store: Store, plan: PlanRecord): string | null {
  return plan.approvedBy === null ? null : store.operators.nameOf(plan.approvedBy)
}

type ShownResult = Pick<PlanLineView, 'result'> & { readonly sentence: string | null }

/** What became of a line, or that the approver took it out. */
function resultOf(line: PlanLine, { record, approver, isApplying }: LineContext): ShownResult | null {
  const result = record.results[line.lineId]
  if (result?.result === 'skipped' && isApplying && record.state === 'planned') return null
  if (result) return result
  if (record.approvedLines === null || approver === null || !isActionLine(line)) return null
  if (record.approvedLines.includes(line.lineId)) return null
  return { result: 'skipped', sentence: `${approver} left it out of the approval.` }
}

/** One door's lines with all that is shown of them. Null where the plan does not have the door. */
export function planLines(
  store: Store,
  {
    planId,
    doorId,
    of,
  }: { readonly planId: PlanId; readonly doorId: DoorId; readonly of: 'lines' | 'unchanged' },
): readonly PlanLineView[] | null {
  const stored = store.plans.get(planId)
  const record = store.plans.door(planId, doorId)
  if (!stored || !record) return null
  // The column is written by the engine from the domain's DoorPlan only.
  const plan = record.plan as DoorPlan
  if (plan.kind === 'unreadable') return []
  const nameOf: NameOf = (personId) => store.people.get(personId)?.name ?? null
  const proofs = proofsOf(store, plan)
  if (of === 'unchanged') return unchangedViews(plan, nameOf, proofs)
  const context = {
    record,
    nameOf,
    approver: approverOf(store, stored),
    isApplying: stored.status === 'applying',
    proofs,
  }
  return plan.lines.map((line) => lineView(store, plan, line, context))
}

type Proof = Pick<PlanLineView, 'evidence' | 'evidenceAt'>
type ProofOf = (vendorPinId: string | null) => Proof

/** How sure it is that a code stands on the lock, and as of when; at least the list that was planned from. */
function proofsOf(store: Store, plan: ReadableDoorPlan): ProofOf {
  const receipts = new Map<string, ReceiptRecord>(
    store.codes.receipts(plan.doorId).map((receipt) => [receipt.vendorPinId, receipt]),
  )
  const uses: ReadonlyMap<string, string> = store.doorUse.lastUses(plan.integrationDeviceId)
  return (vendorPinId) => {
    if (vendorPinId === null) return { evidence: 'none', evidenceAt: null }
    const receipt = receipts.get(vendorPinId)
    if (receipt) return { evidence: receipt.evidenceGrade, evidenceAt: receipt.evidenceAt }
    const usedAt = uses.get(vendorPinId)
    return usedAt === undefined
      ? { evidence: 'listed', evidenceAt: isoOrNull(plan.readAtMs) }
      : { evidence: 'used_at_door', evidenceAt: usedAt }
  }
}

function lineView(
  store: Store,
  plan: ReadableDoorPlan,
  line: PlanLine,
  { proofs, ...context }: LineContext & { readonly proofs: ProofOf },
): PlanLineView {
  const personId = 'personId' in line ? line.personId : null
  const vendorPinId = 'vendorPinId' in line ? line.vendorPinId : null
  const isSchedule = isScheduleLineId(line.lineId)
  return {
    lineId: line.lineId,
    kind: line.kind,
    title: isSchedule
      ? SCHEDULE_TITLE
      : titleOf({
          name: personId === null ? null : context.nameOf(personId),
          codeName: line.codeName,
          vendorPinId,
        }),
    isAboutSchedule: isSchedule,
    isSelectable: isActionLine(line),
    isApproved: context.record.approvedLines?.includes(line.lineId) ?? null,
    countsTowardLimits: line.kind === 'delete' && line.countsTowardLimits,
    result: resultOf(line, context)?.result ?? null,
    personId,
    codeName: line.codeName,
    vendorPinId,
    window: windowOf(line),
    why: lineSentence(store, plan, line),
    ...(line.kind === 'schedule'
      ? { evidence: 'listed', evidenceAt: isoOrNull(plan.readAtMs) }
      : proofs(vendorPinId)),
    eligibleAt: isEarly(line) ? isoOrNull(line.grace.eligibleAtMs) : null,
    resultSentence: resultOf(line, context)?.sentence ?? null,
    pinTaken:
      line.kind === 'invalid_expected' && line.takenBy !== null && line.credentialId !== null
        ? { credentialId: line.credentialId, vendorPinId: line.takenBy.vendorPinId }
        : null,
  }
}

/** Held back by grace, or sent before its end. */
function isEarly(line: PlanLine): line is BlockedLine | DeleteLine {
  return line.kind === 'blocked_by_grace' || (line.kind === 'delete' && line.grace.isBypassed)
}

function windowOf(line: PlanLine): PlanLineView['window'] {
  if ('window' in line && line.window) return windowView(line.window)
  return 'listedWindow' in line && line.listedWindow ? windowView(line.listedWindow) : null
}

function unchangedViews(plan: ReadableDoorPlan, nameOf: NameOf, proofs: ProofOf): readonly PlanLineView[] {
  const expected = new Map(plan.expected.map((item) => [item.credentialId, item]))
  return plan.unchanged.map(({ credentialId, vendorPinId }) => {
    const item = expected.get(credentialId)
    const codeName = item ? formatCodeName({ personId: item.personId, credentialId }) : null
    return {
      lineId: `d${plan.doorId}/unchanged/c${credentialId}`,
      kind: 'unchanged',
      title: titleOf({ name: item ? nameOf(item.personId) : null, codeName, vendorPinId }),
      isAboutSchedule: false,
      isSelectable: false,
      isApproved: null,
      countsTowardLimits: false,
      result: null,
      personId: item?.personId ?? null,
      codeName,
      vendorPinId,
      window: item?.window ? windowView(item.window) : null,
      why: 'On the lock as decided.',
      ...proofs(vendorPinId),
      eligibleAt: null,
      resultSentence: null,
      pinTaken: null,
    }
  })
}

export function titleOf(of: {
  readonly name: string | null
  readonly codeName: string | null
  readonly vendorPinId: string | null
}): string {
  return of.name ?? of.codeName ?? (of.vendorPinId === null ? 'Code' : `Code ${of.vendorPinId}`)
}
