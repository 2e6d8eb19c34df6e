import { and, count, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { debugSessionTable, traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import type { DebugSessionId } from '../../domain/ids.ts'
import type { DebugSessionRecord, DebugSessionStore } from '../../ports/stores/debugSessionStore.ts'
import { asId, given } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

const session = debugSessionTable

export class DebugSessionRepository implements DebugSessionStore {
  readonly #context: StoreContext
  readonly #page

  constructor(context: StoreContext) {
    this.#context = context
    const { db, sqlite } = context
    const page = db
      .select()
      .from(session)
      .where(lt(session.id, given('beforeId')))
      .orderBy(desc(session.id))
      .limit(sql.placeholder('limit'))
    this.#page = directRows(sqlite, page, session)
  }

  insert(values: Omit<DebugSessionRecord, 'id' | 'stoppedAt'>): DebugSessionId {
    return this.#context.transactions.run(['debugSessions'], () => {
      const { id } = this.#context.db.insert(session).values(values).returning({ id: session.id }).get()
      this.#context.debugSession.forget()
      return asId(id)
    })
  }

  stop(id: DebugSessionId, atIso: string): void {
    this.#context.transactions.run(['debugSessions'], () => {
      this.#context.db
        .update(session)
        .set({ stoppedAt: atIso })
        .where(and(eq(session.id, id), isNull(session.stoppedAt)))
        .run()
      this.#context.debugSession.forget()
    })
  }

  get(id: DebugSessionId): DebugSessionRecord | null {
    const row = this.#context.db.select().from(session).where(eq(session.id, id)).get()
    return row ? toRecord(row) : null
  }

  byCode(code: string): DebugSessionRecord | null {
    const row = this.#context.db.select().from(session).where(eq(session.code, code)).get()
    return row ? toRecord(row) : null
  }

  codeAt(atIso: string): string | null {
    return this.#context.debugSession.codeAt(atIso)
  }

  list(page: {
    readonly beforeId: DebugSessionId | null
    readonly limit: number
  }): readonly DebugSessionRecord[] {
    // Ids begin at 1 and rise; a page after nothing is one before the largest there can be.
    const rows = this.#page({ beforeId: page.beforeId ?? Number.MAX_SAFE_INTEGER, limit: page.limit })
    return rows.map(toRecord)
  }

  traceCount(code: string): number {
    const row = this.#context.db
      .select({ traces: count() })
      .from(traceDebugSessionTable)
      .where(eq(traceDebugSessionTable.debugSessionId, code))
      .get()
    return row?.traces ?? 0
  }
}

function toRecord(row: typeof debugSessionTable.$inferSelect): DebugSessionRecord {
  return { ...row, id: asId(row.id), operatorId: asId(row.operatorId) }
}
