import { and, asc, count, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { reconcileJobCorrelationTable, reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { CorrelationId, DoorId, JobId } from '../../domain/ids.ts'
import {
  isOpenStatus,
  JOB_STATUSES,
  type JobStatus,
  type JobType,
  type WaitReason,
} from '../../domain/job/job.ts'
import type {
  ClaimRoom,
  JobChange,
  JobListFilter,
  JobListRecord,
  JobRecord,
  JobStore,
  JobSum,
  NewJob,
  ScheduledJobRecord,
} from '../../ports/stores/jobStore.ts'
import { given, toJson } from '../columns.ts'
import { directRun, directSelect } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { isScheduled, JobLists } from './jobLists.ts'
import { JobQueue } from './jobQueue.ts'
import { type JobRow, LISTED_OF_JOB, toJob } from './jobRows.ts'
import { JobSums } from './jobSums.ts'
import type { TraceSummary } from './traceSummary.ts'

const job = reconcileJobTable

export class JobRepository implements JobStore {
  readonly #context: StoreContext
  readonly #queue: JobQueue
  readonly #traces: TraceSummary
  readonly #lists: JobLists
  readonly #sums: JobSums
  readonly #write
  readonly #renew
  readonly #expired
  readonly #ofCorrelation

  constructor(context: StoreContext, traces: TraceSummary) {
    this.#context = context
    this.#traces = traces
    this.#lists = new JobLists(context)
    this.#sums = new JobSums(context)
    this.#queue = new JobQueue(context, traces)
    const { db } = context
    this.#write = prepareTransition(context)
    this.#renew = db
      .update(job)
      .set({ leaseExpiresAt: given('leaseExpiresAt') })
      .where(
        and(
          eq(job.reconcileJobId, given('id')),
          eq(job.status, 'running'),
          eq(job.leaseToken, given('leaseToken')),
        ),
      )
      .prepare()
    this.#expired = db
      .select()
      .from(job)
      .where(and(sql`status = 'running'`, lt(job.leaseExpiresAt, given('nowIso'))))
      .orderBy(asc(job.reconcileJobId))
      .prepare()
    // No join: SQLite would compile it anew at each run, for another id might want another plan.
    const ofCorrelation = db
      .select(LISTED_OF_JOB)
      .from(job)
      .where(inArray(job.reconcileJobId, jobIdsOf(context, given('correlationId'))))
      .orderBy(asc(job.reconcileJobId))
    this.#ofCorrelation = directSelect(context.sqlite, ofCorrelation, LISTED_OF_JOB)
  }

  enqueue(newJob: NewJob): { readonly job: JobRecord; readonly folded: boolean } {
    return this.#queue.enqueue(newJob)
  }

  get(id: JobId): JobRecord | null {
    const row = this.#queue.find(id)
    return row ? toJob(row) : null
  }

  sumOf(ids: readonly JobId[]): JobSum {
    return this.#sums.of(ids)
  }

  claimDue(claim: {
    nowIso: string
    leaseExpiresAt: string
    newLeaseToken: () => string
    limit: number
    room?: ClaimRoom
  }): readonly JobRecord[] {
    return this.#queue.claimDue(claim)
  }

  transition(
    id: JobId,
    expected: { status: JobStatus; leaseToken: string | null },
    change: JobChange,
    atIso: string,
  ): boolean {
    return this.#context.transactions.writeTouching([], () => {
      const row = this.#queue.find(id)
      if (!row || row.status !== expected.status || row.leaseToken !== expected.leaseToken) return false
      const asked = {
        ...applyChange(row, change, atIso),
        debugSessionId: row.debugSessionId ?? this.#context.debugSession.codeAt(atIso),
      }
      const next = this.#queue.makeRoom(row, asked)
      this.#context.transactions.run(['jobs', 'doors', 'traces'], () =>
        // A placeholder has no column to turn a flag into a number.
        this.#write({ ...next, ignoresHours: Number(next.ignoresHours), id }),
      )
      this.#noteOutcome(row, next)
      return true
    })
  }

  renewLease(id: JobId, leaseToken: string, leaseExpiresAt: string): boolean {
    return (
      this.#context.transactions.run([], () => this.#renew.run({ id, leaseToken, leaseExpiresAt })).changes >
      0
    )
  }

  expiredLeases(nowIso: string): readonly JobRecord[] {
    return this.#expired.all({ nowIso }).map(toJob)
  }

  running(): readonly JobRecord[] {
    return this.#select(sql`status = 'running'`)
  }

  nextDueAt(afterIso?: string): string | null {
    return this.#queue.nextDueAt(afterIso)
  }

  requestCancel(id: JobId, atIso: string): void {
    this.#context.transactions.run(['jobs'], () =>
      this.#context.db
        .update(job)
        .set({ cancelRequestedAt: sql`coalesce(${job.cancelRequestedAt}, ${atIso})`, updatedAt: atIso })
        .where(and(eq(job.reconcileJobId, id), sql`status not in ('done','failed','cancelled')`))
        .run(),
    )
  }

  isCancelRequested(id: JobId): boolean {
    return (this.#queue.find(id)?.cancelRequestedAt ?? null) !== null
  }

  list(filter: JobListFilter): readonly JobListRecord[] {
    return this.#lists.page(filter)
  }

  listRecord(id: JobId): JobListRecord | null {
    return this.#lists.get(id)
  }

  schedules(limit: number): readonly ScheduledJobRecord[] {
    return this.#lists.schedules(limit)
  }

  waitingByReason(): ReturnType<JobStore['waitingByReason']> {
    return this.#lists.waitingByReason()
  }

  heldByCause(): ReturnType<JobStore['heldByCause']> {
    return this.#lists.heldByCause()
  }

  counts(): Readonly<Record<JobStatus, number>> {
    const rows = this.#context.db
      .select({ status: job.status, jobs: count() })
      .from(job)
      .groupBy(job.status)
      .all()
    const byStatus = new Map(rows.map((row) => [row.status, row.jobs]))
    const counts = JOB_STATUSES.map((status) => [status, byStatus.get(status) ?? 0] as const)
    // Made from every status there is.
    return Object.fromEntries(counts) as Record<JobStatus, number>
  }

  scheduledCount(): number {
    const row = this.#context.db
      .select({ jobs: count() })
      .from(job)
      .where(isScheduled(sql`${nowIso(this.#context)}`))
      .get()
    return row?.jobs ?? 0
  }

  ofDoor(doorId: DoorId, limit: number): readonly JobRecord[] {
    return this.#context.db
      .select()
      .from(job)
      .where(eq(job.doorId, doorId))
      .orderBy(desc(job.reconcileJobId))
      .limit(limit)
      .all()
      .map(toJob)
  }

  ofCorrelation(correlationId: CorrelationId): readonly JobRecord[] {
    return this.#ofCorrelation({ correlationId }).map(toJob)
  }

  correlationIds(id: JobId): readonly CorrelationId[] {
    return this.#queue.correlationIds(id)
  }

  correlationIdsOf(ids: readonly JobId[]): readonly CorrelationId[] {
    return this.#queue.correlationIdsOf(ids)
  }

  awaitingApproval(type: JobType, target: string): readonly JobRecord[] {
    return this.#select(and(eq(job.jobType, type), eq(job.target, target), sql`status = 'awaiting_approval'`))
  }

  waiting(reasons: readonly WaitReason[]): readonly JobRecord[] {
    if (reasons.length === 0) return []
    return this.#select(and(eq(job.status, 'waiting_offline'), inArray(job.waitReason, [...reasons])))
  }

  #select(where: SQL | undefined): readonly JobRecord[] {
    return this.#context.db.select().from(job).where(where).orderBy(asc(job.reconcileJobId)).all().map(toJob)
  }

  /** So that a search for failures finds a trace whose job failed without a failed call. */
  #noteOutcome(before: JobRow, next: TransitionRow): void {
    const failed = next.status === 'failed' && before.status !== 'failed'
    if (next.lastError === before.lastError && !failed && isOpenStatus(next.status)) return
    for (const correlationId of this.#queue.correlationIdsInAnyOrder(toJob(before).id)) {
      this.#traces.note({
        correlationId,
        startedAt: next.updatedAt,
        endedAt: next.updatedAt,
        doorId: null,
        doorName: null,
        // Of one that was scheduled ahead nothing was noted when it was put into the queue.
        words: [`job:${before.reconcileJobId}`, before.target, next.lastError],
        debugSession: this.#context.debugSession.codeAt(next.updatedAt),
        logs: 0,
        errors: failed ? 1 : 0,
      })
    }
  }
}

