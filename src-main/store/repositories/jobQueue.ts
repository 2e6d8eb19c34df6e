import type Database from 'better-sqlite3'
import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { reconcileJobCorrelationTable, reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { CorrelationId, JobId } from '../../domain/ids.ts'
import { JOB_PRIORITIES } from '../../domain/job/job.ts'
import type { JobRecord, NewJob } from '../../ports/stores/jobStore.ts'
import { asId, asTextId, given } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { type JobRow, toJob } from './jobRows.ts'
import type { TraceSummary } from './traceSummary.ts'

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

const PRIORITIES = Object.values(JOB_PRIORITIES).sort((a, b) => a - b)

/** Putting jobs into the queue and taking them out. */
export class JobQueue {
  readonly #context: StoreContext
  readonly #traces: TraceSummary
  readonly #waitingOfTarget
  readonly #waitingEnforceOfDoor
  readonly #insertJob
  readonly #fold
  readonly #join
  readonly #correlationsOf
  readonly #firstDue
  readonly #take
  readonly #nextUnheld: Database.Statement<[], string | null>
  readonly #nextHeld: Database.Statement<[], string | null>

  constructor(context: StoreContext, traces: TraceSummary) {
    this.#context = context
    this.#traces = traces
    const { db } = context
    const job = reconcileJobTable
    this.#waitingOfTarget = db
      .select()
      .from(job)
      .where(and(eq(job.jobType, given('type')), eq(job.target, given('target')), isWaiting))
      .prepare()
    this.#waitingEnforceOfDoor = db
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
      .prepare()
    this.#insertJob = prepareInsert(context)
    this.#fold = db
      .update(job)
      .set({
        // More urgent work takes the job over: its trace and its author are the ones that people look for.
        reason: sql`case when ${given('priority')} < priority then ${given('reason')} else reason end`,
        userId: sql`case when ${given('priority')} < priority then ${given('userId')} else user_id end`,
        correlationId: sql`case when ${given('priority')} < priority then ${given('correlationId')} else correlation_id end`,
        priority: sql`min(priority, ${given('priority')})`,
        nextRunAt: sql`min(coalesce(next_run_at, ${given('dueAt')}), ${given('dueAt')})`,
        enforcePlanId: sql`coalesce(${given('planId')}, enforce_plan_id)`,
        // Somebody wants it after all.
        cancelRequestedAt: null,
        updatedAt: given('at'),
      })
      .where(eq(job.reconcileJobId, given('id')))
      .returning()
      .prepare()
    this.#join = db
      .insert(reconcileJobCorrelationTable)
      .values({
        reconcileJobId: sql.placeholder('id'),
        correlationId: sql.placeholder('correlationId'),
        createdAt: sql.placeholder('at'),
      })
      .onConflictDoNothing()
      .prepare()
    this.#correlationsOf = db
      .select({ correlationId: reconcileJobCorrelationTable.correlationId })
      .from(reconcileJobCorrelationTable)
      .where(eq(reconcileJobCorrelationTable.reconcileJobId, given('id')))
      .orderBy(asc(sql`rowid`))
      .prepare()
    this.#firstDue = prepareFirstDue(context)
    this.#take = db
      .update(job)
      .set({
        status: 'running',
        leaseToken: given('leaseToken'),
        leaseExpiresAt: given('leaseExpiresAt'),
        attemptCount: sql`attempt_count + 1`,
        nextRunAt: null,
        waitReason: null,
        heldBy: null,
        heldUntil: null,
        updatedAt: given('at'),
      })
      .where(and(eq(job.reconcileJobId, given('id')), isWaiting))
      .returning()
      .prepare()
    this.#nextUnheld = context.sqlite.prepare<[], string | null>(NEXT_UNHELD).pluck()
    this.#nextHeld = context.sqlite.prepare<[], string | null>(NEXT_HELD).pluck()
  }

  enqueue(job: NewJob): { readonly job: JobRecord; readonly folded: boolean } {
    const at = nowIso(this.#context)
    return this.#context.transactions.writeTouching(['jobs', 'traces', 'doors'], () => {
      const open = this.#findOpen(job)
      const row = open ? this.#foldInto(open, job, at) : this.#insert(job, at)
      const id = row.reconcileJobId
      this.#join.run({ id, correlationId: job.correlationId, at })
      // What is only scheduled has no story yet; its trace begins with its run.
      if (job.dueAt <= at) {
        this.#traces.note({
          correlationId: job.correlationId,
          startedAt: at,
          endedAt: at,
          doorId: job.doorId,
          doorName: null,
          words: [`job:${id}`, job.target],
          logs: 0,
          errors: 0,
        })
      }
      return { job: toJob(row), folded: open !== null }
    })
  }

  claimNext(claim: { nowIso: string; leaseToken: string; leaseExpiresAt: string }): JobRecord | null {
    // Mostly nothing is due: that needs no write lock.
    if (this.#findDue(claim.nowIso) === null) return null
    return this.#context.transactions.write(() => {
      const due = this.#findDue(claim.nowIso)
      if (due === null) return null
      return this.#context.transactions.run(['jobs', 'doors'], () => {
        const row = this.#take.get({ ...claim, id: due, at: claim.nowIso })
        return row ? toJob(row) : null
      })
    })
  }

  nextDueAt(): string | null {
    return earlier(this.#nextUnheld.get() ?? null, this.#nextHeld.get() ?? null)
  }

  /**
   * A job that goes back to the queue may find one more of its target there, put in while it ran. There is to be one: it
   * takes the other's traces and its earlier time, is taken over by more urgent work, and the other ends as cancelled.
   */
  makeRoom<Change extends ReturnTicket>(row: JobRow, change: Change): Change {
    if (change.status !== 'queued' && change.status !== 'waiting_offline') return change
    const other = this.#waitingOfTarget.get({ type: row.jobType, target: row.target })
    if (!other || other.reconcileJobId === row.reconcileJobId) return change
    const at = change.updatedAt
    this.#context.db
      .update(reconcileJobTable)
      .set({
        status: 'cancelled',
        resultJson: JSON.stringify({ folded_into: row.reconcileJobId }),
        nextRunAt: null,
        finishedAt: at,
        updatedAt: at,
      })
      .where(eq(reconcileJobTable.reconcileJobId, other.reconcileJobId))
      .run()
    for (const correlationId of this.correlationIds(asId(other.reconcileJobId))) {
      this.#join.run({ id: row.reconcileJobId, correlationId, at })
    }
    if (other.priority < row.priority) {
      const { reason, userId, correlationId } = other
      this.#context.db
        .update(reconcileJobTable)
        .set({ reason, userId, correlationId })
        .where(eq(reconcileJobTable.reconcileJobId, row.reconcileJobId))
        .run()
    }
    return {
      ...change,
      priority: Math.min(change.priority, other.priority),
      nextRunAt: earlier(change.nextRunAt, other.nextRunAt),
    }
  }

  correlationIds(id: JobId): readonly CorrelationId[] {
    return this.#correlationsOf.all({ id }).map((row) => asTextId<CorrelationId>(row.correlationId))
  }

  #findOpen(job: NewJob): JobRow | null {
    const same = this.#waitingOfTarget.get({ type: job.type, target: job.target })
    if (same) return same
    // A preview fills its own plan; only a plain check is answered by an enforce that lists anyway.
    if (job.type !== 'drift_check' || job.doorId === null || job.planId !== null) return null
    return this.#waitingEnforceOfDoor.get({ doorId: job.doorId, dueAt: job.dueAt }) ?? null
  }

  #foldInto(open: JobRow, job: NewJob, at: string): JobRow {
    const isSameKind = open.jobType === job.type
    const row = this.#fold.get({
      id: open.reconcileJobId,
      priority: job.priority,
      reason: job.reason,
      userId: job.userId,
      correlationId: job.correlationId,
      dueAt: job.dueAt,
      planId: isSameKind ? job.planId : null,
      at,
    })
    if (!row) throw new Error('The job to fold into is gone')
    return row
  }

  #insert(job: NewJob, at: string): JobRow {
    const row = this.#insertJob.get({ ...job, at })
    if (!row) throw new Error('The job was not inserted')
    return row
  }

  /** One index range for each priority: what is due later is never read. */
  #findDue(now: string): JobId | null {
    for (const priority of PRIORITIES) {
      const row = this.#firstDue.get({ priority, now })
      if (row) return asId(row.id)
    }
    return null
  }
}

