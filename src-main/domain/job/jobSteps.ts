import type { JobType } from './job.ts'
import type { JobOutcome } from './transitions.ts'

/** What the trace calls the steps of a job: `DRIFT_ENFORCE_JOB_START`, `DRIFT_ENFORCE_JOB_DONE`. */
const STEP_PREFIXES: Readonly<Record<JobType, string>> = {
  drift_enforce_lock_truth: 'DRIFT_ENFORCE_JOB',
  drift_check: 'DRIFT_CHECK_JOB',
  enforce_plan_apply: 'ENFORCE_PLAN_APPLY_JOB',
  device_sync: 'DEVICE_SYNC_JOB',
  record_sync: 'RECORD_SYNC_JOB',
  maintenance: 'MAINTENANCE_JOB',
}

const OUTCOME_STEPS: Readonly<Record<JobOutcome['kind'], string>> = {
  done: 'DONE',
  awaiting_approval: 'AWAITING_APPROVAL',
  wait: 'WAITING',
  held: 'HELD',
  asks: 'ASKS',
  look_again: 'LOOK_AGAIN',
  retry: 'RETRY',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
  abandoned: 'ABANDONED',
  superseded: 'SUPERSEDED',
  retry_asked: 'RETRY_ASKED',
}

/** Written when a job whose holder went is put back into the queue. */
export const TAKEN_UP_AGAIN = 'JOB_TAKEN_UP_AGAIN'

export function startStep(type: JobType): string {
  return `${STEP_PREFIXES[type]}_START`
}

export function endStep(type: JobType, outcome: JobOutcome['kind']): string {
  return `${STEP_PREFIXES[type]}_${OUTCOME_STEPS[outcome]}`
}

/** How a run of a job ended, read from the name of its last step; null for any other action. */
export function outcomeOfStep(type: JobType, action: string): JobOutcome['kind'] | null {
  if (action === TAKEN_UP_AGAIN) return 'abandoned'
  const kinds = Object.keys(OUTCOME_STEPS) as readonly JobOutcome['kind'][]
  return kinds.find((kind) => endStep(type, kind) === action) ?? null
}
