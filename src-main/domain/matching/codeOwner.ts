import type { ActualCode } from '../code/actualCode.ts'
import { parseCodeName } from '../code/codeName.ts'
import type { CredentialId, PersonId } from '../ids.ts'
import type { ReceiptOnDoor } from '../plan/doorPlanInput.ts'

/** Whose a listed code is. `stray`: neither receipt nor name say it is ours. */
export type CodeOwner =
  | {
      readonly kind: 'ours'
      readonly by: 'receipt' | 'name'
      readonly credentialId: CredentialId
      readonly personId: PersonId | null
      /** Our name pattern, but a person or credential this database never had. */
      readonly isForeign: boolean
    }
  | { readonly kind: 'stray' }

export interface KnownIds {
  readonly knownPersonIds: ReadonlySet<PersonId>
  readonly knownCredentialIds: ReadonlySet<CredentialId>
}

const STRAY: CodeOwner = { kind: 'stray' }

export function ownerOf(code: ActualCode, receipt: ReceiptOnDoor | null, known: KnownIds): CodeOwner {
  if (receipt) {
    const { credentialId, personId } = receipt
    return { kind: 'ours', by: 'receipt', credentialId, personId, isForeign: false }
  }
  const name = parseCodeName(code.name)
  if (!name) return STRAY
  const isKnown = known.knownPersonIds.has(name.personId) && known.knownCredentialIds.has(name.credentialId)
  return { kind: 'ours', by: 'name', ...name, isForeign: !isKnown }
}
