import type { ActualCode } from '../code/actualCode.ts'
import { formatCodeName } from '../code/codeName.ts'
import type { DoorId } from '../ids.ts'
import type { Chain } from './chains.ts'
import { estimateSecondsWithoutCode, findChains } from './chains.ts'
import type { Decision, Removal } from './decision.ts'
import { formatLineId, kindOfDecision, kindOfRemoval, lineIdOfDecision, lineIdOfRemoval } from './lineId.ts'
import type {
  ApprovalCause,
  Attribution,
  DeleteLine,
  HeldReason,
  InvalidLine,
  PlanLine,
  ReportedLine,
  UnderWayLine,
} from './planLine.ts'
import { whyOfDecision, whyOfRemoval } from './whyFacts.ts'

export interface MaterialiseInput {
  readonly doorId: DoorId
  readonly decisions: readonly Decision[]
  readonly removals: readonly Removal[]
  /** Null in a mode that sends; else why nothing is sent. */
  readonly silentBecause: 'observe_mode' | 'after_restore' | null
  readonly allowForeignUnattended: boolean
}

function attributionOf(code: ActualCode): Attribution {
  return {
    senderUsername: code.senderUsername,
    createdAtMs: code.createdAtMs,
    isCustom: code.isCustom,
    codeType: code.codeType,
  }
}

/** Turns what was decided into lines. Decided before: nothing here changes what is sent. */
export function materialiseLines(input: MaterialiseInput): PlanLine[] {
  const lines: PlanLine[] = []
  const chains = findChains(input.decisions, input.doorId)
  const lineIdByActual = lineIdsByActual(input)
  for (const decision of input.decisions) {
    lines.push(lineOfDecision(decision, { input, chain: chains.get(decision) ?? null, lineIdByActual }))
  }
  for (const removal of input.removals) lines.push(lineOfRemoval(removal, input))
  return lines
}

/** The line that takes a code off its digits, by the code's index; built only where a line waits for one. */
function lineIdsByActual(input: MaterialiseInput): ReadonlyMap<number, string> {
  const ids = new Map<number, string>()
  if (!input.decisions.some((decision) => decision.holders.length > 0)) return ids
  const isSending = input.silentBecause === null
  for (const decision of input.decisions) {
    if (decision.actualIndex >= 0) {
      ids.set(decision.actualIndex, lineIdOfDecision(input.doorId, decision, isSending))
    }
  }
  for (const removal of input.removals) {
    ids.set(removal.actualIndex, lineIdOfRemoval(input.doorId, removal, isSending))
  }
  return ids
}

interface DecisionContext {
  readonly input: MaterialiseInput
  readonly chain: Chain | null
  readonly lineIdByActual: ReadonlyMap<number, string>
}

function lineOfDecision(decision: Decision, context: DecisionContext): PlanLine {
  const { doorId, silentBecause } = context.input
  const { actual, window } = decision
  const { credentialId, personId } = decision.expected.item
  const kind = kindOfDecision(decision, silentBecause === null)
  const secondsWithoutCode =
    decision.kind === 'replace' ? estimateSecondsWithoutCode(context.chain?.length ?? 1) : null
  const base = {
    lineId: lineIdOfDecision(doorId, decision, silentBecause === null),
    why: whyOfDecision(decision, { heldBecause: decision.held ?? silentBecause, secondsWithoutCode }),
    cautions: decision.cautions,
    credentialId,
    personId,
    codeName: formatCodeName({ personId, credentialId }),
  }
  if (kind === 'invalid_expected' || window === null) return invalidLine(decision, base)
  if (kind === 'reported') return reportedDecision(decision, base, silentBecause)

  const afterLineIds = decision.holders
    .map((holder) => context.lineIdByActual.get(holder))
    .filter((lineId) => lineId !== undefined)
    .sort()
  if (kind === 'add' || !actual) return { ...base, kind: 'add', window, restores: null, afterLineIds }
  const listed = {
    vendorPinId: actual.vendorPinId,
    listedWindow: actual.window,
    receiptId: decision.receipt?.receiptId ?? null,
    isCustom: actual.isCustom,
    changesPin: decision.changesPin,
    changesWindow: decision.changesWindow,
  }
  if (decision.replaceReason === null || secondsWithoutCode === null) {
    return { ...base, ...listed, kind: 'change', window, restores: null }
  }
  return {
    ...base,
    ...listed,
    kind: 'replace',
    window,
    restores: null,
    reason: decision.replaceReason,
    afterLineIds,
    needsApprovalBecause: decision.mark?.kind === 'confirm_delete' ? ['confirm_delete_mark'] : [],
    chainId: context.chain?.chainId ?? null,
    secondsWithoutCode,
  }
}

