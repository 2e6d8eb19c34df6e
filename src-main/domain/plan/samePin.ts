import type { ActualCode } from '../code/actualCode.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import type { CredentialId } from '../ids.ts'
import type { CodeMatch } from '../matching/matchCodes.ts'
import type { ReceiptOnDoor } from './doorPlanInput.ts'

export interface SamePinInput {
  readonly expected: readonly ExpectedCode[]
  readonly actual: readonly ActualCode[]
  readonly actualOf: CodeMatch['actualOf']
  readonly receipts: readonly ReceiptOnDoor[]
  readonly unfinishedReplaces: ReadonlySet<CredentialId>
  /** True for a credential that is not to be put on this door now, and so claims no digits. */
  readonly isAside: (credentialId: CredentialId) => boolean
  /** True for an expected code (index) that stands on the lock as it should: it sends no digits, so cannot lose them. */
  readonly isSettled: (index: number) => boolean
}

/**
 * Indexes of expected codes whose PIN belongs to another one on this door. The one whose code holds the digits
 * now keeps them, else one in the middle of a replace, else one with a receipt on the door, else the older id. A later credential that is not on
 * the lock claims nothing yet.
 */
export function findPinLosers(input: SamePinInput): ReadonlySet<number> {
  const sent = new Set<string>()
  for (let index = 0; index < input.expected.length; index++) {
    const code = input.expected[index]
    if (code && !input.isSettled(index)) sent.add(code.pin)
  }
  const keeperOf = new Map<string, number>()
  const losers = new Set<number>()
  const claimsNothing = ({ item }: ExpectedCode) =>
    item.window === null ||
    (item.isLater && !input.unfinishedReplaces.has(item.credentialId)) ||
    input.isAside(item.credentialId)
  for (let index = 0; index < input.expected.length; index++) {
    const code = input.expected[index]
    if (!code || !sent.has(code.pin)) continue
    const isAbsent = (input.actualOf[index] ?? -1) < 0
    if (isAbsent && claimsNothing(code)) continue
    const other = keeperOf.get(code.pin)
    if (other === undefined) {
      keeperOf.set(code.pin, index)
      continue
    }
    // Expected codes come by credential id, so the older one stands first and keeps a tie.
    const isBetter = claimOf(input, index) < claimOf(input, other)
    losers.add(isBetter ? other : index)
    if (isBetter) keeperOf.set(code.pin, index)
  }
  return losers
}

function claimOf(input: SamePinInput, index: number): number {
  const code = input.expected[index]
  if (!code) return 4
  const actual = input.actual[input.actualOf[index] ?? -1]
  if (actual?.pin === code.pin) return 0
  // It was the keeper when its old code was taken off.
  if (!actual && input.unfinishedReplaces.has(code.item.credentialId)) return 1
  // A code found without its receipt is about to be adopted: it counts as one with a receipt.
  return actual || input.receipts.some((receipt) => receipt.credentialId === code.item.credentialId) ? 2 : 3
}
