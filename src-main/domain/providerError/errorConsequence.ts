import type { ProviderErrorCause, ProviderErrorKind } from './providerError.ts'

/** When the same request may be tried again. */
type RetryMoment = 'soon' | 'when_reachable' | 'never' | 'when_mended' | 'after_reading'

/** What the engine does about a failed call; it depends on the kind alone. */
export interface ErrorConsequence {
  readonly retry: RetryMoment
  /** False where waiting is nobody's fault: the job keeps its attempts. */
  readonly costsAttempt: boolean
  /** True when the lock's list must be read before anything else is sent to it. */
  readonly readFirst: boolean
  /** True when nothing more may be sent for the whole account. */
  readonly stopsAccount: boolean
}

export function consequenceOf(kind: ProviderErrorKind): ErrorConsequence {
  switch (kind) {
    case 'busy':
      return { retry: 'soon', costsAttempt: true, readFirst: false, stopsAccount: false }
    case 'unreachable':
      return { retry: 'when_reachable', costsAttempt: false, readFirst: false, stopsAccount: false }
    case 'fix_the_data':
      return { retry: 'never', costsAttempt: true, readFirst: false, stopsAccount: false }
    case 'stop_the_account':
      return { retry: 'when_mended', costsAttempt: false, readFirst: false, stopsAccount: true }
    case 'already_so':
      return { retry: 'after_reading', costsAttempt: true, readFirst: true, stopsAccount: false }
    case 'unknown_outcome':
      return { retry: 'after_reading', costsAttempt: true, readFirst: true, stopsAccount: false }
    default: {
      const never: never = kind
      return never
    }
  }
}

/** The words of a job's `wait_reason` that a provider call can give. */
export type ProviderWaitReason = Extract<
  ProviderErrorCause,
  | 'no_network'
  | 'provider_down'
  | 'gateway_offline'
  | 'lock_unreachable'
  | 'no_gateway'
  | 'not_signed_in'
  | 'quota'
>

/** Null for causes a job does not wait for (data, region, busy, …): those are retried, mended or shown. */
export function waitReasonOf(cause: ProviderErrorCause): ProviderWaitReason | null {
  switch (cause) {
    case 'no_network':
    case 'provider_down':
    case 'gateway_offline':
    case 'lock_unreachable':
    case 'no_gateway':
    case 'not_signed_in':
    case 'quota':
      return cause
    default:
      return null
  }
}
