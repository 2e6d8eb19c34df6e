import type { AccountId, CorrelationId, DoorId, JobId, OperatorId, PlanId } from '../../domain/ids.ts'
import type { JobPriority, JobStatus, JobType, WaitReason } from '../../domain/job/job.ts'

export interface JobRecord {
  readonly id: JobId
  readonly type: JobType
  readonly status: JobStatus
  readonly reason: string
  readonly correlationId: CorrelationId
  readonly debugSessionId: string | null
  readonly userId: OperatorId
  readonly target: string
  readonly doorId: DoorId | null
  readonly accountId: AccountId | null
  readonly planId: PlanId | null
  readonly priority: JobPriority
  readonly attemptCount: number
  readonly nextRunAt: string | null
  readonly lastError: string | null
  readonly waitReason: WaitReason | null
  readonly waitingSince: string | null
  readonly heldBy: string | null
  readonly heldUntil: string | null
  /** A person let it send outside the site's enforcement hours. */
  readonly ignoresHours: boolean
  readonly leaseToken: string | null
  readonly leaseExpiresAt: string | null
  readonly cancelRequestedAt: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly finishedAt: string | null
}

export interface NewJob {
  readonly type: JobType
  readonly target: string
  readonly doorId: DoorId | null
  readonly accountId: AccountId | null
  readonly planId: PlanId | null
  readonly reason: string
  readonly correlationId: CorrelationId
  readonly userId: OperatorId
  readonly priority: JobPriority
  /** ISO UTC; now for work that is due at once. */
  readonly dueAt: string
}

/** What a transition writes. Fields left out stay as they are. */
export interface JobChange {
  readonly status: JobStatus
  readonly attemptCount?: number
  readonly nextRunAt?: string | null
  readonly lastError?: string | null
  readonly waitReason?: WaitReason | null
  readonly waitingSince?: string | null
  readonly heldBy?: string | null
  readonly heldUntil?: string | null
  readonly planId?: PlanId | null
  readonly priority?: JobPriority
  readonly ignoresHours?: boolean
  readonly result?: unknown
  readonly finishedAt?: string | null
  readonly cancelRequestedAt?: string | null
}

export interface JobListFilter {
  readonly statuses: readonly JobStatus[]
  /** True lists only what is merely scheduled for later, false leaves that out; absent lists both. */
  readonly scheduled?: boolean
  /** Only jobs of these types; all where empty or absent. */
  readonly types?: readonly JobType[]
  /** Matched against reason, correlation id, door name and last error. */
  readonly text: string
  /** Only jobs with a smaller id: keyset paging, newest first. */
  readonly beforeId: JobId | null
  readonly limit: number
}

/** Work that is only scheduled, with how the same work last ended. */
export interface ScheduledJobRecord extends JobListRecord {
  readonly last: JobRecord | null
}

export interface JobListRecord {
  readonly job: JobRecord
  readonly doorName: string | null
  readonly timezone: string | null
}

/** What jobs came to together. */
export interface JobSum {
  /** Of their doors. */
  readonly doorNames: readonly string[]
  /** Codes added, changed and removed, as readings confirmed. */
  readonly done: {
    readonly added: number
    readonly changed: number
    readonly removed: number
    readonly scheduled: number
  }
  /** Differences that the last plan of each target found and that stay: blocked, not possible, not approved, or only looked at. */
  readonly left: number
  /** Doors of an approved plan that had changed since, so that nothing was sent to them. */
  readonly staleDoors: number
}

/** What a job works on, as far as it keeps others from beginning. */
export type DueJob = Pick<JobRecord, 'id' | 'type' | 'target' | 'doorId' | 'accountId'>

/** What may begin beside what runs. */
export interface ClaimRoom {
  has(job: DueJob): boolean
  /** The job begins. */
  take(job: DueJob): void
  /** What `has` refuses at the moment: jobs of these types, and those that send to one of these doors. */
  full(): { readonly types: readonly JobType[]; readonly doors: readonly DoorId[] }
}

export interface JobStore {
  /**
   * Inserts, or folds into the open job of the same type and target: the higher priority and the earlier time win
   * and the correlation id is joined; more urgent work gives the job its reason, author and correlation id as well.
   * A `drift_check` folds into an enforce of the same door that is due by then, never the reverse.
   */
  enqueue(job: NewJob): { readonly job: JobRecord; readonly folded: boolean }
  get(id: JobId): JobRecord | null
  sumOf(ids: readonly JobId[]): JobSum
  /**
   * Takes due jobs by priority, then due time, then id, at most `limit`, in one commit: `queued` or `waiting_offline`
   * with `next_run_at` ≤ now, not held, whose door (or account) has no running job, nor one that was taken with them.
   * Sets running, lease and attempt.
   */
  claimDue(claim: {
    nowIso: string
    leaseExpiresAt: string
    newLeaseToken: () => string
    limit: number
    /** Without one there is room for everything. */
    room?: ClaimRoom
  }): readonly JobRecord[]
  /**
   * Writes only if status and lease token are still the given ones; false when somebody else has it. A job that goes
   * back to the queue takes in one more of its type and target that was put there meanwhile; that one ends `cancelled`.
   */
  transition(
    id: JobId,
    expected: { status: JobStatus; leaseToken: string | null },
    change: JobChange,
    atIso: string,
  ): boolean
  renewLease(id: JobId, leaseToken: string, leaseExpiresAt: string): boolean
  /** Running jobs whose lease ended before `nowIso`. */
  expiredLeases(nowIso: string): readonly JobRecord[]
  /** All jobs in `running`, at start: nobody holds them any more. */
  running(): readonly JobRecord[]
  /** The earliest time anything is due, or null when nothing waits for a time. With a time: the earliest after it. */
  nextDueAt(afterIso?: string): string | null
  requestCancel(id: JobId, atIso: string): void
  isCancelRequested(id: JobId): boolean
  list(filter: JobListFilter): readonly JobListRecord[]
  counts(): Readonly<Record<JobStatus, number>>
  /** Of the queued ones, those that are merely scheduled: due later, never tried, not held. */
  scheduledCount(): number
  /** What is merely scheduled, what is due next first. */
  schedules(limit: number): readonly ScheduledJobRecord[]
  listRecord(id: JobId): JobListRecord | null
  ofDoor(doorId: DoorId, limit: number): readonly JobRecord[]
  /** Jobs made under or folded with a correlation id. */
  ofCorrelation(correlationId: CorrelationId): readonly JobRecord[]
  correlationIds(id: JobId): readonly CorrelationId[]
  /** The same of many jobs at once, the oldest first. */
  correlationIdsOf(ids: readonly JobId[]): readonly CorrelationId[]
  /** Open jobs waiting for approval whose target is this one; a newer plan replaces them. */
  awaitingApproval(type: JobType, target: string): readonly JobRecord[]
  waiting(reasons: readonly WaitReason[]): readonly JobRecord[]
  /** How many jobs wait for what, and since when the first of them does. */
  waitingByReason(): readonly {
    readonly reason: WaitReason
    readonly jobs: number
    readonly since: string | null
  }[]
  /** How many queued jobs are held by what. */
  heldByCause(): readonly { readonly by: string; readonly jobs: number }[]
}
