import type { JobStatusView } from '../../../../src-preload/contract/views/jobs.ts'

/** What moves or needs a person first, what is over last. */
export const JOB_STATUS_ORDER: readonly JobStatusView[] = [
  'running',
  'awaiting_approval',
  'waiting_offline',
  'failed',
  'queued',
  'done',
  'cancelled',
  'scheduled',
]
