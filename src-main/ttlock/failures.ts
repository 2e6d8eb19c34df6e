import type {
  ProviderError,
  ProviderErrorCause,
  ProviderErrorKind,
} from '../domain/providerError/providerError.ts'
import type { Answer, MalformedWhy } from './answer.ts'
import { type CallEffect, meaningOf, TOO_MANY_CALLS, TRIED_AGAIN } from './errorTable.ts'
import type { LostReason, NotSentReason } from './transport.ts'

interface FailureFacts {
  readonly kind: ProviderErrorKind
  readonly cause: ProviderErrorCause
  readonly sentence: string
  readonly errcode?: number
  readonly httpStatus?: number
  readonly retryAfterMs?: number
}

export function failure(facts: FailureFacts): ProviderError {
  return {
    kind: facts.kind,
    cause: facts.cause,
    errcode: facts.errcode ?? null,
    httpStatus: facts.httpStatus ?? null,
    sentence: facts.sentence,
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
  }
}

/** The typed error for every answer that carries no data. */
export function failureOf(answer: Exclude<Answer, { kind: 'data' }>, effect: CallEffect): ProviderError {
  switch (answer.kind) {
    case 'refused':
      return failure({ ...meaningOf(answer.errcode, effect), errcode: answer.errcode })
    case 'malformed':
      return malformed(answer.why, effect)
    case 'http_error':
      return httpError(answer.httpStatus, effect)
    case 'lost':
      return lost(answer.reason, effect)
    case 'not_sent':
      return notSent(answer.reason)
    default: {
      const never: never = answer
      return never
    }
  }
}

/** A read that failed is tried again; a write that may have arrived is settled by reading. */
function changesLock(effect: CallEffect): boolean {
  return effect === 'add' || effect === 'change' || effect === 'delete'
}

const SETTLED_BY_READING = 'The list is read again to see what took effect.'

const MALFORMED_SENTENCES = {
  content_type: 'TTLock answered with a page or a file instead of data.',
  not_json: 'TTLock’s answer was cut off or is no data at all.',
  not_an_object: 'TTLock’s answer is data of a kind that was not asked for.',
  errcode: 'TTLock’s answer names no readable result.',
  fields: 'TTLock’s answer lacks something that is needed, or holds it in a form that cannot be trusted.',
} as const satisfies Record<MalformedWhy, string>

export function malformed(why: MalformedWhy, effect: CallEffect): ProviderError {
  const isWrite = changesLock(effect)
  // A page comes from whoever answers in TTLock's place, for as long as that lasts.
  const ofRead = why === 'content_type' ? 'unreachable' : 'busy'
  return failure({
    kind: isWrite ? 'unknown_outcome' : ofRead,
    cause: 'malformed_answer',
    sentence: `${MALFORMED_SENTENCES[why]} ${isWrite ? SETTLED_BY_READING : TRIED_AGAIN}`,
  })
}

/** In the words of OAuth itself (RFC 6749 5.2), which some clients of TTLock expect and nobody recorded. */
export function signInRefused(): ProviderError {
  const sentence = 'TTLock refused the sign-in. Check the account in Settings, Accounts.'
  return failure({ kind: 'stop_the_account', cause: 'not_signed_in', sentence })
}

function httpError(httpStatus: number, effect: CallEffect): ProviderError {
  if (effect === 'sign_in' && (httpStatus === 400 || httpStatus === 401)) return signInRefused()
  if (httpStatus === 429) return tooManyCalls(effect)
  const what =
    httpStatus >= 300 && httpStatus <= 399
      ? 'The address answered with a redirection, which is not followed. Check the address and whether this network asks for a sign-in of its own.'
      : `TTLock’s server answered with an error (HTTP ${httpStatus}).`
  if (changesLock(effect)) {
    const sentence = `${what} ${SETTLED_BY_READING}`
    return failure({ kind: 'unknown_outcome', cause: 'provider_down', sentence, httpStatus })
  }
  return failure({
    kind: 'unreachable',
    cause: 'provider_down',
    sentence: `${what} ${TRIED_AGAIN}`,
    httpStatus,
  })
}

/**
 * Not TTLock's own way of saying it, but that of servers before it. It says no more than that there were too many
 * requests (RFC 6585 4): one that such a server passed on twice may have been carried out the first time.
 */
function tooManyCalls(effect: CallEffect): ProviderError {
  const { kind, cause, sentence } = meaningOf(TOO_MANY_CALLS, effect)
  return changesLock(effect)
    ? failure({ kind: 'unknown_outcome', cause, sentence: `${sentence} ${SETTLED_BY_READING}` })
    : failure({ kind, cause, sentence })
}

const LOST_SENTENCES = {
  timeout: 'TTLock did not answer in time.',
  connection: 'The connection broke before the answer was complete.',
  too_large: 'TTLock’s answer was far larger than any real one and was not read.',
  aborted: 'The call was stopped before the answer came.',
} as const satisfies Record<LostReason, string>

function lost(reason: LostReason, effect: CallEffect): ProviderError {
  const cause = reason === 'too_large' ? 'malformed_answer' : 'lost_answer'
  if (changesLock(effect)) {
    return failure({
      kind: 'unknown_outcome',
      cause,
      sentence: `${LOST_SENTENCES[reason]} ${SETTLED_BY_READING}`,
    })
  }
  const kind = reason === 'too_large' || reason === 'aborted' ? 'busy' : 'unreachable'
  return failure({ kind, cause, sentence: `${LOST_SENTENCES[reason]} ${TRIED_AGAIN}` })
}

function notSent(reason: NotSentReason): ProviderError {
  switch (reason) {
    case 'no_network':
      return failure({
        kind: 'unreachable',
        cause: 'no_network',
        sentence: 'There is no connection to TTLock from this PC. Check the network. Nothing was sent.',
      })
    case 'certificate':
      return failure({
        kind: 'unreachable',
        cause: 'provider_down',
        sentence:
          'The server’s certificate is not valid for this address. Check the address and the clock. Nothing was sent.',
      })
    case 'aborted':
      return stoppedBeforeSending()
    default: {
      const never: never = reason
      return never
    }
  }
}

export function stoppedBeforeSending(): ProviderError {
  return failure({ kind: 'busy', cause: 'busy', sentence: 'The call was stopped before anything was sent.' })
}

/** For a person who tries the connection: nothing is asked again unless they do, and the fields stand beside it. */
export function sentenceForTrial(error: ProviderError): string {
  return error.sentence
    .replace(TRIED_AGAIN, 'Test again in a minute.')
    .replace(' in Settings, Accounts.', '.')
}

/** Refused by this program itself: the request could only have been wrong. */
export function invalidRequest(sentence: string): ProviderError {
  return failure({ kind: 'fix_the_data', cause: 'data', sentence })
}
