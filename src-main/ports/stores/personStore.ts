import type {
  AccountId,
  CredentialId,
  DoorGroupId,
  DoorId,
  GrantId,
  OperatorId,
  PersonId,
} from '../../domain/ids.ts'
import type { WindowsAhead } from '../../domain/job/checkInterval.ts'

export interface PersonRecord {
  readonly id: PersonId
  readonly name: string
  readonly note: string | null
  readonly blockedAt: string | null
  readonly removedAt: string | null
}

export interface PersonListRecord {
  readonly person: PersonRecord
  readonly activeCodes: number
  readonly doors: number
  readonly endsAt: string | null
}

/** Without the digits: `revealPin` gives those. */
export interface CredentialRecord {
  readonly id: CredentialId
  readonly personId: PersonId
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly revokedAt: string | null
  readonly revokedByOperatorId: OperatorId | null
  readonly createdAt: string
}

export interface GrantRecord {
  readonly id: GrantId
  readonly credentialId: CredentialId
  readonly doorId: DoorId | null
  readonly doorGroupId: DoorGroupId | null
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly revokedAt: string | null
  readonly revokedByOperatorId: OperatorId | null
}

/** A credential that concerns a door, with its PIN and every grant that covers the door (revoked ones included). */
export interface DoorCredentialRecord {
  readonly person: PersonRecord
  readonly credential: CredentialRecord
  readonly pin: string
  /** From `hashPin`. */
  readonly pinHash: string
  readonly grants: readonly GrantRecord[]
}

export interface StartingCredential {
  readonly person: PersonRecord
  readonly credential: CredentialRecord
  readonly startsAt: string
}

export interface ReachableDoor {
  readonly id: DoorId
  readonly doorGroupId: DoorGroupId | null
}

export interface PersonStore {
  list(): readonly PersonListRecord[]
  get(id: PersonId): PersonRecord | null
  getListRecord(id: PersonId): PersonListRecord | null
  insert(person: { name: string; note: string | null }): PersonId
  credentials(personId: PersonId): readonly CredentialRecord[]
  /** Credentials that begin after the one moment and not after the other, of people by name; not the revoked ones. */
  startingBetween(afterIso: string, untilIso: string): readonly StartingCredential[]
  getCredential(id: CredentialId): CredentialRecord | null
  revealPin(id: CredentialId): string
  insertCredential(credential: {
    personId: PersonId
    pin: string
    startsAt: string | null
    endsAt: string | null
  }): CredentialId
  /** New digits for a credential; sealed. */
  setCredentialPin(id: CredentialId, pin: string): void
  setCredentialEnd(id: CredentialId, endsAt: string): void
  revokeCredential(id: CredentialId, by: OperatorId, atIso: string): void
  grantsOf(credentialId: CredentialId): readonly GrantRecord[]
  insertGrant(grant: {
    credentialId: CredentialId
    doorId: DoorId | null
    doorGroupId: DoorGroupId | null
    startsAt: string | null
    endsAt: string | null
  }): GrantId
  /** Active doors that a credential's live grants reach, directly or through groups. */
  doorsOfCredential(id: CredentialId): readonly DoorId[]
  /**
   * Everything the planner needs to know of people for doors, revoked and ended ones included. For one door after the other
   * without a pause between them: doors with the same grants get the same array, since what a group reaches is read, and
   * its PINs are unsealed, once.
   */
  credentialsOfDoors(): (door: ReachableDoor) => readonly DoorCredentialRecord[]
  /** At the account's active doors from now until then. What was decided in the last minutes may be missing. */
  windowsAhead(accountId: AccountId, untilIso: string): WindowsAhead
  /** All credential ids ever made here: tells our codes from foreign namesakes. */
  knownCredentialIds(): ReadonlySet<CredentialId>
  knownPersonIds(): ReadonlySet<PersonId>
  /** Of everybody, also of those who were removed. */
  names(): ReadonlyMap<PersonId, string>
  /** True when a live credential with these digits reaches one of the doors; `besides` is the one that is asked for. */
  isPinInUse(pin: string, doorIds: readonly DoorId[], besides?: CredentialId): boolean
  /** Whether these digits are or were a PIN: given here, on the list of any lock, or on their way to one. */
  isKnownPin(digits: string): boolean
  /** Every PIN ever given here: what the program's own log must not hold. */
  allPins(): readonly string[]
  /** Every PIN, present or former, of a door: what redaction looks for in free text. */
  pinsOfDoor(doorId: DoorId): readonly string[]
}
