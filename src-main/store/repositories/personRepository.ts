import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import { credentialTable, grantTable, personTable } from '../../../db/schema/person.ts'
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
import type {
  CredentialRecord,
  DoorCredentialRecord,
  GrantRecord,
  PersonListRecord,
  PersonRecord,
  PersonStore,
  ReachableDoor,
  StartingCredential,
} from '../../ports/stores/personStore.ts'
import { asId, given } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { CredentialReach } from './credentialReach.ts'
import { KnownPins } from './knownPins.ts'
import { toCredential, toGrant, toPerson } from './personRows.ts'
import { WindowCounts } from './windowCounts.ts'

export class PersonRepository implements PersonStore {
  readonly #context: StoreContext
  readonly #reach: CredentialReach
  readonly #windows: WindowCounts
  readonly #knownPins: KnownPins
  readonly #byId

  constructor(context: StoreContext) {
    this.#context = context
    this.#reach = new CredentialReach(context)
    this.#windows = new WindowCounts(context)
    this.#knownPins = new KnownPins(context)
    const byId = context.db
      .select()
      .from(personTable)
      .where(eq(personTable.id, given('id')))
    this.#byId = directRows(context.sqlite, byId, personTable)
  }

  list(): readonly PersonListRecord[] {
    const rows = this.#context.db
      .select()
      .from(personTable)
      .where(isNull(personTable.removedAt))
      .orderBy(asc(sql`lower(${personTable.name})`), asc(personTable.id))
      .all()
    const summaries = this.#reach.summaries()
    return rows.map((row) => ({ person: toPerson(row), ...summaries(asId(row.id)) }))
  }

  get(id: PersonId): PersonRecord | null {
    const [row] = this.#byId({ id })
    return row ? toPerson(row) : null
  }

  getListRecord(id: PersonId): PersonListRecord | null {
    const person = this.get(id)
    return person && { person, ...this.#reach.summaryOf(id) }
  }

  insert(person: { name: string; note: string | null }): PersonId {
    const at = nowIso(this.#context)
    return this.#context.transactions.run(['people'], () => {
      const { id } = this.#context.db
        .insert(personTable)
        .values({ ...person, createdAt: at, updatedAt: at })
        .returning({ id: personTable.id })
        .get()
      return asId(id)
    })
  }

  credentials(personId: PersonId): readonly CredentialRecord[] {
    return this.#context.db
      .select()
      .from(credentialTable)
      .where(eq(credentialTable.personId, personId))
      .orderBy(asc(credentialTable.id))
      .all()
      .map(toCredential)
  }

  startingBetween(afterIso: string, untilIso: string): readonly StartingCredential[] {
    const { startsAt, revokedAt } = credentialTable
    return this.#context.db
      .select({ person: personTable, credential: credentialTable })
      .from(credentialTable)
      .innerJoin(personTable, eq(personTable.id, credentialTable.personId))
      .where(
        and(
          isNull(revokedAt),
          isNull(personTable.removedAt),
          gt(startsAt, afterIso),
          lte(startsAt, untilIso),
        ),
      )
      .orderBy(asc(sql`lower(${personTable.name})`), asc(personTable.id), asc(credentialTable.id))
      .all()
      .flatMap(({ person, credential }) =>
        credential.startsAt === null
          ? []
          : [
              {
                person: toPerson(person),
                credential: toCredential(credential),
                startsAt: credential.startsAt,
              },
            ],
      )
  }

  getCredential(id: CredentialId): CredentialRecord | null {
    const row = this.#context.db.select().from(credentialTable).where(eq(credentialTable.id, id)).get()
    return row ? toCredential(row) : null
  }

  revealPin(id: CredentialId): string {
    const row = this.#context.db
      .select({ pinSealed: credentialTable.pinSealed })
      .from(credentialTable)
      .where(eq(credentialTable.id, id))
      .get()
    if (!row) throw new Error('No such credential')
    return this.#context.sealer.open('credential.pin_sealed', id, row.pinSealed)
  }

