import { asc, eq, ne } from 'drizzle-orm'
import { operatorTable } from '../../../db/schema/operator.ts'
import { type OperatorId, SYSTEM_OPERATOR_ID } from '../../domain/ids.ts'
import type { OperatorRecord, OperatorRole, OperatorStore } from '../../ports/stores/operatorStore.ts'
import { asId, foldCase } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

type OperatorRow = typeof operatorTable.$inferSelect

export class OperatorRepository implements OperatorStore {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  list(): readonly OperatorRecord[] {
    const rows = this.#context.db
      .select()
      .from(operatorTable)
      .where(ne(operatorTable.id, SYSTEM_OPERATOR_ID))
      .orderBy(asc(operatorTable.name))
      .all()
    return rows.flatMap((row) => toRecord(row) ?? [])
  }

  get(id: OperatorId): OperatorRecord | null {
    const row = this.#row(id)
    return row ? toRecord(row) : null
  }

  nameOf(id: OperatorId): string {
    if (id === SYSTEM_OPERATOR_ID) return 'System'
    return this.#row(id)?.name ?? `Operator ${id}`
  }

  passcodeHash(id: OperatorId): string | null {
    return this.#row(id)?.passcodeHash ?? null
  }

  insert(operator: { name: string; role: OperatorRole; passcodeHash: string }): OperatorId {
    const at = nowIso(this.#context)
    return this.#context.transactions.run(['operators'], () => {
      const { id } = this.#context.db
        .insert(operatorTable)
        .values({ ...operator, createdAt: at, updatedAt: at })
        .returning({ id: operatorTable.id })
        .get()
      return asId(id)
    })
  }

  setPasscodeHash(id: OperatorId, passcodeHash: string): void {
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['operators'], () =>
      this.#context.db
        .update(operatorTable)
        .set({ passcodeHash, updatedAt })
        .where(eq(operatorTable.id, id))
        .run(),
    )
  }

  isNameTaken(name: string): boolean {
    const rows = this.#context.db.select({ name: operatorTable.name }).from(operatorTable).all()
    return rows.some((row) => foldCase(row.name) === foldCase(name))
  }

  #row(id: OperatorId): OperatorRow | undefined {
    return this.#context.db.select().from(operatorTable).where(eq(operatorTable.id, id)).get()
  }
}

function toRecord(row: OperatorRow): OperatorRecord | null {
  if (row.role === 'system') return null
  return { id: asId(row.id), name: row.name, role: row.role, isActive: row.isActive }
}
