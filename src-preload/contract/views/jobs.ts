import type { HoldView } from './holds.ts'

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
}

export interface JobPage {
  readonly rows: readonly JobRow[]
  /** Pass to get the following page; null at the end. */
  readonly next: string | null
  readonly counts: Readonly<Record<JobStatusView, number>>
}
