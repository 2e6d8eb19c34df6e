import { and, asc, eq } from 'drizzle-orm'
import { savedTraceFilterTable } from '../../../db/schema/savedTraceFilter.ts'
import type { OperatorId, SavedFilterId } from '../../domain/ids.ts'
import type { SavedFilterRecord, SavedFilterStore } from '../../ports/stores/savedFilterStore.ts'
import { asId, fromJson } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

const saved = savedTraceFilterTable

export class SavedFilterRepository implements SavedFilterStore {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  list(operatorId: OperatorId): readonly SavedFilterRecord[] {
    return this.#context.db
      .select()
      .from(saved)
      .where(eq(saved.operatorId, operatorId))
      .orderBy(asc(saved.name))
      .all()
      .map((row) => ({ id: asId(row.id), name: row.name, filter: fromJson(row.filterJson) }))
  }

  save(operatorId: OperatorId, { name, filter }: Omit<SavedFilterRecord, 'id'>): void {
    const change = { filterJson: JSON.stringify(filter), savedAt: nowIso(this.#context) }
    this.#context.transactions.run([], () =>
      this.#context.db
        .insert(saved)
        .values({ operatorId, name, ...change })
        .onConflictDoUpdate({ target: [saved.operatorId, saved.name], set: change })
        .run(),
    )
  }

  delete(operatorId: OperatorId, id: SavedFilterId): void {
    this.#context.transactions.run([], () =>
      this.#context.db
        .delete(saved)
        .where(and(eq(saved.operatorId, operatorId), eq(saved.id, id)))
        .run(),
    )
  }
}
