import type { FoundCode } from '../../../src-preload/contract/views/people.ts'
import { formatCodeName, readSoughtCode } from '../../domain/code/codeName.ts'
import type { Store } from '../../ports/store.ts'
import type { CredentialRecord } from '../../ports/stores/personStore.ts'

const MOST_FOUND = 10

/** Codes by their name on the lock, past ones too, or by the name of whoever holds them. Never by their digits. */
export function findCodes(store: Store, text: string): readonly FoundCode[] {
  const sought = readSoughtCode(text)
  const codes = sought === null ? codesOfPeople(store, text) : codesNamed(store, sought)
  return codes.slice(0, MOST_FOUND).map((credential) => foundCode(store, credential))
}

function codesNamed(
  store: Store,
  { personId, credentialId }: NonNullable<ReturnType<typeof readSoughtCode>>,
): readonly CredentialRecord[] {
  if (credentialId === null) return personId === null ? [] : store.people.credentials(personId)
  const credential = store.people.getCredential(credentialId)
  return credential && (personId === null || credential.personId === personId) ? [credential] : []
}

function codesOfPeople(store: Store, text: string): readonly CredentialRecord[] {
  const wanted = text.toLowerCase()
  const found: CredentialRecord[] = []
  for (const [personId, name] of store.people.names()) {
    if (found.length >= MOST_FOUND) break
    if (!name.toLowerCase().includes(wanted)) continue
    found.push(...store.people.credentials(personId).filter(({ revokedAt }) => revokedAt === null))
  }
  return found
}

function foundCode(store: Store, { id, personId, revokedAt }: CredentialRecord): FoundCode {
  return {
    credentialId: id,
    personId,
    personName: store.people.get(personId)?.name ?? '',
    codeName: formatCodeName({ personId, credentialId: id }),
    isActive: revokedAt === null,
  }
}