type DecisionBase = Pick<
  InvalidLine,
  'lineId' | 'why' | 'cautions' | 'credentialId' | 'personId' | 'codeName'
>

function invalidLine(decision: Decision, base: DecisionBase): InvalidLine {
  const { takenBy } = decision
  return {
    ...base,
    kind: 'invalid_expected',
    reason: decision.invalid ?? 'backwards_window',
    window: decision.window,
    vendorPinId: decision.actual?.vendorPinId ?? null,
    takenBy: takenBy && {
      ...attributionOf(takenBy),
      vendorPinId: takenBy.vendorPinId,
      codeName: takenBy.name,
    },
  }
}

function reportedDecision(
  decision: Decision,
  base: DecisionBase,
  silentBecause: HeldReason | null,
): ReportedLine {
  return {
    ...base,
    kind: 'reported',
    would: decision.kind,
    heldBecause: decision.held ?? silentBecause ?? 'observe_mode',
    window: decision.window,
    vendorPinId: decision.actual?.vendorPinId ?? null,
    listedWindow: decision.actual?.window ?? null,
    deleteReason: null,
    isForeignNamesake: false,
    grace: null,
    mark: decision.mark,
    attribution: null,
  }
}

function lineOfRemoval(removal: Removal, input: MaterialiseInput): PlanLine {
  const { actual, owner, reason, grace, mark, receipt } = removal
  const kind = kindOfRemoval(removal, input.silentBecause === null)
  const isForeignNamesake = owner.kind === 'ours' && owner.isForeign
  const base = {
    lineId: lineIdOfRemoval(input.doorId, removal, input.silentBecause === null),
    why: whyOfRemoval(removal, removal.held ?? input.silentBecause),
    cautions: removal.cautions,
    credentialId: owner.kind === 'ours' ? owner.credentialId : null,
    personId: owner.kind === 'ours' ? owner.personId : null,
    codeName: actual.name,
    vendorPinId: actual.vendorPinId,
    listedWindow: actual.window,
    isForeignNamesake,
    grace,
    mark,
    attribution: owner.kind === 'stray' || isForeignNamesake ? attributionOf(actual) : null,
  }
  if (kind === 'reported') {
    return {
      ...base,
      kind: 'reported',
      would: 'delete',
      heldBecause: removal.held ?? input.silentBecause ?? 'observe_mode',
      window: null,
      deleteReason: reason,
    }
  }
  const removalBase = { ...base, reason, receiptId: receipt?.receiptId ?? null, isCustom: actual.isCustom }
  if (kind === 'blocked_by_grace') return { ...removalBase, kind: 'blocked_by_grace' }
  const needsApprovalBecause: ApprovalCause[] = []
  const isAsked = removal.revocation?.kind === 'removal_asked'
  if (isForeignNamesake && !input.allowForeignUnattended && !isAsked)
    needsApprovalBecause.push('foreign_namesake')
  if (mark?.kind === 'confirm_delete') needsApprovalBecause.push('confirm_delete_mark')
  const line: DeleteLine = {
    ...removalBase,
    kind: 'delete',
    needsApprovalBecause,
    countsTowardLimits: reason !== 'expired' && removal.revocation === null,
  }
  return line
}

/** A row the provider is still working on. `expected` is the credential that waits for it, if any. */
export function underWayLine(
  doorId: DoorId,
  code: ActualCode,
  waiting: Decision['expected'] | null,
): UnderWayLine {
  return {
    lineId: formatLineId(doorId, 'under_way', { credentialId: null, vendorPinId: code.vendorPinId }),
    kind: 'under_way',
    why: { rule: 'under_way', facts: { vendorPinId: code.vendorPinId } },
    cautions: [],
    credentialId: waiting?.item.credentialId ?? null,
    vendorPinId: code.vendorPinId,
    codeName: code.name,
  }
}
