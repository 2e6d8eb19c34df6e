import type { credentialTable, grantTable, personTable } from '../../../db/schema/person.ts'
import type { CredentialRecord, GrantRecord, PersonRecord } from '../../ports/stores/personStore.ts'
import { asId, asIdOrNull } from '../columns.ts'

export function toPerson(row: typeof personTable.$inferSelect): PersonRecord {
  return {
    id: asId(row.id),
    name: row.name,
    note: row.note,
    blockedAt: row.blockedAt,
    removedAt: row.removedAt,
  }
}

export function toCredential(row: typeof credentialTable.$inferSelect): CredentialRecord {
  return {
    id: asId(row.id),
    personId: asId(row.personId),
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    revokedAt: row.revokedAt,
    revokedByOperatorId: asIdOrNull(row.revokedByOperatorId),
    createdAt: row.createdAt,
  }
}

export function toGrant(row: typeof grantTable.$inferSelect): GrantRecord {
  return {
    id: asId(row.id),
    credentialId: asId(row.credentialId),
    doorId: asIdOrNull(row.doorId),
    doorGroupId: asIdOrNull(row.doorGroupId),
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    revokedAt: row.revokedAt,
    revokedByOperatorId: asIdOrNull(row.revokedByOperatorId),
  }
}
