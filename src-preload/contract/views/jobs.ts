import type { HoldView } from './holds.ts'

export const JOB_TYPES = [
  'drift_enforce_lock_truth',
  'drift_check',
  'enforce_plan_apply',
  'device_sync',
  'record_sync',
  'maintenance',
] as const
export type JobTypeView = (typeof JOB_TYPES)[number]

export const JOB_STATUSES = [
  'queued',
  'running',
  'waiting_offline',
  'awaiting_approval',
  'done',
  'failed',
  'cancelled',
  /** Queued for a later time and untouched so far: a background check, or a window that opens. */
  'scheduled',
] as const
export type JobStatusView = (typeof JOB_STATUSES)[number]

export interface JobRow {
  readonly jobId: number
  readonly jobType: string
  readonly status: JobStatusView
  readonly title: string
  readonly reason: string
  readonly correlationId: string
  readonly attemptCount: number
  readonly doorId: number | null
  readonly doorName: string | null
  readonly timezone: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly nextRunAt: string | null
  readonly waitReason: string | null
  readonly waitingSince: string | null
  /** It has waited so long that somebody has to act. */
  readonly isWaitAlarm: boolean
  readonly hold: HoldView | null
  /** It waits for the site's enforcement hours alone. */
  readonly canRunNow: boolean
  /** The real cause first; no code without words. */
  readonly lastError: string | null
  readonly isStuckRunning: boolean
  readonly canRetry: boolean
  readonly canCancel: boolean
  readonly planId: number | null
  /** Its plan is closed: another run would do nothing, a new preview shows what is left. */
  readonly needsNewPreview: boolean
}

export interface JobPage {
  readonly rows: readonly JobRow[]
  /** Pass to get the following page; null at the end. */
  readonly next: string | null
  readonly counts: Readonly<Record<JobStatusView, number>>
}

/** One run of a job. */
export interface JobAttemptView {
  readonly startedAt: string
  /** Null while it runs, and where the program ended in the midst of it. */
  readonly endedAt: string | null
  readonly outcome:
    | 'running'
    | 'done'
    | 'awaiting_approval'
    | 'wait'
    | 'held'
    | 'asks'
    | 'look_again'
    | 'retry'
    | 'failed'
    | 'cancelled'
    | 'abandoned'
    | 'superseded'
    | 'retry_asked'
  /** The provider's own words first, then what the job made of them. */
  readonly causes: readonly string[]
  /** Calls to the provider. */
  readonly calls: number
}

export interface JobDetailView {
  readonly job: JobRow
  /** The newest first. */
  readonly attempts: readonly JobAttemptView[]
  /** Older attempts are not told: there are too many, or their logs were taken away in time. */
  readonly isCut: boolean
}

/** Work that comes back by itself. */
export interface JobScheduleView {
  readonly jobId: number
  readonly jobType: JobTypeView
  readonly title: string
  readonly reason: string
  readonly doorId: number | null
  readonly doorName: string | null
  readonly timezone: string
  readonly nextRunAt: string
  /** How the same work last ended; null when it never ran, or its record is gone. */
  readonly last: {
    readonly jobId: number
    readonly at: string
    readonly status: JobStatusView
    readonly lastError: string | null
    readonly correlationId: string
  } | null
}
