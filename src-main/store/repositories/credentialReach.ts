import { and, asc, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { actualCodeTable } from '../../../db/schema/lockCode.ts'
import { credentialTable, grantTable, personTable } from '../../../db/schema/person.ts'
import { operationTable } from '../../../db/schema/reconcileJob.ts'
import type { CredentialId, DoorGroupId, DoorId, PersonId } from '../../domain/ids.ts'
import type { DoorCredentialRecord, PersonListRecord, ReachableDoor } from '../../ports/stores/personStore.ts'
import { asId, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { toCredential, toGrant, toPerson } from './personRows.ts'

interface GrantedRow {
  readonly person: typeof personTable.$inferSelect
  readonly credential: typeof credentialTable.$inferSelect
  readonly grant: typeof grantTable.$inferSelect
}

type Summary = Omit<PersonListRecord, 'person'>

const NOBODY: Summary = { activeCodes: 0, doors: 0, endsAt: null }

/** Which credentials reach which doors, directly or through groups. */
export class CredentialReach {
  readonly #context: StoreContext

  readonly #ownGrantOf
  readonly #grantsOnDoor
  readonly #grantsOnGroup
  readonly #pinsOn

  constructor(context: StoreContext) {
    this.#context = context
    const ownGrant = context.db
      .select({ id: grantTable.id })
      .from(grantTable)
      .where(eq(grantTable.doorId, given('id')))
      .limit(sql.placeholder('limit'))
    this.#ownGrantOf = directSelect(context.sqlite, ownGrant, { id: grantTable.id })
    const grants = (granted: SQL) =>
      context.db
        .select({ person: personTable, credential: credentialTable, grant: grantTable })
        .from(grantTable)
        .innerJoin(credentialTable, eq(credentialTable.id, grantTable.credentialId))
        .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
        .where(granted)
        .orderBy(asc(credentialTable.id), asc(grantTable.id))
        .prepare()
    this.#grantsOnDoor = grants(eq(grantTable.doorId, given('id')))
    this.#grantsOnGroup = grants(eq(grantTable.doorGroupId, given('id')))
    this.#pinsOn = preparePinsOn(context)
  }

  /** Active doors of the credential's live grants, whether or not the credential itself is still live. */
  doorsOf(id: CredentialId): readonly DoorId[] {
    return this.#doors(and(eq(grantTable.credentialId, id), this.#isLiveGrant()))
  }

  credentialsOfDoors(): (door: ReachableDoor) => readonly DoorCredentialRecord[] {
    const ofGroups = new Map<DoorGroupId, readonly DoorCredentialRecord[]>()
    const pins = new Map<number, string>()
    return (door) => {
      // Most doors of a large site have none of their own.
      const own = this.#ownGrantOf({ id: door.id, limit: 1 })
      const ofDoor =
        own.length === 0 ? [] : this.#credentialsOf(this.#grantsOnDoor.all({ id: door.id }), pins)
      if (door.doorGroupId === null) return ofDoor
      const known = ofGroups.get(door.doorGroupId)
      const ofGroup = known ?? this.#credentialsOf(this.#grantsOnGroup.all({ id: door.doorGroupId }), pins)
      if (known === undefined) ofGroups.set(door.doorGroupId, ofGroup)
      return ofDoor.length === 0 ? ofGroup : joinCredentials(ofGroup, ofDoor)
    }
  }

  isPinInUse(pin: string, doorIds: readonly DoorId[], besides?: CredentialId): boolean {
    const reached = new Set(
      this.#doors(
        and(
          eq(credentialTable.pinHash, this.#context.sealer.hashPin(pin)),
          besides === undefined ? undefined : ne(credentialTable.id, besides),
          this.#isLiveCredential(),
          this.#isLiveGrant(),
        ),
      ),
    )
    return doorIds.some((doorId) => reached.has(doorId))
  }

  pinsOf(doorId: DoorId): readonly string[] {
    const { sealer } = this.#context
    const pins = new Set<string>()
    for (const { id, pinSealed } of this.#pinsOn.credentials({ doorId })) {
      pins.add(sealer.open('credential.pin_sealed', id, pinSealed))
    }
    for (const { deviceId, vendorPinId, pinSealed } of this.#pinsOn.listed({ doorId })) {
      pins.add(sealer.open('actual_code.pin_sealed', [deviceId, vendorPinId], pinSealed))
    }
    for (const { id, pinSealed } of this.#pinsOn.withoutCredential({ doorId })) {
      if (pinSealed !== null) pins.add(sealer.open('operation.pin_sealed', id, pinSealed))
    }
    return [...pins]
  }

  /** Of every person at once, for the list. */
  summaries(): (id: PersonId) => Summary {
    const codes = this.#codes(undefined)
    const doors = this.#doorCounts(undefined)
    return (id) => ({ ...(codes.get(id) ?? NOBODY), doors: doors.get(id) ?? 0 })
  }

  summaryOf(id: PersonId): Summary {
    const only = eq(credentialTable.personId, id)
    return { ...(this.#codes(only).get(id) ?? NOBODY), doors: this.#doorCounts(only).get(id) ?? 0 }
  }

  /** Live credentials of each person; `endsAt` is the last end, null where one of them never ends. */
  #codes(narrow: SQL | undefined): ReadonlyMap<number, Summary> {
    const rows = this.#context.db
      .select({
        personId: credentialTable.personId,
        activeCodes: sql<number>`count(*)`,
        endless: sql<number>`sum(${credentialTable.endsAt} is null)`,
        lastEnd: sql<string | null>`max(${credentialTable.endsAt})`,
      })
      .from(credentialTable)
      .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
      .where(and(narrow, this.#isLiveCredential()))
      .groupBy(credentialTable.personId)
      .all()
    return new Map(
      rows.map((row) => [
        row.personId,
        { activeCodes: row.activeCodes, doors: 0, endsAt: row.endless > 0 ? null : row.lastEnd },
      ]),
    )
  }

  #doorCounts(narrow: SQL | undefined): ReadonlyMap<number, number> {
    const rows = this.#context.db
      .select({
        personId: credentialTable.personId,
        doors: sql<number>`count(distinct ${doorTable.id})`,
      })
      .from(grantTable)
      .innerJoin(credentialTable, eq(credentialTable.id, grantTable.credentialId))
      .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
      .innerJoin(doorTable, isReachedDoor())
      .where(and(narrow, this.#isLiveCredential(), this.#isLiveGrant()))
      .groupBy(credentialTable.personId)
      .all()
    return new Map(rows.map((row) => [row.personId, row.doors]))
  }

  #doors(where: SQL | undefined): readonly DoorId[] {
    return this.#context.db
      .selectDistinct({ id: doorTable.id })
      .from(grantTable)
      .innerJoin(credentialTable, eq(credentialTable.id, grantTable.credentialId))
      .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
      .innerJoin(doorTable, isReachedDoor())
      .where(where)
      .orderBy(asc(doorTable.id))
      .all()
      .map((row) => asId<DoorId>(row.id))
  }

  #credentialsOf(rows: readonly GrantedRow[], pins: Map<number, string>): readonly DoorCredentialRecord[] {
    const single = rows.map(({ person, credential, grant }): DoorCredentialRecord => {
      const pin =
        pins.get(credential.id) ??
        this.#context.sealer.open('credential.pin_sealed', credential.id, credential.pinSealed)
      pins.set(credential.id, pin)
      return {
        person: toPerson(person),
        credential: toCredential(credential),
        ...{ pin, pinHash: credential.pinHash },
        grants: [toGrant(grant)],
      }
    })
    return joinCredentials(single, [])
  }

  #isLiveGrant(): SQL | undefined {
    return and(isNull(grantTable.revokedAt), this.#endsLater(grantTable.endsAt))
  }

  #isLiveCredential(): SQL | undefined {
    return and(
      isNull(credentialTable.revokedAt),
      this.#endsLater(credentialTable.endsAt),
      isNull(personTable.blockedAt),
      isNull(personTable.removedAt),
    )
  }

  #endsLater(column: typeof grantTable.endsAt | typeof credentialTable.endsAt): SQL | undefined {
    return or(isNull(column), sql`${column} > ${nowIso(this.#context)}`)
  }
}

/** One record for each credential, with the grants of both, by id. */
function joinCredentials(
  some: readonly DoorCredentialRecord[],
  others: readonly DoorCredentialRecord[],
): readonly DoorCredentialRecord[] {
  const byId = new Map<CredentialId, DoorCredentialRecord>()
  for (const record of [...some, ...others]) {
    const { id } = record.credential
    const grants = [...(byId.get(id)?.grants ?? []), ...record.grants]
    byId.set(id, { ...record, grants: grants.sort((a, b) => a.id - b.id) })
  }
  return [...byId.values()].sort((a, b) => a.credential.id - b.credential.id)
}

function isReachedDoor(): SQL {
  return sql`${doorTable.isActive} = 1 and (${doorTable.id} = ${grantTable.doorId} or ${doorTable.doorGroupId} = ${grantTable.doorGroupId})`
}

/** Sealed digits that are, or may be, on a door's lock. Asked with each job that sends. */
function preparePinsOn({ db, sqlite }: StoreContext) {
  const ofCredential = { id: credentialTable.id, pinSealed: credentialTable.pinSealed }
  const ofList = {
    deviceId: actualCodeTable.integrationDeviceId,
    vendorPinId: actualCodeTable.vendorPinId,
    pinSealed: actualCodeTable.pinSealed,
  }
  const ofOperation = { id: operationTable.id, pinSealed: operationTable.pinSealed }
  const doorId = given('doorId')
  // No joins: SQLite would compile them anew at each run.
  const granted = db.select({ id: grantTable.credentialId }).from(grantTable).where(coversDoor(doorId))
  const device = db
    .select({ id: doorTable.integrationDeviceId })
    .from(doorTable)
    .where(eq(doorTable.id, doorId))
  return {
    credentials: directSelect(
      sqlite,
      db.select(ofCredential).from(credentialTable).where(inArray(credentialTable.id, granted)),
      ofCredential,
    ),
    listed: directSelect(
      sqlite,
      db.select(ofList).from(actualCodeTable).where(inArray(actualCodeTable.integrationDeviceId, device)),
      ofList,
    ),
    // What was put on the lock without a credential (an undo) stands nowhere else.
    withoutCredential: directSelect(
      sqlite,
      db
        .select(ofOperation)
        .from(operationTable)
        .where(
          and(
            eq(operationTable.doorId, doorId),
            isNull(operationTable.credentialId),
            isNotNull(operationTable.pinSealed),
          ),
        ),
      ofOperation,
    ),
  }
}

function coversDoor(doorId: DoorId | SQL): SQL | undefined {
  const groupOfDoor = sql`(select ${doorTable.doorGroupId} from ${doorTable} where ${doorTable.id} = ${doorId})`
  return or(eq(grantTable.doorId, doorId), sql`${grantTable.doorGroupId} = ${groupOfDoor}`)
}
