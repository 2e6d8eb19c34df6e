import type { ActualCode } from '../domain/code/actualCode.ts'
import { looksOf } from '../domain/code/codeLooks.ts'
import { parseCodeName } from '../domain/code/codeName.ts'
import type { ExpectedAtDoor, ExpectedCode } from '../domain/credential/expectedAt.ts'
import type { CredentialId, VendorPinId } from '../domain/ids.ts'
import type { InStep } from '../domain/plan/planDoor.ts'
import type { CodeAtAGlance } from '../ports/stores/lockCodeStore.ts'

/** What should be on a lock, prepared for many doors on which it is the same. */
export interface ExpectedLooks {
  readonly at: ExpectedAtDoor
  readonly indexOf: ReadonlyMap<CredentialId, number>
  /** For each expected code how a listed one looks that needs nothing; two looks where two windows are right. */
  readonly looks: readonly (string | null)[]
  readonly otherLooks: readonly (string | null)[]
  /** Expected codes (indexes) whose digits another one has too. */
  readonly twins: ReadonlySet<number>
}

export function expectedLooks(
  at: ExpectedAtDoor,
  pinHashOf: (credentialId: CredentialId) => string,
): ExpectedLooks {
  const indexOf = new Map<CredentialId, number>()
  const looks: (string | null)[] = []
  const otherLooks: (string | null)[] = []
  const firstWith = new Map<string, number>()
  const twins = new Set<number>()
  for (const [index, { item, alternativeWindow }] of at.codes.entries()) {
    const pinHash = pinHashOf(item.credentialId)
    indexOf.set(item.credentialId, index)
    looks.push(item.window && looksOf(pinHash, item.window))
    otherLooks.push(alternativeWindow && looksOf(pinHash, alternativeWindow))
    const twin = firstWith.get(pinHash)
    if (twin === undefined) firstWith.set(pinHash, index)
    else twins.add(twin).add(index)
  }
  return { at, indexOf, looks, otherLooks, twins }
}

/** A door's codes parted into those in step, which are only counted, and the rest, which is to be looked at. */
export interface PartedCodes {
  readonly inStep: InStep
  readonly expected: readonly ExpectedCode[]
  readonly listed: readonly VendorPinId[]
  /** Whose receipts speak of them. */
  readonly receiptsOf: readonly CredentialId[]
  isInStep(credentialId: CredentialId): boolean
}

/**
 * A listed code is in step when the receipt of an expected credential names it and it looks as that credential's code should:
 * the first rule of matching takes the two together and nothing can part them. Null where a rule could reach from the rest to
 * a pair in step by its digits: then all codes have to be looked at.
 */
export function partCodes(glance: readonly CodeAtAGlance[], wanted: ExpectedLooks): PartedCodes | null {
  const { at, indexOf, looks, otherLooks, twins } = wanted
  const isTaken = new Uint8Array(at.codes.length)
  const listed: VendorPinId[] = []
  const receiptsOf: CredentialId[] = []
  let pairs = 0
  let custom = 0
  for (const [vendorPinId, look, isCustom, credentialId] of glance) {
    const index = credentialId === null ? undefined : indexOf.get(credentialId)
    if (look !== null && index !== undefined && (look === looks[index] || look === otherLooks[index])) {
      isTaken[index] = 1
      pairs++
      custom += isCustom
      continue
    }
    listed.push(vendorPinId)
    if (credentialId !== null) receiptsOf.push(credentialId)
  }
  const expected: ExpectedCode[] = []
  for (let index = 0; index < isTaken.length; index++) {
    const code = at.codes[index]
    if (!code || isTaken[index] === 1) continue
    if (twins.has(index)) return null
    expected.push(code)
  }
  return {
    inStep: { pairs, custom },
    expected,
    listed,
    receiptsOf,
    isInStep: (credentialId) => isTaken[indexOf.get(credentialId) ?? -1] === 1,
  }
}

/**
 * Whether a code of the rest would be found by the name of a credential in step: it would be that one's second code, and one
 * under way has the credential wait.
 */
export function isNameOfOneInStep(
  rest: readonly Pick<ActualCode, 'vendorPinId' | 'name'>[],
  receipts: readonly { readonly vendorPinId: VendorPinId }[],
  parted: Pick<PartedCodes, 'isInStep'>,
): boolean {
  const proven = new Set(receipts.map(({ vendorPinId }) => vendorPinId))
  return rest.some((code) => {
    const name = proven.has(code.vendorPinId) ? null : parseCodeName(code.name)
    return name !== null && parted.isInStep(name.credentialId)
  })
}
