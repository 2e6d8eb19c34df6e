import type { ListedWindow } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { Decision, Removal } from './decision.ts'
import type { HeldReason, MarkOnLine, Why, WhyFacts } from './planLine.ts'

type Facts = Record<string, string | number | boolean | null>

function addWindow(facts: Facts, prefix: 'wanted' | 'listed', window: CodeWindow | ListedWindow): void {
  facts[`${prefix}Kind`] = window.kind
  if (window.kind === 'period') {
    facts[`${prefix}StartMs`] = window.startMs
    facts[`${prefix}EndMs`] = window.endMs
  }
  if (window.kind === 'other') facts[`${prefix}CodeType`] = window.codeType
}

/** The facts of a window for a sentence: `wantedKind`, `wantedStartMs`, … */
export function windowFacts(prefix: 'wanted' | 'listed', window: CodeWindow | ListedWindow): WhyFacts {
  const facts: Facts = {}
  addWindow(facts, prefix, window)
  return facts
}

function addMark(facts: Facts, mark: MarkOnLine | null): void {
  if (!mark) return
  facts.mark = mark.kind
  facts.markSetBy = mark.setBy
  facts.markReason = mark.reason
  facts.markUntilMs = mark.untilMs
}

/** Why an expected code needs a line. `heldBecause` is what keeps it from being sent, if anything does. */
export function whyOfDecision(
  decision: Decision,
  options: { readonly heldBecause: HeldReason | null; readonly secondsWithoutCode: number | null },
): Why {
  const { actual, takenBy } = decision
  const facts: Facts = {}
  if (decision.window) addWindow(facts, 'wanted', decision.window)
  if (actual) {
    addWindow(facts, 'listed', actual.window)
    facts.vendorPinId = actual.vendorPinId
    facts.changesPin = decision.changesPin
    facts.changesWindow = decision.changesWindow
    facts.foundBy = decision.rule
  }
  if (decision.replaceReason !== null) facts.replaceReason = decision.replaceReason
  if (decision.invalid !== null) {
    facts.invalid = decision.invalid
    if (takenBy) {
      facts.takenByVendorPinId = takenBy.vendorPinId
      facts.takenByName = takenBy.name
      facts.senderUsername = takenBy.senderUsername
      facts.madeAtMs = takenBy.createdAtMs
    }
    return { rule: takenBy ? 'pin_taken' : 'expected_is_invalid', facts }
  }
  if (options.secondsWithoutCode !== null) facts.secondsWithoutCode = options.secondsWithoutCode
  if (options.heldBecause !== null) {
    facts.heldBecause = options.heldBecause
    facts.would = decision.kind
    addMark(facts, decision.mark)
  }
  return { rule: decision.rule, facts }
}

/** Why a listed code goes, or would go. */
export function whyOfRemoval(removal: Removal, heldBecause: HeldReason | null): Why {
  const { actual, owner, revocation, keptCode, grace } = removal
  const facts: Facts = {
    reason: removal.reason,
    owner: owner.kind === 'stray' ? 'stray' : owner.by,
    vendorPinId: actual.vendorPinId,
    firstSeenAtMs: grace.firstSeenAtMs,
    firstSeenSource: grace.firstSeenSource,
    eligibleAtMs: grace.eligibleAtMs,
    graceBypassed: grace.isBypassed,
  }
  if (owner.kind === 'ours') facts.isForeignNamesake = owner.isForeign
  if (owner.kind === 'stray' || owner.isForeign) {
    facts.senderUsername = actual.senderUsername
    facts.madeAtMs = actual.createdAtMs
    facts.isCustom = actual.isCustom
  }
  if (removal.endedAtMs !== null) facts.endedAtMs = removal.endedAtMs
  if (keptCode) facts.keptVendorPinId = keptCode.vendorPinId
  if (actual.status === 'not_on_lock') facts.isOnLock = false
  if (actual.window.kind === 'other') facts.listedCodeType = actual.window.codeType
  if (revocation) {
    facts.revocation = revocation.kind
    facts.revokedBy = revocation.revokedBy
    facts.revokedAtMs = revocation.revokedAtMs
  }
  if (heldBecause !== null) {
    facts.heldBecause = heldBecause
    facts.would = 'delete'
  }
  addMark(facts, removal.mark)
  return { rule: 'not_expected', facts }
}
