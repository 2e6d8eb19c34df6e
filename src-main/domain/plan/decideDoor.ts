import type { ActualCode } from '../code/actualCode.ts'
import type { ExpectedAtDoor, ExpectedCode } from '../credential/expectedAt.ts'
import { type CodeOwner, ownerOf } from '../matching/codeOwner.ts'
import { type CodeMatch, isOnLock, matchCodes } from '../matching/matchCodes.ts'
import { createAskFinder } from './askedRemovals.ts'
import {
  type DecideContext,
  decideAbsent,
  decideListed,
  findDeviceFault,
  isAsExpected,
  isPaused,
} from './decideExpected.ts'
import { createRevocationFinder, decideRemoval, type RemovalContext } from './decideRemoval.ts'
import type { Decision, Removal } from './decision.ts'
import type { Adoption, UnchangedItem } from './doorPlan.ts'
import type { DoorPlanInput, Hmac } from './doorPlanInput.ts'
import { findRoom } from './lockRoom.ts'
import { createMarkFinder } from './marks.ts'
import type { ModeRules } from './modes.ts'
import { findPinConflicts, settleWaitingLines } from './pinConflicts.ts'
import { findPinLosers } from './samePin.ts'

export interface DecideDoorInput {
  readonly input: DoorPlanInput
  readonly expected: ExpectedAtDoor
  /** By provider id. */
  readonly actual: readonly ActualCode[]
  /** Custom codes the lock can hold beside those that are not looked at. */
  readonly capacity: number
  readonly readAtMs: number
  readonly rules: ModeRules
  readonly hmac: Hmac
}

export interface UnderWayRow {
  readonly code: ActualCode
  /** The expected credential that waits for it. */
  readonly expected: ExpectedCode | null
}

export interface DoorDecisions {
  readonly decisions: readonly Decision[]
  readonly removals: readonly Removal[]
  readonly unchanged: readonly UnchangedItem[]
  readonly adopt: readonly Adoption[]
  readonly underWay: readonly UnderWayRow[]
  readonly receiptOf: CodeMatch['receiptOf']
  readonly later: number
  readonly foreignNamesakes: number
}

/** The rules of matching in their order, then what each code needs; modes and lines come after. */
export function decideDoor(door: DecideDoorInput): DoorDecisions {
  const { input, actual } = door
  const match = matchCodes({
    expected: door.expected.codes,
    actual,
    receipts: input.receipts,
    unsettledAdds: input.unsettledAdds,
    unfinishedReplaces: input.unfinishedReplaces,
    clockOffsetMs: input.clockOffsetMs,
  })
  const context = contextOf(door)
  const wanted = decideAllExpected(door, match, context)
  const owners = ownersOfUnmatched(door, match)
  const askedOf = createAskFinder(input, context.findMark, door.hmac)
  const conflicts = findPinConflicts({
    decisions: wanted.decisions,
    actual,
    fateOf: match.fateOf,
    isKnownOurs: (index) => {
      const owner = owners.get(index)
      const code = actual[index]
      return (owner?.kind === 'ours' && !owner.isForeign) || (code !== undefined && askedOf(code) !== null)
    },
  })
  const { occupied, taken } = conflicts
  for (const [decision, row] of occupied) wanted.waitingFor.set(row, decision.expected)
  const decisions =
    occupied.size === 0 ? wanted.decisions : wanted.decisions.filter((decision) => !occupied.has(decision))
  const removals = decideAllRemovals(door, { match, owners, taken, context, askedOf })
  settleWaitingLines(decisions, removals)
  findRoom(decisions, removals, { actual, capacity: door.capacity })
  // What found no room gives its old digits up no longer.
  settleWaitingLines(decisions, removals)
  return {
    decisions,
    removals,
    unchanged: wanted.unchanged,
    adopt: wanted.adopt,
    underWay: rowsUnderWay(actual, wanted.waitingFor),
    receiptOf: match.receiptOf,
    later: wanted.later,
    foreignNamesakes: countForeign(owners),
  }
}

function contextOf({ input, hmac }: DecideDoorInput): DecideContext {
  return {
    nowMs: input.nowMs,
    capabilities: input.capabilities,
    deviceFault: findDeviceFault(input.capabilities),
    paused: input.pausedCredentials,
    unfinishedReplaces: input.unfinishedReplaces,
    isUsed: (code) => input.usedVendorPinIds.has(code.vendorPinId),
    findMark: createMarkFinder(input.marks, {
      nowMs: input.nowMs,
      externalDeviceId: input.externalDeviceId,
      hmac,
    }),
  }
}

interface ExpectedDecisions {
  readonly decisions: Decision[]
  readonly unchanged: UnchangedItem[]
  readonly adopt: Adoption[]
  /** Which expected code waits for a row. */
  readonly waitingFor: Map<ActualCode, ExpectedCode>
  later: number
}

function decideAllExpected(
  { input, expected, actual }: DecideDoorInput,
  match: CodeMatch,
  context: DecideContext,
): ExpectedDecisions {
  const made: ExpectedDecisions = { decisions: [], unchanged: [], adopt: [], waitingFor: new Map(), later: 0 }
  const losers = findPinLosers({
    expected: expected.codes,
    actual,
    actualOf: match.actualOf,
    receipts: input.receipts,
    unfinishedReplaces: input.unfinishedReplaces,
    isAside: (credentialId) => isPaused(input.pausedCredentials, credentialId, input.nowMs),
    isSettled: (index) => isAsExpected(expected.codes[index], actual[match.actualOf[index] ?? -1]),
  })
  for (let index = 0; index < expected.codes.length; index++) {
    const wanted = expected.codes[index]
    if (!wanted) continue
    const actualIndex = match.actualOf[index] ?? -1
    const code = actual[actualIndex]
    const rule = match.ruleOf[index]
    if (!code || !rule) {
      const decision = decideAbsent(wanted, losers.has(index), context)
      if (decision) made.decisions.push(decision)
      else made.later++
      continue
    }
    const { credentialId, personId } = wanted.item
    const { vendorPinId } = code
    if (rule !== 'receipt' && isOnLock(code)) made.adopt.push({ credentialId, personId, vendorPinId, rule })
    if (match.waiting.has(index)) {
      made.waitingFor.set(code, wanted)
      continue
    }
    if (isAsExpected(wanted, code)) {
      made.unchanged.push({ credentialId, vendorPinId, rule })
      continue
    }
    const decision = decideListed(
      {
        expected: wanted,
        actual: code,
        actualIndex,
        receipt: match.receiptOf[actualIndex] ?? null,
        rule,
        isPinOfAnother: losers.has(index),
      },
      context,
    )
    if (decision) made.decisions.push(decision)
    else if (isOnLock(code)) made.unchanged.push({ credentialId, vendorPinId, rule })
    else made.later++
  }
  return made
}

/** Owners of the codes that are nobody's match: free ones and duplicates. */
function ownersOfUnmatched({ input, actual }: DecideDoorInput, match: CodeMatch): Map<number, CodeOwner> {
  const owners = new Map<number, CodeOwner>()
  for (let index = 0; index < actual.length; index++) {
    const fate = match.fateOf[index]
    const code = actual[index]
    if (!code || fate === 'matched' || fate === 'waiting') continue
    owners.set(index, ownerOf(code, match.receiptOf[index] ?? null, input))
  }
  return owners
}

interface RemovalsInput {
  readonly match: CodeMatch
  readonly owners: ReadonlyMap<number, CodeOwner>
  /** Codes that a person decides about, because they hold an expected PIN. */
  readonly taken: ReadonlySet<number>
  readonly context: DecideContext
  readonly askedOf: RemovalContext['askedOf']
}

function decideAllRemovals(door: DecideDoorInput, rest: RemovalsInput): Removal[] {
  if (rest.owners.size === 0) return []
  const { input, actual } = door
  const context: RemovalContext = {
    input,
    readAtMs: door.readAtMs,
    rules: door.rules,
    endedAtMsById: door.expected.endedAtMsById,
    sightingOf: (vendorPinId) => input.sightings.get(vendorPinId) ?? null,
    revocationOf: createRevocationFinder(input.revocations),
    findMark: rest.context.findMark,
    isUsed: rest.context.isUsed,
    askedOf: rest.askedOf,
  }
  const removals: Removal[] = []
  for (const [actualIndex, owner] of rest.owners) {
    const code = actual[actualIndex]
    if (!code || code.status === 'under_way' || rest.taken.has(actualIndex)) continue
    const expectedIndex = rest.match.expectedOf[actualIndex] ?? -1
    const keptCode = actual[rest.match.actualOf[expectedIndex] ?? -1] ?? null
    const receipt = rest.match.receiptOf[actualIndex] ?? null
    const isDuplicate = rest.match.fateOf[actualIndex] === 'duplicate'
    removals.push(
      decideRemoval({ actual: code, actualIndex, receipt, owner, isDuplicate, keptCode }, context),
    )
  }
  return removals
}

function rowsUnderWay(
  actual: readonly ActualCode[],
  waitingFor: ReadonlyMap<ActualCode, ExpectedCode>,
): UnderWayRow[] {
  const rows: UnderWayRow[] = []
  for (const code of actual) {
    if (code.status === 'under_way') rows.push({ code, expected: waitingFor.get(code) ?? null })
  }
  return rows
}

function countForeign(owners: ReadonlyMap<number, CodeOwner>): number {
  let count = 0
  for (const owner of owners.values()) if (owner.kind === 'ours' && owner.isForeign) count++
  return count
}
