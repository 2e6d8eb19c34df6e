import type { HoldView } from '../../../src-preload/contract/views/holds.ts'
import type { JobRow, JobScheduleView } from '../../../src-preload/contract/views/jobs.ts'
import { fromIso } from '../../domain/instant.ts'
import { isStuckRunning } from '../../domain/job/isStuckRunning.ts'
import { isOpenStatus, type JobType } from '../../domain/job/job.ts'
import { isWaitAlarm } from '../../domain/job/waitAlarm.ts'
import type { JobListRecord, JobRecord, ScheduledJobRecord } from '../../ports/stores/jobStore.ts'

const TITLES: Readonly<Record<JobType, string>> = {
  drift_enforce_lock_truth: 'Bring in step',
  drift_check: 'Check',
  enforce_plan_apply: 'Apply plan',
  device_sync: 'Read locks and gateways',
  record_sync: 'Read door use',
  maintenance: 'Maintenance',
}

/** What a job's row says beside the job itself. */
export interface AboutJob {
  readonly hold: HoldView | null
  /** Of a job that failed or was cancelled: its plan takes no more. */
  readonly isPlanClosed: boolean
  /** Of a preview or an apply: what its plan is of. */
  readonly planTitle: string | null
}

export function jobRow(record: JobListRecord, nowMs: number, about: AboutJob): JobRow {
  const { hold, isPlanClosed, planTitle } = about
  const { job } = record
  return {
    jobId: job.id,
    jobType: job.type,
    status: isScheduled(job, nowMs) ? 'scheduled' : job.status,
    title: titleOf(record, planTitle),
    reason: reasonText(job.reason),
    correlationId: job.correlationId,
    attemptCount: job.attemptCount,
    doorId: job.doorId,
    doorName: record.doorName,
    timezone: record.timezone ?? 'UTC',
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    nextRunAt: job.nextRunAt,
    waitReason: job.waitReason,
    waitingSince: job.waitingSince,
    isWaitAlarm: isWaitAlarm(job, nowMs),
    hold,
    canRunNow: job.status === 'queued' && job.heldBy === 'hours',
    lastError: job.lastError,
    isStuckRunning: isStuckRunning(job, nowMs),
    canRetry: job.status === 'waiting_offline' || job.status === 'queued' || (isBroken(job) && !isPlanClosed),
    canCancel: isOpenStatus(job.status) && (job.status !== 'running' || job.cancelRequestedAt === null),
    planId: job.planId,
    needsNewPreview: isBroken(job) && isPlanClosed,
  }
}

/** Work that comes back by itself: when, and how it last ended. */
export function jobSchedule(record: ScheduledJobRecord): JobScheduleView {
  const { job, last } = record
  return {
    jobId: job.id,
    jobType: job.type,
    title: titleOf(record),
    reason: reasonText(job.reason),
    doorId: job.doorId,
    doorName: record.doorName,
    timezone: record.timezone ?? 'UTC',
    nextRunAt: job.nextRunAt ?? job.createdAt,
    last: last && {
      jobId: last.id,
      at: last.finishedAt ?? last.updatedAt,
      status: last.status,
      lastError: last.lastError,
      correlationId: last.correlationId,
    },
  }
}

function titleOf({ job, doorName }: JobListRecord, planTitle: string | null = null): string {
  const what = doorName ?? planTitle
  return what === null ? TITLES[job.type] : `${TITLES[job.type]}: ${what}`
}

/** The trace keeps the words of the left; who looks after doors reads those of the right. */
const REASONS: Readonly<Record<string, string>> = {
  'window due': 'A code falls due',
  'background check': 'Regular check',
  'background sync': 'Regular reading',
  'background reading of door use': 'Regular reading',
  'background work after a cancelled job': 'Regular work goes on',
}

/** A job's reason begins with words for people and goes on with the seed's keys, which the trace keeps. */
function reasonText(reason: string): string {
  const words =
    /^(.+?) (?:drift_enforce|drift_check|enforce_plan_apply|device_sync|record_sync|maintenance)\b/.exec(
      reason,
    )?.[1] ?? reason
  return REASONS[words] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

function isBroken({ status }: JobRecord): boolean {
  return status === 'failed' || status === 'cancelled'
}

/** Queued for a later time and untouched so far. */
export function isScheduled(job: JobRecord, nowMs: number): boolean {
  return (
    job.status === 'queued' &&
    job.attemptCount === 0 &&
    job.heldBy === null &&
    job.nextRunAt !== null &&
    fromIso(job.nextRunAt) > nowMs
  )
}
