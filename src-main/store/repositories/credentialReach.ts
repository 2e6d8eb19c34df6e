import { and, asc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { actualCodeTable } from '../../../db/schema/lockCode.ts'
import { credentialTable, grantTable, personTable } from '../../../db/schema/person.ts'
import { operationTable } from '../../../db/schema/reconcileJob.ts'
import type { CredentialId, DoorId, PersonId } from '../../domain/ids.ts'
import type { DoorCredentialRecord, PersonListRecord } from '../../ports/stores/personStore.ts'
import { asId } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { toCredential, toGrant, toPerson } from './personRows.ts'

type Summary = Omit<PersonListRecord, 'person'>

const NOBODY: Summary = { activeCodes: 0, doors: 0, endsAt: null }

/** Which credentials reach which doors, directly or through groups. */
export class CredentialReach {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  /** Active doors of the credential's live grants, whether or not the credential itself is still live. */
  doorsOf(id: CredentialId): readonly DoorId[] {
    return this.#doors(and(eq(grantTable.credentialId, id), this.#isLiveGrant()))
  }

  credentialsFor(doorId: DoorId): readonly DoorCredentialRecord[] {
    const rows = this.#context.db
      .select({ person: personTable, credential: credentialTable, grant: grantTable })
      .from(grantTable)
      .innerJoin(credentialTable, eq(credentialTable.id, grantTable.credentialId))
      .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
      .where(coversDoor(doorId))
      .orderBy(asc(credentialTable.id), asc(grantTable.id))
      .all()
    const records: (DoorCredentialRecord & { readonly grants: ReturnType<typeof toGrant>[] })[] = []
    for (const row of rows) {
      const last = records.at(-1)
      if (last && last.credential.id === row.credential.id) {
        last.grants.push(toGrant(row.grant))
        continue
      }
      const { id, pinSealed } = row.credential
      records.push({
        person: toPerson(row.person),
        credential: toCredential(row.credential),
        pin: this.#context.sealer.open('credential.pin_sealed', id, pinSealed),
        grants: [toGrant(row.grant)],
      })
    }
    return records
  }

  isPinInUse(pin: string, doorIds: readonly DoorId[]): boolean {
    const reached = new Set(
      this.#doors(
        and(
          eq(credentialTable.pinHash, this.#context.sealer.hashPin(pin)),
          this.#isLiveCredential(),
          this.#isLiveGrant(),
        ),
      ),
    )
    return doorIds.some((doorId) => reached.has(doorId))
  }

  pinsOf(doorId: DoorId): readonly string[] {
    const { db, sealer } = this.#context
    const pins = new Set<string>()
    const credentials = db
      .selectDistinct({ id: credentialTable.id, pinSealed: credentialTable.pinSealed })
      .from(grantTable)
      .innerJoin(credentialTable, eq(credentialTable.id, grantTable.credentialId))
      .where(coversDoor(doorId))
      .all()
    for (const row of credentials) pins.add(sealer.open('credential.pin_sealed', row.id, row.pinSealed))
    const listed = db
      .select({ code: actualCodeTable })
      .from(doorTable)
      .innerJoin(actualCodeTable, eq(actualCodeTable.integrationDeviceId, doorTable.integrationDeviceId))
      .where(eq(doorTable.id, doorId))
      .all()
    for (const { code } of listed) {
      const key = [code.integrationDeviceId, code.vendorPinId]
      pins.add(sealer.open('actual_code.pin_sealed', key, code.pinSealed))
    }
    // What was put on the lock without a credential (an undo) stands nowhere else.
    const withoutCredential = db
      .select({ id: operationTable.id, pinSealed: operationTable.pinSealed })
      .from(operationTable)
      .where(
        and(
          eq(operationTable.doorId, doorId),
          isNull(operationTable.credentialId),
          isNotNull(operationTable.pinSealed),
        ),
      )
      .all()
    for (const { id, pinSealed } of withoutCredential) {
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

function isReachedDoor(): SQL {
  return sql`${doorTable.isActive} = 1 and (${doorTable.id} = ${grantTable.doorId} or ${doorTable.doorGroupId} = ${grantTable.doorGroupId})`
}

function coversDoor(doorId: DoorId): SQL | undefined {
  const groupOfDoor = sql`(select ${doorTable.doorGroupId} from ${doorTable} where ${doorTable.id} = ${doorId})`
  return or(eq(grantTable.doorId, doorId), sql`${grantTable.doorGroupId} = ${groupOfDoor}`)
}
