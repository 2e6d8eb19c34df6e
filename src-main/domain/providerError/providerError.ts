/** What a failed provider call means for the engine. */
export const PROVIDER_ERROR_KINDS = [
  /** Another command is in flight: retry soon, in its own lane. */
  'busy',
  /** Gateway or lock cannot be reached now: wait, costs no attempt. */
  'unreachable',
  /** The request can never succeed as it is: never retried. */
  'fix_the_data',
  /** Token, quota, region or clock: nothing more is sent for the account until it is mended. */
  'stop_the_account',
  /** The wanted state exists already: read again. */
  'already_so',
  /** Nobody knows whether it took effect: settle by reading. */
  'unknown_outcome',
] as const
export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number]

/** Why an account was stopped or a target is unreachable; the engine turns it into a job's `wait_reason`. */
export const PROVIDER_ERROR_CAUSES = [
  'no_network',
  'provider_down',
  'gateway_offline',
  'lock_unreachable',
  'no_gateway',
  'not_signed_in',
  'quota',
  /** Too many calls in a short time: a pause of a minute or a few, which says nothing of the month's calls. */
  'throttled',
  'clock',
  'region',
  'busy',
  /** One code failed again and again on this lock and rests; the others of its door go on. */
  'code_resting',
  'data',
  'already_exists',
  'already_gone',
  'malformed_answer',
  'lost_answer',
  'unknown',
] as const
export type ProviderErrorCause = (typeof PROVIDER_ERROR_CAUSES)[number]

/** A failed provider call as a value. `sentence` is for a person and holds no secret; `errcode` is the provider's own. */
export interface ProviderError {
  readonly kind: ProviderErrorKind
  readonly cause: ProviderErrorCause
  readonly errcode: number | null
  readonly httpStatus: number | null
  readonly sentence: string
  /** How long the client itself will refuse or hold back such a call; absent where it does not know. */
  readonly retryAfterMs?: number
}

export type ProviderResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProviderError }
