import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { listedPinTable } from '../../../db/schema/doorUse.ts'
import { integrationDeviceTable } from '../../../db/schema/integration.ts'
import { credentialTable } from '../../../db/schema/person.ts'
import { operationTable } from '../../../db/schema/reconcileJob.ts'
import { given } from '../columns.ts'
import type { StoreContext } from '../storeContext.ts'

/** Tells digits that are, or were, a PIN: by their keyed hash, so that no PIN is unsealed. */
export class KnownPins {
  readonly #context: StoreContext
  readonly #given
  readonly #listed
  readonly #withoutCredential

  constructor(context: StoreContext) {
    this.#context = context
    this.#given = context.db
      .select({ id: credentialTable.id })
      .from(credentialTable)
      .where(eq(credentialTable.pinHash, given('hash')))
      .limit(1)
      .prepare()
    // Lock by lock, as the index has them.
    this.#listed = context.db
      .select({ id: listedPinTable.id })
      .from(integrationDeviceTable)
      .crossJoin(listedPinTable)
      .where(
        and(
          eq(listedPinTable.integrationDeviceId, integrationDeviceTable.id),
          eq(listedPinTable.pinHash, given('hash')),
        ),
      )
      .limit(1)
      .prepare()
    this.#withoutCredential = context.db
      .select({ id: operationTable.id, pinSealed: operationTable.pinSealed })
      .from(operationTable)
      .where(
        and(
          isNull(operationTable.credentialId),
          isNotNull(operationTable.pinSealed),
          sql`state in ('intent','sent')`,
        ),
      )
      .prepare()
  }

  has(digits: string): boolean {
    const hash = this.#context.sealer.hashPin(digits)
    return (
      this.#given.get({ hash }) !== undefined ||
      this.#listed.get({ hash }) !== undefined ||
      this.#isOnItsWay(digits)
    )
  }

  /** An undo puts back a code that is nobody's; once it is there, a list has it. */
  #isOnItsWay(digits: string): boolean {
    return this.#withoutCredential
      .all()
      .some(
        ({ id, pinSealed }) =>
          pinSealed !== null && this.#context.sealer.open('operation.pin_sealed', id, pinSealed) === digits,
      )
  }
}
