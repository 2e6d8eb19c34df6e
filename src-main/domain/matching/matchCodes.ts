import type { ActualCode } from '../code/actualCode.ts'
import { parseCodeName } from '../code/codeName.ts'
import { isSameWindow } from '../code/codeWindow.ts'
import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import type { CredentialId, VendorPinId } from '../ids.ts'
import type { ReceiptOnDoor, UnsettledAdd } from '../plan/doorPlanInput.ts'
import { findUnsettledAdd, isCodeOfUnsettledAdd } from './unsettledAdd.ts'

export type MatchRule = 'receipt' | 'name' | 'pin_of_unsettled_add'

/** What the rules that find a credential's own code made of a listed code. */
export type CodeFate =
  /** No rule took it yet. */
  | 'free'
  /** It is an expected credential's code. */
  | 'matched'
  /** A second code of an expected credential. */
  | 'duplicate'
  /** A second code of a credential with a row under way: nothing is decided before that row settled. */
  | 'waiting'

/** Indexes point into the lists given; `-1` is none. */
export interface CodeMatch {
  /** For each expected code the listed one that is its own. */
  readonly actualOf: Int32Array
  /** For each expected code the rule that found it. */
  readonly ruleOf: readonly (MatchRule | null)[]
  /** For each listed code. */
  readonly fateOf: readonly CodeFate[]
  /** For each listed code the expected one it is, or doubles. */
  readonly expectedOf: Int32Array
  readonly receiptOf: readonly (ReceiptOnDoor | null)[]
  /** Expected codes with a row under way: it occupies the credential. */
  readonly waiting: ReadonlySet<number>
}

/** True when the listed code counts at the same times as the expected one. */
export function hasExpectedWindow(expected: ExpectedCode, actual: ActualCode): boolean {
  const listed = actual.window
  if (listed.kind === 'other' || expected.item.window === null) return false
  if (isSameWindow(listed, expected.item.window)) return true
  return expected.alternativeWindow !== null && isSameWindow(listed, expected.alternativeWindow)
}

export function isOnLock(actual: ActualCode): boolean {
  return actual.status !== 'not_on_lock'
}

/**
 * Negative when `a` is the better match. A row under way comes first (it decides alone), one that is not on the
 * lock last; between them: PIN and window, PIN, window, settled status, lowest id.
 */
function compareMatches(a: ActualCode, b: ActualCode, expected: ExpectedCode): number {
  return matchRank(a, expected) - matchRank(b, expected) || compareVendorPinIds(a.vendorPinId, b.vendorPinId)
}

function matchRank(actual: ActualCode, expected: ExpectedCode): number {
  if (actual.status === 'under_way') return 0
  const isPin = actual.pin === expected.pin
  const isWindow = hasExpectedWindow(expected, actual)
  const byContent = isPin ? (isWindow ? 0 : 1) : isWindow ? 2 : 3
  const isSettled = actual.status === 'settled' || actual.status === 'as_before'
  return (isOnLock(actual) ? 1 : 9) + byContent * 2 + (isSettled ? 0 : 1)
}

function isAscending(receipts: readonly ReceiptOnDoor[]): boolean {
  for (let index = 1; index < receipts.length; index++) {
    const [before, receipt] = [receipts[index - 1], receipts[index]]
    if (before && receipt && compareVendorPinIds(before.vendorPinId, receipt.vendorPinId) >= 0) return false
  }
  return true
}

/** For each listed code its receipt. */
function receiptsOf(
  actual: readonly ActualCode[],
  receipts: readonly ReceiptOnDoor[],
): (ReceiptOnDoor | null)[] {
  const found: (ReceiptOnDoor | null)[] = []
  if (!isAscending(receipts)) {
    const byId = receiptsByVendorPinId(receipts)
    for (const code of actual) found.push(byId.get(code.vendorPinId) ?? null)
    return found
  }
  let next = 0
  for (const { vendorPinId } of actual) {
    let receipt = receipts[next]
    while (receipt && compareVendorPinIds(receipt.vendorPinId, vendorPinId) < 0) receipt = receipts[++next]
    found.push(receipt?.vendorPinId === vendorPinId ? receipt : null)
  }
  return found
}

/** Finds credentials in a list sorted by their ids, quickest when they are asked for in that order; `-1` is none. */
function createIndexFinder(expected: readonly ExpectedCode[]): (credentialId: CredentialId) => number {
  let next = 0
  return (credentialId) => {
    if (expected[next]?.item.credentialId !== credentialId) {
      let [low, high] = [0, expected.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((expected[middle]?.item.credentialId ?? 0) < credentialId) low = middle + 1
        else high = middle
      }
      if (expected[low]?.item.credentialId !== credentialId) return -1
      next = low
    }
    return next++
  }
}

function receiptsByVendorPinId(receipts: readonly ReceiptOnDoor[]): Map<VendorPinId, ReceiptOnDoor> {
  const byId = new Map<VendorPinId, ReceiptOnDoor>()
  for (const receipt of receipts) {
    const other = byId.get(receipt.vendorPinId)
    // Of two receipts for one code the later word counts.
    if (other && (other.receivedAtMs - receipt.receivedAtMs || other.receiptId - receipt.receiptId) > 0)
      continue
    byId.set(receipt.vendorPinId, receipt)
  }
  return byId
}

