import { eq, sql } from 'drizzle-orm'
import { settingTable } from '../../../db/schema/setting.ts'
import type { Store } from '../../ports/store.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

export class SettingRepository implements Pick<Store['settings'], 'read' | 'write'> {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  read(name: string): unknown {
    const row = this.#context.db.select().from(settingTable).where(eq(settingTable.name, name)).get()
    return row === undefined ? undefined : JSON.parse(row.valueJson)
  }

  write(name: string, value: unknown): void {
    if (value === undefined) throw new TypeError('A setting needs a value')
    const row = { valueJson: JSON.stringify(value), updatedAt: nowIso(this.#context) }
    this.#context.transactions.run(['settings'], () =>
      this.#context.db
        .insert(settingTable)
        .values({ name, ...row })
        .onConflictDoUpdate({
          target: settingTable.name,
          set: { valueJson: sql`excluded.value_json`, updatedAt: sql`excluded.updated_at` },
        })
        .run(),
    )
  }
}
