import { and, asc, count, desc, eq, gt, inArray, min, type SQL, sql } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import { siteTable } from '../../../db/schema/site.ts'
import type { JobId } from '../../domain/ids.ts'
import type { JobListRecord, JobRecord, JobStore, ScheduledJobRecord } from '../../ports/stores/jobStore.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { toJob } from './jobRows.ts'

const job = reconcileJobTable
/** A job without a door is rare: so far back the last run of its work is looked for. */
const LOOKED_BACK_JOBS = 20_000

/** Jobs as lists show them: with their door, in pages, as schedules, and counted by what keeps them. */
export class JobLists {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  get(id: JobId): JobListRecord | null {
    return this.page(eq(job.reconcileJobId, id), 1)[0] ?? null
  }

  /** Newest first. */
  page(where: SQL | undefined, limit: number): readonly JobListRecord[] {
    return this.#rows(where, [desc(job.reconcileJobId)], limit)
  }

  schedules(limit: number): readonly ScheduledJobRecord[] {
    const order = [asc(job.nextRunAt), asc(job.reconcileJobId)]
    return this.#rows(isScheduled(nowIso(this.#context)), order, limit).map((record) => ({
      ...record,
      last: this.#lastRunOf(record.job),
    }))
  }

  waitingByReason(): ReturnType<JobStore['waitingByReason']> {
    return this.#context.db
      .select({ reason: job.waitReason, jobs: count(), since: min(job.waitingSince) })
      .from(job)
      .where(sql`status = 'waiting_offline'`)
      .groupBy(job.waitReason)
      .all()
      .flatMap(({ reason, jobs, since }) => (reason === null ? [] : [{ reason, jobs, since }]))
  }

  heldByCause(): ReturnType<JobStore['heldByCause']> {
    return this.#context.db
      .select({ by: job.heldBy, jobs: count() })
      .from(job)
      .where(sql`status in ('queued','waiting_offline') and held_by is not null`)
      .groupBy(job.heldBy)
      .all()
      .flatMap(({ by, jobs }) => (by === null ? [] : [{ by, jobs }]))
  }

  /** How the same work last ended. */
  #lastRunOf({ id, type, target, doorId }: JobRecord): JobRecord | null {
    const row = this.#context.db
      .select()
      .from(job)
      .where(
        and(
          doorId === null
            ? and(eq(job.target, target), gt(job.reconcileJobId, id - LOOKED_BACK_JOBS))
            : eq(job.doorId, doorId),
          eq(job.jobType, type),
          inArray(job.status, ['done', 'failed', 'cancelled', 'awaiting_approval']),
          sql`${job.attemptCount} > 0`,
        ),
      )
      .orderBy(desc(job.reconcileJobId))
      .limit(1)
      .get()
    return row ? toJob(row) : null
  }

  #rows(where: SQL | undefined, order: readonly SQL[], limit: number): readonly JobListRecord[] {
    return this.#context.db
      .select({ job, doorName: doorTable.name, timezone: siteTable.timezone })
      .from(job)
      .leftJoin(doorTable, eq(doorTable.id, job.doorId))
      .leftJoin(siteTable, eq(siteTable.id, doorTable.siteId))
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .all()
      .map((row) => ({ job: toJob(row.job), doorName: row.doorName, timezone: row.timezone }))
  }
}

/** Queued for a later time and untouched so far. */
export function isScheduled(now: string): SQL {
  return sql`(${job.status} = 'queued' and ${job.attemptCount} = 0 and ${job.heldBy} is null and coalesce(${job.nextRunAt}, '') > ${now})`
}