type ReturnTicket = Pick<JobRow, 'status' | 'priority' | 'nextRunAt' | 'updatedAt'>

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

const isOpenOfDoor = sql`status in ('queued','running','waiting_offline','awaiting_approval')`

function prepareInsert({ db }: StoreContext) {
  return db
    .insert(reconcileJobTable)
    .values({
      jobType: sql.placeholder('type'),
      status: 'queued',
      reason: sql.placeholder('reason'),
      correlationId: sql.placeholder('correlationId'),
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
    .returning()
    .prepare()
}

/**
 * The first due job of a priority whose target is free: nothing runs on the same target, nor on the same door; of jobs
 * without a door, nothing on the same account.
 */
function prepareFirstDue({ db }: StoreContext) {
  const job = reconcileJobTable
  const isBusy = sql`exists (
    select 1 from ${job} as r where r.status = 'running' and (
      r.target = ${job.target}
      or r.door_id = ${job.doorId}
      or (${job.doorId} is null and r.door_id is null
        and r.integration_customer_id = ${job.integrationCustomerId})
    ))`
  return db
    .select({ id: job.reconcileJobId })
    .from(job)
    .where(
      and(
        isWaiting,
        eq(job.priority, given('priority')),
        lte(job.nextRunAt, given('now')),
        sql`(${job.heldBy} is null or ${job.heldUntil} <= ${given('now')})`,
        sql`not ${isBusy}`,
      ),
    )
    .orderBy(asc(job.nextRunAt), asc(job.reconcileJobId))
    .limit(1)
    .prepare()
}
