import { assertNever } from '../assertNever.ts'
import type { JobType, WaitReason } from './job.ts'

const ATTEMPT_LIMITS: Readonly<Record<JobType, number>> = {
  drift_enforce_lock_truth: 8,
  drift_check: 5,
  enforce_plan_apply: 8,
  device_sync: 5,
  record_sync: 5,
  maintenance: 3,
}

const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 15 * 60_000

/** How often a job of this type is tried before it ends `failed`. */
export function attemptLimit(type: JobType): number {
  return ATTEMPT_LIMITS[type]
}

/**
 * Time until the next try after `attemptCount` failed ones: doubling from 5 s to 15 min, the later half of it at random.
 * @param random in [0, 1)
 */
export function retryDelayMs(attemptCount: number, random: number): number {
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attemptCount - 1))
  return Math.round(full / 2 + (full / 2) * random)
}

/** Reasons that a single answer of the provider ends for every job of the account. */
export const CONNECTION_REASONS: readonly WaitReason[] = ['no_network', 'provider_down']

/**
 * Time until waiting work looks again. A lost network is probed soon at first, then more slowly; a lock or gateway
 * is left alone longer, since each probe costs a call; what a person must mend is looked at every quarter of an hour.
 * @param waitedMs how long the job has waited already
 * @param random in [0, 1)
 */
export function waitDelayMs(reason: WaitReason, waitedMs: number, random: number): number {
  const base = baseWaitMs(reason, waitedMs)
  return Math.round(base * (0.75 + random / 4))
}

function baseWaitMs(reason: WaitReason, waitedMs: number): number {
  switch (reason) {
    case 'no_network':
    case 'provider_down':
      if (waitedMs < 60_000) return 3_000
      return waitedMs < 10 * 60_000 ? 15_000 : 60_000
    case 'gateway_offline':
    case 'lock_unreachable':
    case 'no_gateway':
      return waitedMs < 10 * 60_000 ? 60_000 : 5 * 60_000
    case 'not_signed_in':
    case 'quota':
      return 15 * 60_000
    default:
      return assertNever(reason)
  }
}
