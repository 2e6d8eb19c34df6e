import { and, eq, sql } from 'drizzle-orm'
import { applicationMonthTable, integrationApplicationTable } from '../../../db/schema/integration.ts'
import { USUAL_CALLS_PER_MONTH } from '../../domain/device/callsPerMonth.ts'
import type { ApplicationId } from '../../domain/ids.ts'
import type {
  ApplicationKey,
  ApplicationRecord,
  ApplicationStore,
  MonthUse,
} from '../../ports/stores/applicationStore.ts'
import { asId, given } from '../columns.ts'
import { directRows, directRun } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

export class ApplicationRepository implements ApplicationStore {
  readonly #context: StoreContext
  readonly #byKey
  readonly #byId
  readonly #month
  readonly #storeMonth
  /** Whose use waits for a commit. */
  readonly #noted = new Set<ApplicationId>()

  constructor(context: StoreContext) {
    const { db, sqlite } = context
    this.#context = context
    const application = integrationApplicationTable
    const byKey = db
      .select()
      .from(application)
      .where(and(eq(application.baseUrl, given('baseUrl')), eq(application.clientId, given('clientId'))))
    const byId = db
      .select()
      .from(application)
      .where(eq(application.id, given('id')))
    // Both are read for each budget.
    this.#byKey = directRows(sqlite, byKey, application)
    this.#byId = directRows(sqlite, byId, application)
    const month = applicationMonthTable
    const ofMonth = db
      .select()
      .from(month)
      .where(and(eq(month.integrationApplicationId, given('id')), eq(month.startsAt, given('startsAt'))))
    this.#month = directRows(sqlite, ofMonth, month)
    const storeMonth = db
      .insert(month)
      .values({
        integrationApplicationId: sql.placeholder('id'),
        startsAt: sql.placeholder('startsAt'),
        callsUsed: sql.placeholder('used'),
        countedAt: sql.placeholder('countedAt'),
      })
      .onConflictDoUpdate({
        target: [month.integrationApplicationId, month.startsAt],
        set: { callsUsed: sql`excluded.calls_used`, countedAt: sql`excluded.counted_at` },
      })
    // Runs with nearly every commit while calls are made.
    this.#storeMonth = directRun(sqlite, storeMonth)
  }

  find({ baseUrl, clientId }: ApplicationKey): ApplicationRecord | null {
    const [row] = this.#byKey({ baseUrl, clientId })
    return row ? { ...row, id: asId(row.id) } : null
  }

  callsPerMonth(id: ApplicationId): number {
    const [row] = this.#byId({ id })
    if (!row) throw new Error('No such application')
    return row.callsPerMonth
  }

  /** An account signs in with it. Joins the caller's transaction. */
  ensure({ baseUrl, clientId }: ApplicationKey, callsPerMonth = USUAL_CALLS_PER_MONTH): void {
    const updatedAt = nowIso(this.#context)
    this.#context.db
      .insert(integrationApplicationTable)
      .values({ baseUrl, clientId, callsPerMonth, updatedAt })
      .onConflictDoNothing()
      .run()
  }

  /**
   * One of its accounts went to another address: the last one takes it along, any other its number. One that is known
   * there keeps its own. Joins the caller's transaction.
   */
  follow(from: ApplicationKey, baseUrl: string, { isLast }: { readonly isLast: boolean }): void {
    const known = this.find(from)
    if (!known || this.find({ ...from, baseUrl })) return
    if (isLast) this.#update(known.id, { baseUrl })
    else this.ensure({ ...from, baseUrl }, known.callsPerMonth)
  }

  setCallsPerMonth(id: ApplicationId, calls: number): void {
    this.#update(id, { callsPerMonth: calls })
  }

  monthUse(id: ApplicationId, monthStartsAt: string): MonthUse | null {
    const [row] = this.#month({ id, startsAt: monthStartsAt })
    return row ? { used: row.callsUsed, countedAt: row.countedAt } : null
  }

  noteUseSoon(id: ApplicationId, read: () => MonthUse & { readonly monthStartsAt: string }): void {
    if (this.#noted.has(id)) return
    this.#noted.add(id)
    this.#context.transactions.writeSoon([], () => {
      this.#noted.delete(id)
      const { monthStartsAt, used, countedAt } = read()
      return () => void this.#storeMonth({ id, startsAt: monthStartsAt, used, countedAt })
    })
  }

  #update(id: ApplicationId, change: Partial<typeof integrationApplicationTable.$inferInsert>): void {
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['accounts'], () =>
      this.#context.db
        .update(integrationApplicationTable)
        .set({ ...change, updatedAt })
        .where(eq(integrationApplicationTable.id, id))
        .run(),
    )
  }
}
