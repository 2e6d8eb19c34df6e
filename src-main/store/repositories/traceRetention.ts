import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { traceDebugSessionTable } from '../../../db/schema/debugSession.ts'
import { integrationLogTable, traceDoorTable, traceTable } from '../../../db/schema/trace.ts'
import { given } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

const log = integrationLogTable

/** Each door once, by steps through the index: it begins with the door, and a trace alone would be looked for in all of it. */
const everyDoor = sql`
  with recursive each_door(id) as (
    select min(door_id) from trace_door
    union all
    select (select min(door_id) from trace_door where door_id > id) from each_door where id is not null
  )
  select id from each_door where id is not null`

/** Takes away old log rows, a small batch at a time, and keeps the list of traces true to what is left. */
export class TraceRetention {
  readonly #context: StoreContext
  readonly #oldest
  readonly #soundAfter
  readonly #deleteUpTo
  readonly #lessen
  readonly #deleteEmpty
  readonly #deleteDoors
  readonly #deleteSessions

  constructor(context: StoreContext) {
    this.#context = context
    const { db } = context
    this.#oldest = db
      .select({ id: log.id, createdAt: log.createdAt, correlationId: log.correlationId, ok: log.ok })
      .from(log)
      .orderBy(asc(log.id))
      .limit(sql.placeholder('limit'))
      .prepare()
    this.#soundAfter = db
      .select({ createdAt: log.createdAt })
      .from(log)
      .where(and(gt(log.id, given('id')), lte(log.createdAt, given('now'))))
      .orderBy(asc(log.id))
      .limit(1)
      .prepare()
    this.#deleteUpTo = db
      .delete(log)
      .where(lte(log.id, given('lastId')))
      .prepare()
    this.#lessen = db
      .update(traceTable)
      .set({
        logCount: sql`max(0, log_count - ${given('logs')})`,
        errorCount: sql`max(0, error_count - ${given('errors')})`,
      })
      .where(eq(traceTable.correlationId, given('correlationId')))
      .prepare()
    this.#deleteEmpty = db
      .delete(traceTable)
      .where(
        sql`correlation_id = ${given('correlationId')} and log_count = 0
          and not exists (select 1 from trace_audit a where a.trace_id = trace.id)
          and not exists (select 1 from reconcile_job_correlation c where c.correlation_id = trace.correlation_id)`,
      )
      .prepare()
    this.#deleteDoors = db
      .delete(traceDoorTable)
      .where(
        sql`door_id in (${everyDoor}) and correlation_id in (select value from json_each(${given('emptied')}))`,
      )
      .prepare()
    this.#deleteSessions = db
      .delete(traceDebugSessionTable)
      .where(sql`correlation_id in (select value from json_each(${given('emptied')}))`)
      .prepare()
  }

  /**
   * Deletes the oldest rows from before `createdBefore`, at most `limit`, in one short transaction. Returns how many
   * went: fewer than `limit` means that nothing older is left. A trace that had nothing but them goes as well.
   */
  prune({ createdBefore, limit }: { readonly createdBefore: string; readonly limit: number }): number {
    const oldest = this.#oldest.all({ limit })
    // Ids rise with time. The first row to be kept ends the batch, so that nothing is read twice.
    const times = this.#times(oldest)
    const kept = times.findIndex((time) => time === null || time >= createdBefore)
    const old = kept < 0 ? oldest : oldest.slice(0, kept)
    const last = old.at(-1)
    if (last === undefined) return 0
    return this.#context.transactions.writeTouching(['traces'], () => {
      this.#deleteUpTo.run({ lastId: last.id })
      const gone = new Map<string, { logs: number; errors: number }>()
      for (const row of old) {
        const { logs, errors } = gone.get(row.correlationId) ?? { logs: 0, errors: 0 }
        gone.set(row.correlationId, { logs: logs + 1, errors: errors + (row.ok ? 0 : 1) })
      }
      const emptied: string[] = []
      for (const [correlationId, counts] of gone) {
        this.#lessen.run({ correlationId, ...counts })
        if (this.#deleteEmpty.run({ correlationId }).changes > 0) emptied.push(correlationId)
      }
      if (emptied.length > 0) {
        this.#deleteDoors.run({ emptied: JSON.stringify(emptied) })
        this.#deleteSessions.run({ emptied: JSON.stringify(emptied) })
      }
      return old.length
    })
  }

  /**
   * When rows were written. One that is dated ahead of now tells that the clock was wrong, and not when: it is as old as
   * the next row with a time that can be. Null while there is none.
   */
  #times(rows: readonly { readonly id: number; readonly createdAt: string }[]): readonly (string | null)[] {
    const now = nowIso(this.#context)
    const last = rows.at(-1)
    if (last === undefined) return []
    let next = last.createdAt <= now ? null : (this.#soundAfter.get({ id: last.id, now })?.createdAt ?? null)
    return rows
      .toReversed()
      .map(({ createdAt }) => {
        next = createdAt <= now ? createdAt : next
        return next
      })
      .toReversed()
  }
}
