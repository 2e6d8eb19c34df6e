import type { ActualCode } from '../code/actualCode.ts'
import type { CodeFate } from '../matching/matchCodes.ts'
import type { Decision, Removal } from './decision.ts'
import { isDecisionActing, isRemovalActing } from './decision.ts'

/** Which listed codes hold digits that some line sends. */
function holdersOf(pins: ReadonlySet<string>, actual: readonly ActualCode[]): ReadonlyMap<string, number[]> {
  const byPin = new Map<string, number[]>()
  for (let index = 0; index < actual.length; index++) {
    const pin = actual[index]?.pin
    if (pin === undefined || !pins.has(pin)) continue
    const holders = byPin.get(pin)
    if (holders) holders.push(index)
    else byPin.set(pin, [index])
  }
  return byPin
}

export interface PinConflictInput {
  readonly decisions: readonly Decision[]
  readonly actual: readonly ActualCode[]
  readonly fateOf: readonly CodeFate[]
  /** True for a free code that is ours and known, so that its removal is ours to decide. */
  readonly isKnownOurs: (actualIndex: number) => boolean
}

export interface PinConflicts {
  /** Codes that are not ours and hold an expected PIN: a person decides about them. */
  readonly taken: ReadonlySet<number>
  /** Decisions whose digits a row under way occupies, by the row. */
  readonly occupied: ReadonlyMap<Decision, ActualCode>
}

/** Rule 3: who holds the digits that a line wants to send. A lock refuses the same PIN twice, whatever the windows. */
export function findPinConflicts(input: PinConflictInput): PinConflicts {
  const taken = new Set<number>()
  const occupied = new Map<Decision, ActualCode>()
  const sending = input.decisions.filter((decision) => decision.sendsPin && decision.invalid === null)
  if (sending.length === 0) return { taken, occupied }
  const pins = new Set(sending.map((decision) => decision.expected.pin))
  const byPin = holdersOf(pins, input.actual)
  for (const decision of sending) {
    const others = (byPin.get(decision.expected.pin) ?? []).filter((index) => index !== decision.actualIndex)
    const holders: number[] = []
    for (const index of others) {
      const holder = input.actual[index]
      if (!holder) continue
      if (holder.status === 'under_way' || input.fateOf[index] === 'waiting') occupied.set(decision, holder)
      else if (input.fateOf[index] === 'free' && !input.isKnownOurs(index)) {
        taken.add(index)
        decision.takenBy ??= holder
        decision.invalid = 'pin_taken_by_unknown_code'
      } else holders.push(index)
    }
    decision.holders = holders
    if (holders.length > 0 && decision.kind === 'change') {
      decision.kind = 'replace'
      decision.replaceReason = 'pin_held_by_another_code'
    }
  }
  return { taken, occupied }
}

/**
 * A line whose digits another code holds can run only when that code goes or changes its digits. Lines that
 * would wait in vain become invalid, and so do those that wait for them.
 */
export function settleWaitingLines(decisions: readonly Decision[], removals: readonly Removal[]): void {
  const decisionOf = new Map<number, Decision>()
  const removalOf = new Map<number, Removal>()
  const waitersOf = new Map<number, Decision[]>()
  const doubtful: Decision[] = []
  for (const decision of decisions) {
    if (decision.actualIndex >= 0) decisionOf.set(decision.actualIndex, decision)
    if (decision.holders.length > 0) doubtful.push(decision)
    for (const holder of decision.holders) {
      const waiters = waitersOf.get(holder)
      if (waiters) waiters.push(decision)
      else waitersOf.set(holder, [decision])
    }
  }
  if (doubtful.length === 0) return
  for (const removal of removals) removalOf.set(removal.actualIndex, removal)

  const isFreed = (holder: number): boolean => {
    const decision = decisionOf.get(holder)
    if (decision) return decision.changesPin && isDecisionActing(decision)
    const removal = removalOf.get(holder)
    return removal !== undefined && isRemovalActing(removal)
  }
  for (let decision = doubtful.pop(); decision; decision = doubtful.pop()) {
    if (!isDecisionActing(decision) || decision.holders.every(isFreed)) continue
    decision.invalid = 'pin_still_held'
    doubtful.push(...(waitersOf.get(decision.actualIndex) ?? []))
  }
}