  insertCredential(credential: {
    personId: PersonId
    pin: string
    startsAt: string | null
    endsAt: string | null
  }): CredentialId {
    const { db, transactions, rowIds, sealer } = this.#context
    const at = nowIso(this.#context)
    const { pin, ...rest } = credential
    return transactions.writeTouching(['people'], () => {
      const id = rowIds.next('credential')
      db.insert(credentialTable)
        .values({
          ...rest,
          id,
          pinSealed: sealer.seal('credential.pin_sealed', id, pin),
          pinHash: sealer.hashPin(pin),
          createdAt: at,
          updatedAt: at,
        })
        .run()
      return asId(id)
    })
  }

  setCredentialPin(id: CredentialId, pin: string): void {
    const { sealer } = this.#context
    this.#updateCredential(id, {
      pinSealed: sealer.seal('credential.pin_sealed', id, pin),
      pinHash: sealer.hashPin(pin),
      updatedAt: nowIso(this.#context),
    })
  }

  setCredentialEnd(id: CredentialId, endsAt: string): void {
    this.#updateCredential(id, { endsAt, updatedAt: nowIso(this.#context) })
  }

  revokeCredential(id: CredentialId, by: OperatorId, atIso: string): void {
    // The first revocation is the one that counts.
    this.#updateCredential(id, {
      revokedAt: sql`coalesce(${credentialTable.revokedAt}, ${atIso})`,
      revokedByOperatorId: sql`coalesce(${credentialTable.revokedByOperatorId}, ${by})`,
      updatedAt: atIso,
    })
  }

  grantsOf(credentialId: CredentialId): readonly GrantRecord[] {
    return this.#context.db
      .select()
      .from(grantTable)
      .where(eq(grantTable.credentialId, credentialId))
      .orderBy(asc(grantTable.id))
      .all()
      .map(toGrant)
  }

  insertGrant(grant: {
    credentialId: CredentialId
    doorId: DoorId | null
    doorGroupId: DoorGroupId | null
    startsAt: string | null
    endsAt: string | null
  }): GrantId {
    const createdAt = nowIso(this.#context)
    return this.#context.transactions.run(['people'], () => {
      const { id } = this.#context.db
        .insert(grantTable)
        .values({ ...grant, createdAt })
        .returning({ id: grantTable.id })
        .get()
      return asId(id)
    })
  }

  doorsOfCredential(id: CredentialId): readonly DoorId[] {
    return this.#reach.doorsOf(id)
  }

  credentialsOfDoors(): (door: ReachableDoor) => readonly DoorCredentialRecord[] {
    return this.#reach.credentialsOfDoors()
  }

  windowsAhead(accountId: AccountId, untilIso: string): WindowsAhead {
    return this.#windows.of(accountId, untilIso)
  }

  knownCredentialIds(): ReadonlySet<CredentialId> {
    const rows = this.#context.db.select({ id: credentialTable.id }).from(credentialTable).all()
    return new Set(rows.map((row) => asId<CredentialId>(row.id)))
  }

  knownPersonIds(): ReadonlySet<PersonId> {
    const rows = this.#context.db.select({ id: personTable.id }).from(personTable).all()
    return new Set(rows.map((row) => asId<PersonId>(row.id)))
  }

  names(): ReadonlyMap<PersonId, string> {
    const rows = this.#context.db
      .select({ id: personTable.id, name: personTable.name })
      .from(personTable)
      .all()
    return new Map(rows.map((row) => [asId<PersonId>(row.id), row.name]))
  }

  isPinInUse(pin: string, doorIds: readonly DoorId[], besides?: CredentialId): boolean {
    return this.#reach.isPinInUse(pin, doorIds, besides)
  }

  isKnownPin(digits: string): boolean {
    return this.#knownPins.has(digits)
  }

  allPins(): readonly string[] {
    return this.#context.db
      .select({ id: credentialTable.id, pinSealed: credentialTable.pinSealed })
      .from(credentialTable)
      .all()
      .map((row) => this.#context.sealer.open('credential.pin_sealed', row.id, row.pinSealed))
  }

  pinsOfDoor(doorId: DoorId): readonly string[] {
    return this.#reach.pinsOf(doorId)
  }

  #updateCredential(id: CredentialId, change: SQLiteUpdateSetSource<typeof credentialTable>): void {
    this.#context.transactions.run(['people'], () =>
      this.#context.db.update(credentialTable).set(change).where(eq(credentialTable.id, id)).run(),
    )
  }
}
