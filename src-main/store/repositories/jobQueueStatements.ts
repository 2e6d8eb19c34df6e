import { and, eq, lte, sql } from 'drizzle-orm'
import { reconcileJobCorrelationTable, reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { JobId } from '../../domain/ids.ts'
import { JOB_PRIORITIES, type JobPriority } from '../../domain/job/job.ts'
import type { ClaimRoom, DueJob } from '../../ports/stores/jobStore.ts'
import { given } from '../columns.ts'
import { directRows, directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

/** Written out: bound parameters would keep SQLite from using the partial indexes. */
const isWaiting = sql`status in ('queued','waiting_offline')`

const PRIORITIES = Object.values(JOB_PRIORITIES).sort((a, b) => a - b)

/** The indexes are named: left to itself, SQLite reads every waiting job. */
const NEXT_UNHELD = `
  SELECT min(next_run_at) FROM reconcile_job INDEXED BY reconcile_job_due_time
  WHERE status IN ('queued','waiting_offline') AND held_by IS NULL AND next_run_at > ?`
const NEXT_HELD = `
  SELECT min(max(held_until, next_run_at)) FROM reconcile_job INDEXED BY reconcile_job_held
  WHERE status IN ('queued','waiting_offline') AND held_by IS NOT NULL
    AND held_until IS NOT NULL AND max(held_until, next_run_at) > ?`

/** A query for the first time after another, or null. */
function prepareMoment({ sqlite }: StoreContext, query: string): (after: string) => string | null {
  const statement = sqlite.prepare<[string], string | null>(query).pluck()
  return (after) => statement.get(after) ?? null
}

/** The prepared statements of the queue: each claim, enqueue and due time runs some of them. */
export function prepareQueueStatements(context: StoreContext) {
  const { db, sqlite } = context
  const job = reconcileJobTable
  return {
    byId: directRows(
      sqlite,
      db
        .select()
        .from(job)
        .where(eq(job.reconcileJobId, given('id'))),
      job,
    ),
    waitingOfTarget: directRows(
      sqlite,
      db
        .select()
        .from(job)
        .where(and(eq(job.jobType, given('type')), eq(job.target, given('target')), isWaiting)),
      job,
    ),
    waitingEnforceOfDoor: db
      .select()
      .from(job)
      .where(
        and(
          eq(job.doorId, given('doorId')),
          eq(job.jobType, 'drift_enforce_lock_truth'),
          isWaiting,
          sql`finished_at is null`,
          // One that is only scheduled for later is not what the person asked for: it would send where they asked to look.
          lte(job.nextRunAt, given('dueAt')),
        ),
      )
      .prepare(),
    insertJob: prepareInsert(context),
    fold: db
      .update(job)
      .set({
        // More urgent work takes the job over: its trace and its author are the ones that people look for.
        reason: sql`case when ${given('priority')} < priority then ${given('reason')} else reason end`,
        userId: sql`case when ${given('priority')} < priority then ${given('userId')} else user_id end`,
        correlationId: sql`case when ${given('priority')} < priority then ${given('correlationId')} else correlation_id end`,
        priority: sql`min(priority, ${given('priority')})`,
        nextRunAt: sql`min(coalesce(next_run_at, ${given('dueAt')}), ${given('dueAt')})`,
        enforcePlanId: sql`coalesce(${given('planId')}, enforce_plan_id)`,
        debugSessionId: sql`coalesce(debug_session_id, ${given('debugSessionId')})`,
        // Somebody wants it after all.
        cancelRequestedAt: null,
        updatedAt: given('at'),
      })
      .where(eq(job.reconcileJobId, given('id')))
      .returning()
      .prepare(),
    join: directRun(
      sqlite,
      db
        .insert(reconcileJobCorrelationTable)
        .values({
          reconcileJobId: sql.placeholder('id'),
          correlationId: sql.placeholder('correlationId'),
          createdAt: sql.placeholder('at'),
        })
        .onConflictDoNothing(),
    ),
    correlationsOf: prepareCorrelations(context, 'ORDER BY rowid'),
    correlationsOfAll: prepareCorrelationsOfAll(context),
    // Read from the index alone: sorting costs ten times the look.
    correlationsInAnyOrder: prepareCorrelations(context, ''),
    isAnyDue: prepareIsAnyDue(context),
    due: prepareDue(context),
    // Without RETURNING, which costs more than the update and a look at the row together.
    take: directRun(
      sqlite,
      db
        .update(job)
        .set({
          status: 'running',
          debugSessionId: sql`coalesce(debug_session_id, ${given('debugSessionId')})`,
          leaseToken: given('leaseToken'),
          leaseExpiresAt: given('leaseExpiresAt'),
          attemptCount: sql`attempt_count + 1`,
          nextRunAt: null,
          waitReason: null,
          heldBy: null,
          heldUntil: null,
          updatedAt: given('at'),
        })
        .where(and(eq(job.reconcileJobId, given('id')), isWaiting)),
    ),
    nextUnheld: prepareMoment(context, NEXT_UNHELD),
    nextHeld: prepareMoment(context, NEXT_HELD),
  }
}

/** The plus: see `given`. */
function prepareCorrelations({ sqlite }: StoreContext, order: string): (id: JobId) => readonly string[] {
  const statement = sqlite
    .prepare<[JobId], string>(
      `SELECT correlation_id FROM reconcile_job_correlation WHERE reconcile_job_id = +? ${order}`,
    )
    .pluck()
  return (id) => statement.all(id)
}

function prepareCorrelationsOfAll({ sqlite }: StoreContext): (ids: string) => readonly string[] {
  const statement = sqlite
    .prepare<[string], string>(
      `SELECT correlation_id FROM reconcile_job_correlation
       WHERE reconcile_job_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
    )
    .pluck()
  return (ids) => statement.all(ids)
}

function prepareInsert({ db, sqlite }: StoreContext) {
  const insert = db.insert(reconcileJobTable).values({
    jobType: sql.placeholder('type'),
    status: 'queued',
    reason: sql.placeholder('reason'),
    correlationId: sql.placeholder('correlationId'),
    debugSessionId: sql.placeholder('debugSessionId'),
    userId: sql.placeholder('userId'),
    target: sql.placeholder('target'),
    doorId: sql.placeholder('doorId'),
    integrationCustomerId: sql.placeholder('accountId'),
    enforcePlanId: sql.placeholder('planId'),
    priority: sql.placeholder('priority'),
    nextRunAt: sql.placeholder('dueAt'),
    createdAt: sql.placeholder('at'),
    updatedAt: sql.placeholder('at'),
  })
  return directRun(sqlite, insert)
}

/**
 * Due jobs of a priority whose target is free: nothing runs on the same target, nor on the same door; of jobs without a
 * door, nothing on the same account. One index range: what is due later is never read.
 */
function dueOf(priority: JobPriority, further = ''): string {
  return `
    SELECT job.reconcile_job_id AS id, job.job_type AS type, job.target, job.door_id AS doorId,
      job.integration_customer_id AS accountId
    FROM reconcile_job AS job INDEXED BY reconcile_job_due
    WHERE job.status IN ('queued','waiting_offline') AND job.priority = ${priority} AND job.next_run_at <= @now
      AND (job.held_by IS NULL OR job.held_until <= @now) ${further}
      AND NOT EXISTS (
        SELECT 1 FROM reconcile_job AS r WHERE r.status = 'running' AND (
          r.target = job.target OR r.door_id = job.door_id
          OR (job.door_id IS NULL AND r.door_id IS NULL
            AND r.integration_customer_id = job.integration_customer_id)))
    ORDER BY job.next_run_at, job.reconcile_job_id`
}

function prepareIsAnyDue({ sqlite }: StoreContext): (now: string) => boolean {
  const anyOf = PRIORITIES.map((priority) => `EXISTS (${dueOf(priority)})`).join(' OR ')
  const statement = sqlite.prepare<[{ readonly now: string }], number>(`SELECT ${anyOf}`).pluck()
  return (now) => statement.get({ now }) === 1
}

const NOT_FULL = `
  AND job.job_type NOT IN (SELECT value FROM json_each(@types))
  AND NOT (job.job_type = 'drift_enforce_lock_truth' AND job.door_id IN (SELECT value FROM json_each(@doors)))`

/** A query of its own where something is full: the usual one need not look at it. */
function prepareDue({ sqlite }: StoreContext) {
  const prepare = (further: string) =>
    PRIORITIES.map((priority) =>
      // A bare parameter as the limit has SQLite compile the statement anew at each run.
      sqlite.prepare<[DueParams], DueJob>(`${dueOf(priority, further)} LIMIT @limit + 0`),
    )
  const usual = prepare('')
  const notFull = prepare(NOT_FULL)
  return (due: {
    readonly now: string
    readonly limit: number
    readonly full: ReturnType<ClaimRoom['full']>
  }): readonly DueJob[] => {
    const { types, doors } = due.full
    const isUsual = types.length === 0 && doors.length === 0
    const params = {
      now: due.now,
      ...(!isUsual && { types: JSON.stringify(types), doors: JSON.stringify(doors) }),
    }
    const found: DueJob[] = []
    // The lower priorities are looked at only when the higher ones have too little due.
    for (const ofPriority of isUsual ? usual : notFull) {
      if (found.length >= due.limit) break
      found.push(...ofPriority.all({ ...params, limit: due.limit - found.length }))
    }
    return found
  }
}

/** As the query above compares with what runs: for jobs that are claimed together. */
export function isBlockedBy(job: DueJob, running: readonly DueJob[]): boolean {
  return running.some(
    (other) =>
      other.target === job.target ||
      (job.doorId === null
        ? job.accountId !== null && other.doorId === null && other.accountId === job.accountId
        : other.doorId === job.doorId),
  )
}

interface DueParams {
  readonly now: string
  readonly limit: number
  readonly types?: string
  readonly doors?: string
}
