import type { DoorState, EvidenceGrade } from '../../../src-preload/contract/views/doors.ts'
import type { JobStatusView } from '../../../src-preload/contract/views/jobs.ts'
import type { CodeOnDoorView } from '../../../src-preload/contract/views/people.ts'
import type { PlanLineKind, PlanStatus } from '../../../src-preload/contract/views/plans.ts'
import type { EnforcementModeView, PolicyView } from '../../../src-preload/contract/views/sites.ts'
import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'

/** The words of states, kinds and modes: the same on every screen. */
const doorState: Record<DoorState, string> = {
  in_step: 'In step',
  out_of_step: 'Out of step',
  unreadable: 'Unreadable',
  waiting: 'Waiting',
  checking: 'Checking',
  unchecked: 'Not checked yet',
}

const jobStatus: Record<JobStatusView, string> = {
  scheduled: 'Scheduled',
  queued: 'Queued',
  running: 'Running',
  waiting_offline: 'Waiting',
  awaiting_approval: 'Awaiting approval',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

const planStatus: Record<PlanStatus, string> = {
  reading: 'Reading locks',
  previewed: 'Previewed',
  approved: 'Approved',
  applying: 'Applying',
  applied: 'Applied',
  partly_applied: 'Partly applied',
  stale: 'Stale',
  expired: 'Expired',
  rejected: 'Rejected',
  superseded: 'Replaced by a newer plan',
}

const lineKind: Record<PlanLineKind, string> = {
  add: 'Add',
  change: 'Change',
  replace: 'Replace',
  delete: 'Delete',
  schedule: 'Open schedule',
  blocked_by_grace: 'Blocked by grace',
  invalid_expected: 'Invalid',
  reported: 'Reported only',
  under_way: 'Under way',
  unchanged: 'Unchanged',
}

const evidence: Record<EvidenceGrade, string> = {
  used_at_door: 'Used at the door',
  read_back: 'Read back',
  listed: 'Listed by the cloud',
  sent_unconfirmed: 'Sent, unconfirmed',
  computed: 'Computed, works if the lock is set',
  none: 'No proof yet',
}

const standing: Record<CodeOnDoorView['standing'], string> = {
  works_now: 'Works now',
  will_work_from: 'Will work from',
  not_proven: 'Not proven',
  ended: 'Ended',
  being_removed: 'Being removed',
  still_on_lock: 'Still on the lock',
}

const outcome: Record<TraceRow['outcomeState'], string> = {
  ok: 'Done',
  failed: 'Failed',
  running: 'Running',
  waiting: 'Waiting',
  cancelled: 'Cancelled',
  unknown: 'Unknown',
}

const mode: Record<EnforcementModeView, string> = {
  observe: 'Observe',
  managed_only: 'Managed only',
  strict: 'Strict',
  ultra_strict: 'Ultra strict',
}

const modeMeaning: Record<EnforcementModeView, string> = {
  observe: 'Reads and reports. Nothing is ever sent to a lock.',
  managed_only: 'Puts the codes you gave out right. Other codes are reported and kept.',
  strict: 'Also removes codes you did not give out, once their grace time has passed.',
  ultra_strict: 'Removes codes you did not give out at once, without grace time.',
}

const policy: Record<PolicyView, string> = {
  approve: 'A person approves each plan',
  auto: 'Plans are applied by themselves',
}

const waitReason: Record<string, string> = {
  no_network: 'this PC has no network',
  provider_down: 'TTLock does not answer',
  gateway_offline: 'its gateway is offline',
  lock_unreachable: 'the lock cannot be reached',
  no_gateway: 'no gateway reaches the lock',
  not_signed_in: 'the TTLock account needs a sign-in',
  quota: 'the monthly calls are used up',
  awaiting_approval: 'a plan awaits approval',
  decision: 'an apply asks you how to go on',
}

const heldBy: Record<string, string> = {
  clock: 'this PC’s clock is off',
  quota: 'the monthly calls are used up',
  freeze: 'the site is frozen',
  hours: 'it is outside the site’s enforcement hours',
  decision: 'a person is asked how to go on',
  pause: 'the door is paused',
  paused: 'the door is paused',
  restore: 'the database was restored',
}

const jobType: Record<string, string> = {
  drift_enforce_lock_truth: 'Bring in step',
  drift_check: 'Check',
  enforce_plan_apply: 'Apply plan',
  device_sync: 'Read locks and gateways',
  record_sync: 'Read door use',
  maintenance: 'Maintenance',
}

function lookUp(table: Readonly<Record<string, string>>, word: string): string {
  return table[word] ?? word.replaceAll('_', ' ')
}

export const words = {
  doorState,
  jobStatus,
  planStatus,
  lineKind,
  evidence,
  standing,
  outcome,
  mode,
  modeMeaning,
  policy,
  /** These come as plain text; a word that this version does not know is shown as it is. */
  waitReason: (word: string) => lookUp(waitReason, word),
  until: 'until',
  by: (name: string) => `by ${name}`,
  heldBy: (word: string) => lookUp(heldBy, word),
  jobType: (word: string) => lookUp(jobType, word),
  modeOf: (word: string) => lookUp(mode, word),
  policyOf: (word: string) => lookUp(policy, word),
} as const
