import { asc, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { appAuditTable } from '../../../db/schema/trace.ts'

const BATCH = 2_000

/** The whole audit in order; in batches, so that no cursor is held open and memory stays small. */
export function* auditRows(
  db: BetterSQLite3Database,
): Generator<typeof appAuditTable.$inferSelect, void, undefined> {
  const batchAfter = db
    .select()
    .from(appAuditTable)
    .where(sql`${appAuditTable.id} > ${sql.placeholder('afterId')}`)
    .orderBy(asc(appAuditTable.id))
    .limit(BATCH)
    .prepare()
  // Below 1 there is nothing of ours, but somebody may have put something there.
  for (let afterId = Number.MIN_SAFE_INTEGER; ; ) {
    const batch = batchAfter.all({ afterId })
    yield* batch
    const last = batch.at(-1)
    if (!last || batch.length < BATCH) return
    afterId = last.id
  }
}