export interface MatchInput {
  /** By credential id. */
  readonly expected: readonly ExpectedCode[]
  /** By provider id. */
  readonly actual: readonly ActualCode[]
  readonly receipts: readonly ReceiptOnDoor[]
  readonly unsettledAdds: readonly UnsettledAdd[]
  readonly unfinishedReplaces: ReadonlySet<CredentialId>
  readonly clockOffsetMs: number
}

/** Rules 1 (receipt), 2 (name) and the part of 3 (PIN) that adopts. Each takes what earlier ones left. */
export function matchCodes(input: MatchInput): CodeMatch {
  const { expected, actual, receipts } = input
  const actualOf = new Int32Array(expected.length).fill(-1)
  const expectedOf = new Int32Array(actual.length).fill(-1)
  const ruleOf: (MatchRule | null)[] = new Array(expected.length).fill(null)
  const fateOf: CodeFate[] = new Array(actual.length).fill('free')
  const receiptOf = receiptsOf(actual, receipts)
  const indexOf = createIndexFinder(expected)

  function take(actualIndex: number, expectedIndex: number, rule: MatchRule): void {
    const code = actual[actualIndex]
    const wanted = expected[expectedIndex]
    if (!code || !wanted) return
    expectedOf[actualIndex] = expectedIndex
    // Between the two halves of a replace another code of the credential stays the duplicate it was before.
    if (code.pin !== wanted.pin && input.unfinishedReplaces.has(wanted.item.credentialId)) {
      fateOf[actualIndex] = 'duplicate'
      return
    }
    const heldIndex = actualOf[expectedIndex] ?? -1
    const held = actual[heldIndex]
    // A code found by receipt is given up for one found by name only where it never reached the lock.
    const isComparable = ruleOf[expectedIndex] === rule || (held !== undefined && !isOnLock(held))
    const isBetter = !held || (isComparable && compareMatches(code, held, wanted) < 0)
    if (!isBetter) {
      fateOf[actualIndex] = 'duplicate'
      return
    }
    if (held) fateOf[heldIndex] = 'duplicate'
    actualOf[expectedIndex] = actualIndex
    ruleOf[expectedIndex] = rule
    fateOf[actualIndex] = 'matched'
  }

  const unmatched: number[] = []
  for (let index = 0; index < actual.length; index++) {
    const receipt = receiptOf[index]
    if (!receipt) {
      unmatched.push(index)
      continue
    }
    const expectedIndex = indexOf(receipt.credentialId)
    if (expectedIndex >= 0) take(index, expectedIndex, 'receipt')
  }
  for (const index of unmatched) {
    const name = parseCodeName(actual[index]?.name ?? null)
    const expectedIndex = name ? indexOf(name.credentialId) : -1
    if (expectedIndex < 0) continue
    if (expected[expectedIndex]?.item.personId === name?.personId) take(index, expectedIndex, 'name')
  }
  for (const index of input.unsettledAdds.length > 0 ? expected.keys() : []) {
    if ((actualOf[index] ?? -1) >= 0) continue
    const adopted = findAdopted(index, input, { fateOf, receiptOf })
    if (adopted >= 0) take(adopted, index, 'pin_of_unsettled_add')
  }
  const waiting = letDuplicatesWait(actual, expectedOf, fateOf)
  return { actualOf, ruleOf, fateOf, expectedOf, receiptOf, waiting }
}

/** The best free code that an unsettled add of this credential must have made; `-1` when there is none. */
function findAdopted(
  expectedIndex: number,
  input: MatchInput,
  match: Pick<CodeMatch, 'fateOf' | 'receiptOf'>,
): number {
  const wanted = input.expected[expectedIndex]
  const add = wanted && findUnsettledAdd(input.unsettledAdds, wanted.item.credentialId, wanted.pin)
  if (!add) return -1
  let best = -1
  for (const [index, code] of input.actual.entries()) {
    if (match.fateOf[index] !== 'free' || match.receiptOf[index]) continue
    if (!isCodeOfUnsettledAdd(code, add, input.clockOffsetMs)) continue
    const held = input.actual[best]
    if (!held || compareMatches(code, held, wanted) < 0) best = index
  }
  return best
}

/** While one row of a credential is under way, its other codes are left as they are. */
function letDuplicatesWait(
  actual: readonly ActualCode[],
  expectedOf: Int32Array,
  fateOf: CodeFate[],
): ReadonlySet<number> {
  const waiting = new Set<number>()
  for (let index = 0; index < actual.length; index++) {
    const expectedIndex = expectedOf[index] ?? -1
    if (actual[index]?.status === 'under_way' && expectedIndex >= 0) waiting.add(expectedIndex)
  }
  if (waiting.size === 0) return waiting
  for (const index of actual.keys()) {
    const isWaiting = fateOf[index] === 'duplicate' && waiting.has(expectedOf[index] ?? -1)
    if (isWaiting) fateOf[index] = 'waiting'
  }
  return waiting
}
