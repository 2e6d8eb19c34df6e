import { and, asc, count, desc, eq, gt, inArray, lt, min, or, type SQL, sql } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import { siteTable } from '../../../db/schema/site.ts'
import type { JobId } from '../../domain/ids.ts'
import type { JobStatus } from '../../domain/job/job.ts'
import type {
  JobListFilter,
  JobListRecord,
  JobRecord,
  JobStore,
  ScheduledJobRecord,
} from '../../ports/stores/jobStore.ts'
import { containsPattern, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { type JobRow, LISTED_OF_JOB, toJob } from './jobRows.ts'

const job = reconcileJobTable
/** A job without a door is rare: so far back the last run of its work is looked for. */
const LOOKED_BACK_JOBS = 20_000

const LISTED = { ...LISTED_OF_JOB, doorName: doorTable.name, timezone: siteTable.timezone }

interface ListedRow extends Omit<JobRow, 'resultJson'> {
  /** Null for a job without a door. */
  readonly doorName: string | null
  readonly timezone: string | null
}

/** Jobs as lists show them: with their door, in pages, as schedules, and counted by what keeps them. */
export class JobLists {
  readonly #context: StoreContext
  /** By what a page is narrowed by: each is prepared when it is asked for the first time. */
  readonly #pages = new Map<string, (values: Readonly<Record<string, unknown>>) => readonly ListedRow[]>()

  constructor(context: StoreContext) {
    this.#context = context
  }

  get(id: JobId): JobListRecord | null {
    const [row] = this.#select(eq(job.reconcileJobId, id)).prepare().all({ limit: 1 })
    return row ? toListRecord(row) : null
  }

  /** Newest first. */
  page(filter: JobListFilter): readonly JobListRecord[] {
    const { statuses, limit } = filter
    if (statuses.length === 0) return this.#pageOfStatus(filter, null)
    // One index range for each status, merged: a rare one is not searched for among a million finished jobs.
    return [...new Set(statuses)]
      .flatMap((status) => this.#pageOfStatus(filter, status))
      .sort((a, b) => b.job.id - a.job.id)
      .slice(0, limit)
  }

  schedules(limit: number): readonly ScheduledJobRecord[] {
    const order = [asc(job.nextRunAt), asc(job.reconcileJobId)]
    return this.#select(isScheduled(sql`${nowIso(this.#context)}`), order)
      .prepare()
      .all({ limit })
      .map((row) => {
        const record = toListRecord(row)
        return { ...record, last: this.#lastRunOf(record.job) }
      })
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

  #pageOfStatus(filter: JobListFilter, status: JobStatus | null): readonly JobListRecord[] {
    const { types = [], text, beforeId, limit, scheduled } = filter
    const shape = [status !== null, types.length > 0, text !== '', beforeId !== null, scheduled].join()
    const page = this.#pages.get(shape) ?? this.#preparePage(filter, status)
    this.#pages.set(shape, page)
    const now = nowIso(this.#context)
    const values = {
      status,
      types: JSON.stringify(types),
      pattern: containsPattern(text),
      beforeId,
      limit,
      now,
    }
    return page(values).map(toListRecord)
  }

  #preparePage({ types, text, beforeId, scheduled }: JobListFilter, status: JobStatus | null) {
    const planned = isScheduled(given('now'))
    const where = and(
      status === null ? undefined : eq(job.status, given('status')),
      scheduled === undefined ? undefined : scheduled ? planned : sql`not ${planned}`,
      types?.length ? sql`${job.jobType} in (select value from json_each(${given('types')}))` : undefined,
      text === '' ? undefined : matchesText(given('pattern')),
      beforeId === null ? undefined : lt(job.reconcileJobId, given('beforeId')),
    )
    return directSelect(this.#context.sqlite, this.#select(where), LISTED)
  }

  #select(where: SQL | undefined, order: readonly SQL[] = [desc(job.reconcileJobId)]) {
    return this.#context.db
      .select(LISTED)
      .from(job)
      .leftJoin(doorTable, eq(doorTable.id, job.doorId))
      .leftJoin(siteTable, eq(siteTable.id, doorTable.siteId))
      .where(where)
      .orderBy(...order)
      .limit(sql.placeholder('limit'))
  }
}

function toListRecord({ doorName, timezone, ...row }: ListedRow): JobListRecord {
  return { job: toJob(row), doorName, timezone }
}

function matchesText(pattern: SQL): SQL | undefined {
  return or(
    ...[job.reason, job.correlationId, job.lastError, doorTable.name].map(
      (column) => sql`${column} like ${pattern} escape '\\'`,
    ),
  )
}

/** Queued for a later time and untouched so far. */
export function isScheduled(now: SQL): SQL {
  return sql`(${job.status} = 'queued' and ${job.attemptCount} = 0 and ${job.heldBy} is null and coalesce(${job.nextRunAt}, '') > ${now})`
}
