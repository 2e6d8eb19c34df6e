import { isSameWindow } from '../code/codeWindow.ts'
import type { CredentialId, DoorId, PersonId } from '../ids.ts'
import { estimateSecondsWithoutCode } from './chains.ts'
import { cautionsOf } from './decideExpected.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { formatLineId, formatScheduleLineId } from './lineId.ts'
import type {
  ActionLine,
  AddLine,
  ApprovalCause,
  ChangeLine,
  DeleteLine,
  MarkOnLine,
  ReplaceLine,
  ReportedLine,
  WhyFacts,
} from './planLine.ts'
import type { PlacedStep } from './undoPins.ts'
import type { CannotUndo, DoneLine, UndoStep } from './undoStep.ts'
import { windowFacts } from './whyFacts.ts'

const REVERSE = {
  add: 'delete',
  delete: 'add',
  change: 'change',
  replace: 'replace',
  schedule: 'schedule',
} as const

/** The lines of an undo that can be sent. */
export function linesOfSteps(placed: readonly PlacedStep[], input: DoorPlanInput): ActionLine[] {
  const isReplaced = new Set(placed.filter(mustReplace).map(({ step }) => step))
  const idOf = new Map(placed.map(({ step }) => [step, lineIdOf(step, input.doorId, isReplaced.has(step))]))
  const chainOf = chainsAmong(placed, isReplaced, input.doorId)
  return placed.map(({ step, after }) => {
    const lineId = idOf.get(step) ?? ''
    const afterLineIds = after.flatMap((other) => idOf.get(other) ?? []).sort()
    if (step.kind === 'restore') return restoreLine(step, { lineId, afterLineIds })
    if (step.kind === 'remove') return removeLine(step, { lineId, input })
    if (!isReplaced.has(step)) return changeLine(step, { lineId, input })
    return replaceLine(step, { lineId, afterLineIds, chain: chainOf.get(step) ?? null, input })
  })
}

/** A lock changes a custom code within its kind, and only to digits that no other code holds. */
function mustReplace({ step, after }: PlacedStep): boolean {
  if (step.kind !== 'revert') return false
  return !step.listed.isCustom || step.listed.window.kind !== step.code.window.kind || after.length > 0
}

function lineIdOf(step: UndoStep, doorId: DoorId, isReplaced: boolean): string {
  switch (step.kind) {
    case 'restore':
      return formatLineId(doorId, 'add', {
        credentialId: ownerOf(step.done).credentialId,
        vendorPinId: step.code.vendorPinId,
      })
    case 'remove':
      return formatLineId(doorId, 'delete', { credentialId: null, vendorPinId: step.listed.vendorPinId })
    case 'revert':
      return formatLineId(doorId, isReplaced ? 'replace' : 'change', {
        credentialId: step.done.line.credentialId,
        vendorPinId: step.listed.vendorPinId,
      })
  }
}

/** Whose the code that comes back is: a foreign namesake and a second code of a credential are nobody's here. */
function ownerOf({ line }: DoneLine): { credentialId: CredentialId | null; personId: PersonId | null } {
  const isNobodys = line.kind === 'delete' && (line.isForeignNamesake || line.reason === 'duplicate')
  if (isNobodys) return { credentialId: null, personId: null }
  return { credentialId: line.credentialId, personId: line.personId }
}

interface LineContext {
  readonly lineId: string
  readonly input: DoorPlanInput
}

type StepOf<Kind extends UndoStep['kind']> = Extract<UndoStep, { kind: Kind }>

function restoreLine(
  step: StepOf<'restore'>,
  { lineId, afterLineIds }: { readonly lineId: string; readonly afterLineIds: readonly string[] },
): AddLine {
  const { code, done } = step
  const facts = {
    undoes: done.line.kind,
    vendorPinId: code.vendorPinId,
    ...windowFacts('wanted', code.window),
  }
  return {
    kind: 'add',
    lineId,
    why: { rule: 'undo', facts },
    cautions: [],
    ...ownerOf(done),
    codeName: code.name ?? '',
    window: code.window,
    restores: code.vendorPinId,
    afterLineIds,
  }
}

function removeLine({ listed, done, mark }: StepOf<'remove'>, { lineId, input }: LineContext): DeleteLine {
  const { credentialId, personId } = done.line
  const { vendorPinId } = listed
  return {
    kind: 'delete',
    lineId,
    why: { rule: 'undo', facts: { undoes: done.line.kind, vendorPinId } },
    cautions: cautionsOf(listed, cautionContext(input)),
    vendorPinId,
    listedWindow: listed.window,
    receiptId: receiptOf(input, vendorPinId),
    isCustom: listed.isCustom,
    credentialId,
    personId,
    codeName: listed.name,
    reason: 'undone',
    isForeignNamesake: false,
    grace: {
      firstSeenAtMs: input.nowMs,
      firstSeenSource: 'receipt',
      eligibleAtMs: input.nowMs,
      applies: false,
      isBypassed: false,
    },
    mark,
    attribution: null,
    needsApprovalBecause: approvalOf(mark),
    countsTowardLimits: true,
  }
}

