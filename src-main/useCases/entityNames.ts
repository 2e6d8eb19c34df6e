import { formatCodeName } from '../domain/code/codeName.ts'
import type { CredentialId, DoorId, SiteId } from '../domain/ids.ts'
import type { Store } from '../ports/store.ts'

/**
 * What people call a door, a site or a code that the audit names by number (`Door #2`); null where it is gone. A code has
 * the name that stands on the lock. Names of people are left out, since outcomes go into files.
 */
export function nameOfPlaceOrCode(store: Store, entity: string): string | null {
  const [, kind, digits] = /^(Site|Door|Credential) #(\d+)$/.exec(entity) ?? []
  const id = Number(digits)
  switch (kind) {
    case 'Site':
      return store.sites.get(id as SiteId)?.name ?? null
    case 'Door':
      return store.doors.get(id as DoorId)?.name ?? null
    case 'Credential':
      return codeName(store, id as CredentialId)
    default:
      return null
  }
}

function codeName(store: Store, credentialId: CredentialId): string | null {
  const credential = store.people.getCredential(credentialId)
  return credential && formatCodeName({ personId: credential.personId, credentialId })
}
