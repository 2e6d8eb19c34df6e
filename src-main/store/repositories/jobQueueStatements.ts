import { and, eq, lte, sql } from 'drizzle-orm'
import { reconcileJobCorrelationTable, reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { JobId } from '../../domain/ids.ts'
import { JOB_PRIORITIES, type JobPriority, type JobType } from '../../domain/job/job.ts'
import { asIdOrNull, given } from '../columns.ts'
import { directRows, directRun } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

/** Written out: bound parameters would keep SQLite from using the partial indexes. */
const isWaiting = sql`status in ('queued','waiting_offline')`

/** The indexes are named: left to itself, SQLite reads every waiting job. */
const NEXT_UNHELD = `
  SELECT min(next_run_at) FROM reconcile_job INDEXED BY reconcile_job_due_time
  WHERE status IN ('queued','waiting_offline') AND held_by IS NULL`
const NEXT_HELD = `
  SELECT min(max(held_until, next_run_at)) FROM reconcile_job INDEXED BY reconcile_job_held
  WHERE status IN ('queued','waiting_offline') AND held_by IS NOT NULL
    AND held_until IS NOT NULL AND next_run_at IS NOT NULL`

const isOpenOfDoor = sql`status in ('queued','running','waiting_offline','awaiting_approval')`

/** A query for one time, or null. */
function prepareMoment({ sqlite }: StoreContext, query: string): () => string | null {
  const statement = sqlite.prepare<[], string | null>(query).pluck()
  return () => statement.get() ?? null
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
          isOpenOfDoor,
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
    // Read from the index alone: sorting costs ten times the look.
    correlationsInAnyOrder: prepareCorrelations(context, ''),
    firstDue: prepareFirstDue(context),
    firstDueExcept: prepareFirstDueExcept(context),
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

function prepareCorrelations({ sqlite }: StoreContext, order: string): (id: JobId) => readonly string[] {
  const statement = sqlite
    .prepare<[JobId], string>(
      `SELECT correlation_id FROM reconcile_job_correlation WHERE reconcile_job_id = ? ${order}`,
    )
    .pluck()
  return (id) => statement.all(id)
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
 * The first due job of a priority whose target is free: nothing runs on the same target, nor on the same door; of jobs
 * without a door, nothing on the same account. One index range: what is due later is never read.
 */
function firstDueOf(priority: JobPriority, further = ''): string {
  return `
    SELECT job.reconcile_job_id FROM reconcile_job AS job INDEXED BY reconcile_job_due
    WHERE job.status IN ('queued','waiting_offline') AND job.priority = ${priority} AND job.next_run_at <= @now
      AND (job.held_by IS NULL OR job.held_until <= @now) ${further}
      AND NOT EXISTS (
        SELECT 1 FROM reconcile_job AS r WHERE r.status = 'running' AND (
          r.target = job.target OR r.door_id = job.door_id
          OR (job.door_id IS NULL AND r.door_id IS NULL
            AND r.integration_customer_id = job.integration_customer_id)))
    ORDER BY job.next_run_at, job.reconcile_job_id LIMIT 1`
}

/** The lower priorities are looked at only when the higher ones have nothing due. */
function firstDue(further = ''): string {
  const byPriority = Object.values(JOB_PRIORITIES).sort((a, b) => a - b)
  return `SELECT coalesce(${byPriority.map((priority) => `(${firstDueOf(priority, further)})`).join(', ')})`
}

function prepareFirstDue({ sqlite }: StoreContext): (now: string) => JobId | null {
  const statement = sqlite.prepare<[{ readonly now: string }], number | null>(firstDue()).pluck()
  return (now) => asIdOrNull<JobId>(statement.get({ now }) ?? null)
}

/** The same among the types that are not given. A query of its own: the usual one need not look at types. */
function prepareFirstDueExcept({
  sqlite,
}: StoreContext): (now: string, types: readonly JobType[]) => JobId | null {
  const query = firstDue('AND job.job_type NOT IN (SELECT value FROM json_each(@types))')
  const statement = sqlite
    .prepare<[{ readonly now: string; readonly types: string }], number | null>(query)
    .pluck()
  return (now, types) => asIdOrNull<JobId>(statement.get({ now, types: JSON.stringify(types) }) ?? null)
}
