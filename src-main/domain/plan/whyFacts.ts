import type { ListedWindow } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { Decision, Removal } from './decision.ts'
import type { Why, WhyFacts } from './planLine.ts'

type Facts = Record<string, string | number | boolean | null>

/** The facts of a window under a prefix: `wantedKind`, `wantedStartMs`, `wantedEndMs`. */
function windowFacts(prefix: 'wanted' | 'listed', window: CodeWindow | ListedWindow | null): Facts {
  if (window === null) return {}
  const facts: Facts = { [`${prefix}Kind`]: window.kind }
  if (window.kind === 'period') {
    facts[`${prefix}StartMs`] = window.startMs
    facts[`${prefix}EndMs`] = window.endMs
  }
  if (window.kind === 'other') facts[`${prefix}CodeType`] = window.codeType
  return facts
}

/** Why an expected code needs a line. `asFound` is the decision before pin conflicts turned it invalid. */
export function whyOfDecision(decision: Decision): Why {
  const { actual, takenBy } = decision
  const facts: Facts = windowFacts('wanted', decision.window)
  if (actual) {
    Object.assign(facts, windowFacts('listed', actual.window))
    facts.vendorPinId = actual.vendorPinId
    facts.changesPin = decision.changesPin
    facts.changesWindow = decision.changesWindow
    facts.foundBy = decision.rule
  }
  if (decision.invalid === null) {
    if (decision.replaceReason !== null) facts.replaceReason = decision.replaceReason
    if (decision.held !== null) facts.heldBecause = decision.held
    return { rule: decision.rule, facts }
  }
  facts.invalid = decision.invalid
  if (takenBy) facts.takenByVendorPinId = takenBy.vendorPinId
  return { rule: takenBy ? 'pin_taken' : 'expected_is_invalid', facts }
}

export function whyOfRemoval(removal: Removal): Why {
  const { owner, revocation, keptCode, grace } = removal
  const facts: Facts = {
    reason: removal.reason,
    owner: owner.kind === 'stray' ? 'stray' : owner.by,
    firstSeenAtMs: grace.firstSeenAtMs,
    firstSeenSource: grace.firstSeenSource,
    eligibleAtMs: grace.eligibleAtMs,
    graceBypassed: grace.isBypassed,
  }
  if (owner.kind === 'ours') facts.isForeignNamesake = owner.isForeign
  if (removal.endedAtMs !== null) facts.endedAtMs = removal.endedAtMs
  if (keptCode) facts.keptVendorPinId = keptCode.vendorPinId
  if (removal.held !== null) facts.heldBecause = removal.held
  if (removal.actual.status === 'not_on_lock') facts.isOnLock = false
  if (revocation) {
    facts.revocation = revocation.kind
    facts.revokedBy = revocation.revokedBy
    facts.revokedAtMs = revocation.revokedAtMs
  }
  return { rule: 'not_expected', facts: facts satisfies WhyFacts }
}