function changeLine(step: StepOf<'revert'>, { lineId, input }: LineContext): ChangeLine {
  const { listed, code } = step
  return {
    kind: 'change',
    lineId,
    ...revertBase(step, input),
    window: code.window,
    ...changesOf(listed, code),
  }
}

function replaceLine(
  step: StepOf<'revert'>,
  context: LineContext & { readonly afterLineIds: readonly string[]; readonly chain: UndoChain | null },
): ReplaceLine {
  const { listed, code, mark } = step
  const { chain, input, lineId, afterLineIds } = context
  const base = revertBase(step, input)
  const secondsWithoutCode = estimateSecondsWithoutCode(chain?.length ?? 1)
  return {
    kind: 'replace',
    lineId,
    ...base,
    why: { ...base.why, facts: { ...base.why.facts, secondsWithoutCode } },
    window: code.window,
    ...changesOf(listed, code),
    reason: afterLineIds.length > 0 ? 'pin_held_by_another_code' : 'window_kind_changes',
    afterLineIds,
    needsApprovalBecause: approvalOf(mark),
    chainId: chain?.chainId ?? null,
    secondsWithoutCode,
  }
}

function revertBase({ listed, code, done }: StepOf<'revert'>, input: DoorPlanInput) {
  const { line } = done
  // Only lines of credentials change or replace codes; the type of a done line does not know.
  if (line.kind !== 'change' && line.kind !== 'replace') throw new Error('only these are changed back')
  const facts: WhyFacts = {
    undoes: line.kind,
    vendorPinId: listed.vendorPinId,
    ...windowFacts('wanted', code.window),
    ...windowFacts('listed', listed.window),
    ...changesOf(listed, code),
  }
  return {
    why: { rule: 'undo' as const, facts },
    cautions: cautionsOf(listed, cautionContext(input)),
    credentialId: line.credentialId,
    personId: line.personId,
    codeName: code.name ?? line.codeName,
    vendorPinId: listed.vendorPinId,
    listedWindow: listed.window,
    receiptId: receiptOf(input, listed.vendorPinId),
    isCustom: listed.isCustom,
    restores: code.vendorPinId,
  }
}

function changesOf(listed: StepOf<'revert'>['listed'], code: StepOf<'revert'>['code']) {
  return {
    changesPin: listed.pin !== code.pin,
    changesWindow: listed.window.kind === 'other' || !isSameWindow(listed.window, code.window),
  }
}

/** A line of the undone plan that stays as it is, and why. */
export function cannotUndoLine(doorId: DoorId, done: DoneLine, because: CannotUndo): ReportedLine {
  const { line, before, written } = done
  const vendorPinId = before?.vendorPinId ?? written?.vendorPinId ?? null
  const { credentialId, personId } = line
  return {
    kind: 'reported',
    lineId:
      line.kind === 'schedule'
        ? formatScheduleLineId(doorId, 'reported')
        : formatLineId(doorId, 'reported', { credentialId, vendorPinId }),
    why: { rule: 'undo', facts: { undoes: line.kind, cannot: because, heldBecause: 'cannot_be_undone' } },
    cautions: [],
    would: REVERSE[line.kind],
    heldBecause: 'cannot_be_undone',
    credentialId,
    personId,
    codeName: line.codeName,
    window: null,
    vendorPinId,
    listedWindow: before?.window ?? null,
    deleteReason: null,
    isForeignNamesake: false,
    grace: null,
    mark: null,
    attribution: null,
  }
}

interface UndoChain {
  readonly chainId: string
  readonly length: number
}

/** Replaces that wait for one another's digits; all that are so linked on a door take their deletes first. */
function chainsAmong(
  placed: readonly PlacedStep[],
  isReplaced: ReadonlySet<UndoStep>,
  doorId: DoorId,
): ReadonlyMap<UndoStep, UndoChain> {
  const linked = new Set<UndoStep>()
  for (const { step, after } of placed) {
    if (!isReplaced.has(step)) continue
    for (const other of after.filter((candidate) => isReplaced.has(candidate))) linked.add(step).add(other)
  }
  const ids = [...linked].flatMap((step) => step.done.line.credentialId ?? [])
  const chain = { chainId: `d${doorId}/chain/c${Math.min(...ids)}`, length: linked.size }
  return new Map([...linked].map((step) => [step, chain]))
}

function receiptOf(input: DoorPlanInput, vendorPinId: DeleteLine['vendorPinId']): DeleteLine['receiptId'] {
  return input.receipts.find((receipt) => receipt.vendorPinId === vendorPinId)?.receiptId ?? null
}

function approvalOf(mark: MarkOnLine | null): readonly ApprovalCause[] {
  return mark?.kind === 'confirm_delete' ? ['confirm_delete_mark'] : []
}

function cautionContext({ capabilities, usedVendorPinIds }: DoorPlanInput) {
  return {
    capabilities,
    isUsed: (code: { readonly vendorPinId: DeleteLine['vendorPinId'] }) =>
      usedVendorPinIds.has(code.vendorPinId),
  }
}
