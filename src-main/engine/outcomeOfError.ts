import { assertNever } from '../domain/assertNever.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'

/** How long a pause is that the provider asked for without saying how long. */
const PAUSE_MS = 60_000

/** What a provider's failure means for the job as a whole, when nothing of it could be done. */
export function outcomeOfError(error: ProviderError, nowMs: number): JobOutcome {
  switch (error.cause) {
    case 'no_network':
    case 'provider_down':
    case 'gateway_offline':
    case 'lock_unreachable':
    case 'no_gateway':
    case 'not_signed_in':
    case 'quota':
      return { kind: 'wait', reason: error.cause, message: error.sentence }
    case 'throttled':
      return {
        kind: 'look_again',
        atMs: nowMs + (error.retryAfterMs ?? PAUSE_MS),
        message: error.sentence,
      }
    case 'region':
      return { kind: 'wait', reason: 'not_signed_in', message: error.sentence }
    case 'clock':
      return { kind: 'held', by: 'clock', until: null, message: error.sentence }
    case 'lost_answer':
    case 'malformed_answer':
      // Of a read or a sign-in: nothing was changed, and the next answer says that the service is back.
      return error.kind === 'unreachable'
        ? { kind: 'wait', reason: 'provider_down', message: error.sentence }
        : { kind: 'retry', error: error.sentence }
    case 'busy':
    case 'code_resting':
    case 'unknown':
    case 'already_exists':
    case 'already_gone':
      return { kind: 'retry', error: error.sentence }
    case 'data':
      return { kind: 'failed', error: error.sentence }
    default:
      return assertNever(error.cause)
  }
}

/** The account's standing problem after an answer; `undefined` where the answer says nothing of the account. */
export function accountProblemOf(error: ProviderError | null): string | null | undefined {
  if (error === null) return null
  if (error.kind === 'stop_the_account') return error.cause
  return undefined
}
