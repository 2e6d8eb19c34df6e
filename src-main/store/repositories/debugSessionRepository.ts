import { and, count, desc, eq, isNull, lt } from 'drizzle-orm'
import { debugSessionTable, traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import type { DebugSessionId } from '../../domain/ids.ts'
import type { DebugSessionRecord, DebugSessionStore } from '../../ports/stores/debugSessionStore.ts'
import { asId } from '../columns.ts'
import type { StoreContext } from '../storeContext.ts'

const session = debugSessionTable

export class DebugSessionRepository implements DebugSessionStore {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  insert(values: Omit<DebugSessionRecord, 'id' | 'stoppedAt'>): DebugSessionId {
    return this.#context.transactions.run(['debugSessions'], () => {
      const { id } = this.#context.db.insert(session).values(values).returning({ id: session.id }).get()
      return asId(id)
    })
  }

  stop(id: DebugSessionId, atIso: string): void {
    this.#context.transactions.run(['debugSessions'], () =>
      this.#context.db
        .update(session)
        .set({ stoppedAt: atIso })
        .where(and(eq(session.id, id), isNull(session.stoppedAt)))
        .run(),
    )
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
    return this.#context.db
      .select()
      .from(session)
      .where(page.beforeId === null ? undefined : lt(session.id, page.beforeId))
      .orderBy(desc(session.id))
      .limit(page.limit)
      .all()
      .map(toRecord)
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
