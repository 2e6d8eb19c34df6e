export const JOB_TYPES = [
  'drift_enforce_lock_truth',
  'drift_check',
  'enforce_plan_apply',
  'device_sync',
  'record_sync',
  'maintenance',
] as const
export type JobType = (typeof JOB_TYPES)[number]

export const JOB_STATUSES = [
  'queued',
  'running',
  'waiting_offline',
  'awaiting_approval',
  'done',
  'failed',
  'cancelled',
] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** Why a job waits without losing an attempt. */
export const WAIT_REASONS = [
  'no_network',
  'provider_down',
  'gateway_offline',
  'lock_unreachable',
  'no_gateway',
  'not_signed_in',
  'quota',
] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

/** Lower runs first. */
export const JOB_PRIORITIES = { click: 0, due_window: 1, periodic: 2 } as const
export type JobPriority = (typeof JOB_PRIORITIES)[keyof typeof JOB_PRIORITIES]

export function isOpenStatus(status: JobStatus): boolean {
  return status !== 'done' && status !== 'failed' && status !== 'cancelled'
}
