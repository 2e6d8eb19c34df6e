import { asc, eq, inArray, sql } from 'drizzle-orm'
import { integrationLogTable, traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import type { StoreContext } from '../storeContext.ts'

const log = integrationLogTable

/** Takes away old log rows, a small batch at a time, and keeps the list of traces true to what is left. */
export class TraceRetention {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  /**
   * Deletes the oldest rows from before `createdBefore`, at most `limit`, in one short transaction. Returns how many
   * went: fewer than `limit` means that nothing older is left. A trace that had nothing but them goes as well.
   */
  prune({ createdBefore, limit }: { readonly createdBefore: string; readonly limit: number }): number {
    const { db, transactions } = this.#context
    const oldest = db
      .select({ id: log.id, createdAt: log.createdAt, correlationId: log.correlationId, ok: log.ok })
      .from(log)
      .orderBy(asc(log.id))
      .limit(limit)
      .all()
    // Ids rise with time. The first row to be kept ends the batch, so that nothing is read twice.
    const kept = oldest.findIndex((row) => row.createdAt >= createdBefore)
    const old = kept < 0 ? oldest : oldest.slice(0, kept)
    if (old.length === 0) return 0
    return transactions.writeTouching(['traces'], () => {
      const ids = old.map((row) => row.id)
      db.delete(log).where(inArray(log.id, ids)).run()
      const gone = new Map<string, { logs: number; errors: number }>()
      for (const row of old) {
        const { logs, errors } = gone.get(row.correlationId) ?? { logs: 0, errors: 0 }
        gone.set(row.correlationId, { logs: logs + 1, errors: errors + (row.ok ? 0 : 1) })
      }
      for (const [correlationId, counts] of gone) this.#lessen(correlationId, counts)
      return old.length
    })
  }

  #lessen(correlationId: string, { logs, errors }: { readonly logs: number; readonly errors: number }): void {
    const { db } = this.#context
    db.update(traceTable)
      .set({
        logCount: sql`max(0, log_count - ${logs})`,
        errorCount: sql`max(0, error_count - ${errors})`,
      })
      .where(eq(traceTable.correlationId, correlationId))
      .run()
    const emptied = db
      .delete(traceTable)
      .where(
        sql`correlation_id = ${correlationId} and log_count = 0
          and not exists (select 1 from app_audit where correlation_id = ${correlationId})
          and not exists (select 1 from reconcile_job_correlation where correlation_id = ${correlationId})`,
      )
      .run()
    if (emptied.changes > 0) {
      db.delete(traceDoorTable).where(eq(traceDoorTable.correlationId, correlationId)).run()
    }
  }
}
