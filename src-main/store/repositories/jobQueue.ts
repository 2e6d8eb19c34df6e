import { eq } from 'drizzle-orm'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { CorrelationId, JobId } from '../../domain/ids.ts'
import type { ClaimRoom, JobRecord, NewJob } from '../../ports/stores/jobStore.ts'
import { asId, asTextId } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { isBlockedBy, prepareQueueStatements } from './jobQueueStatements.ts'
import { type JobRow, toJob } from './jobRows.ts'
import type { TraceSummary } from './traceSummary.ts'

const NOTHING = { types: [], doors: [] }

/** Putting jobs into the queue and taking them out. */
export class JobQueue {
  readonly #context: StoreContext
  readonly #traces: TraceSummary
  readonly #statements: ReturnType<typeof prepareQueueStatements>

  constructor(context: StoreContext, traces: TraceSummary) {
    this.#context = context
    this.#traces = traces
    this.#statements = prepareQueueStatements(context)
  }

  enqueue(job: NewJob): { readonly job: JobRecord; readonly folded: boolean } {
    const at = nowIso(this.#context)
    return this.#context.transactions.writeTouching(['jobs', 'traces', 'doors'], () => {
      const open = this.#findOpen(job)
      const row = open ? this.#foldInto(open, job, at) : this.#insert(job, at)
      const id = row.reconcileJobId
      this.#statements.join({ id, correlationId: job.correlationId, at })
      // What is only scheduled has no story yet; its trace begins with its run.
      if (job.dueAt <= at) {
        this.#traces.note({
          correlationId: job.correlationId,
          startedAt: at,
          endedAt: at,
          doorId: job.doorId,
          doorName: null,
          words: [`job:${id}`, job.target],
          debugSession: this.#context.debugSession.codeAt(at),
          logs: 0,
          errors: 0,
        })
      }
      return { job: toJob(row), folded: open !== null }
    })
  }

  claimDue(claim: {
    nowIso: string
    leaseExpiresAt: string
    newLeaseToken: () => string
    limit: number
    room?: ClaimRoom
  }): readonly JobRecord[] {
    const { nowIso: at, leaseExpiresAt, limit, room } = claim
    // Mostly nothing is due: that needs no write lock.
    if (limit < 1 || !this.#statements.isAnyDue(at)) return []
    return this.#context.transactions.writeTouching(['jobs', 'doors'], () => {
      const debugSessionId = this.#context.debugSession.codeAt(at)
      const claimed: JobRecord[] = []
      for (let isMore = true; isMore && claimed.length < limit; ) {
        const asked = limit - claimed.length
        const due = this.#statements.due({ now: at, limit: asked, full: room?.full() ?? NOTHING })
        // What is passed over here is left out of the next look: by what runs then, or by what is full then.
        isMore = due.length === asked
        for (const job of due) {
          if (isBlockedBy(job, claimed) || room?.has(job) === false) continue
          room?.take(job)
          const leaseToken = claim.newLeaseToken()
          this.#statements.take({ leaseToken, debugSessionId, leaseExpiresAt, id: job.id, at })
          claimed.push(toJob(this.#row(job.id)))
        }
      }
      return claimed
    })
  }

  find(id: JobId): JobRow | undefined {
    return this.#statements.byId({ id })[0]
  }

  nextDueAt(afterIso = ''): string | null {
    return earlier(this.#statements.nextUnheld(afterIso), this.#statements.nextHeld(afterIso))
  }

  /**
   * A job that goes back to the queue may find one more of its target there, put in while it ran. There is to be one: it
   * takes the other's traces, its earlier time and its tries, is taken over by more urgent work, and the other ends as
   * cancelled.
   */
  makeRoom<Change extends ReturnTicket>(row: JobRow, change: Change): Change {
    if (change.status !== 'queued' && change.status !== 'waiting_offline') return change
    const [other] = this.#statements.waitingOfTarget({ type: row.jobType, target: row.target })
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
      this.#statements.join({ id: row.reconcileJobId, correlationId, at })
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
      attemptCount: Math.min(change.attemptCount, other.attemptCount),
      ignoresHours: change.ignoresHours || other.ignoresHours,
      nextRunAt: earlier(change.nextRunAt, other.nextRunAt),
    }
  }

  correlationIds(id: JobId): readonly CorrelationId[] {
    return this.#statements.correlationsOf(id).map(asTextId<CorrelationId>)
  }

  correlationIdsOf(ids: readonly JobId[]): readonly CorrelationId[] {
    return this.#statements.correlationsOfAll(JSON.stringify(ids)).map(asTextId<CorrelationId>)
  }

  /** The same for work on each of them. */
  correlationIdsInAnyOrder(id: JobId): readonly CorrelationId[] {
    return this.#statements.correlationsInAnyOrder(id).map(asTextId<CorrelationId>)
  }

  #findOpen(job: NewJob): JobRow | null {
    const [same] = this.#statements.waitingOfTarget({ type: job.type, target: job.target })
    if (same) return same
    // A preview fills its own plan; only a plain check is answered by an enforce that lists anyway.
    if (job.type !== 'drift_check' || job.doorId === null || job.planId !== null) return null
    return this.#statements.waitingEnforceOfDoor.get({ doorId: job.doorId, dueAt: job.dueAt }) ?? null
  }

  #foldInto(open: JobRow, job: NewJob, at: string): JobRow {
    const isSameKind = open.jobType === job.type
    const row = this.#statements.fold.get({
      id: open.reconcileJobId,
      priority: job.priority,
      reason: job.reason,
      userId: job.userId,
      correlationId: job.correlationId,
      dueAt: job.dueAt,
      planId: isSameKind ? job.planId : null,
      debugSessionId: this.#context.debugSession.codeAt(at),
      at,
    })
    if (!row) throw new Error('The job to fold into is gone')
    return row
  }

  #insert(job: NewJob, at: string): JobRow {
    const { lastInsertRowid } = this.#statements.insertJob({
      ...job,
      at,
      debugSessionId: this.#context.debugSession.codeAt(at),
    })
    return this.#row(asId(Number(lastInsertRowid)))
  }

  #row(id: JobId): JobRow {
    const row = this.find(id)
    if (!row) throw new Error('The job is gone')
    return row
  }
}

type ReturnTicket = Pick<
  JobRow,
  'status' | 'priority' | 'attemptCount' | 'nextRunAt' | 'ignoresHours' | 'updatedAt'
>

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