function jobIdsOf({ db }: StoreContext, correlationId: SQL) {
  const link = reconcileJobCorrelationTable
  return db.select({ id: link.reconcileJobId }).from(link).where(eq(link.correlationId, correlationId))
}

type TransitionRow = Pick<JobRow, (typeof TRANSITION_FIELDS)[number]>

const TRANSITION_FIELDS = [
  'status',
  'debugSessionId',
  'attemptCount',
  'nextRunAt',
  'lastError',
  'waitReason',
  'waitingSince',
  'heldBy',
  'heldUntil',
  'ignoresHours',
  'leaseToken',
  'leaseExpiresAt',
  'enforcePlanId',
  'priority',
  'resultJson',
  'finishedAt',
  'cancelRequestedAt',
  'updatedAt',
] as const

function prepareTransition({ db, sqlite }: StoreContext) {
  // One `set` member for each field; `given` fits every column since the values come from a row of this table.
  const set = Object.fromEntries(TRANSITION_FIELDS.map((field) => [field, given(field)])) as Record<
    (typeof TRANSITION_FIELDS)[number],
    SQL
  >
  const update = db
    .update(job)
    .set(set)
    .where(eq(job.reconcileJobId, given('id')))
  return directRun(sqlite, update)
}

/** Fields left out stay; the lease lives and dies with `running`, the time of the end with an end. */
function applyChange(row: JobRow, change: JobChange, atIso: string): TransitionRow {
  const { planId, result, ...plain } = change
  const isRunning = change.status === 'running'
  return {
    ...row,
    ...plain,
    enforcePlanId: planId === undefined ? row.enforcePlanId : planId,
    resultJson: result === undefined ? row.resultJson : toJson(result),
    leaseToken: isRunning ? row.leaseToken : null,
    leaseExpiresAt: isRunning ? row.leaseExpiresAt : null,
    finishedAt: isOpenStatus(change.status) ? null : (change.finishedAt ?? row.finishedAt ?? atIso),
    updatedAt: atIso,
  }
}
