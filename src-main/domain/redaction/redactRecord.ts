import { boundedBody } from './bodyText.ts'
import { learnSecrets, redactWith, scanText } from './redact.ts'
import { type SecretValues, secretValues } from './secretValues.ts'

/** The parts of a log row that hold what was sent, what came back and what went wrong. */
export interface RedactableRecord {
  readonly request: unknown
  readonly response: unknown
  readonly errorMessage: string | null
  readonly doorName: string | null
  /** Octets of the body; given when `response` is the provider's as it was parsed. */
  readonly foreignBytes?: number
}

type RedactedRecord = Pick<RedactableRecord, 'request' | 'response' | 'errorMessage'>

/**
 * What may be stored of the row. PINs that stand in the row's own request and response fields are searched for in all
 * three parts; the door's own name stays, for the row names the door anyway. In a provider's body what looks like a
 * secret goes too, and a large one is cut.
 * @param known secrets to search for; what the row itself shows to be secret is added
 */
export function redactRecord(row: RedactableRecord, known: Set<string>): RedactedRecord {
  learnSecrets(row.request, known)
  learnSecrets(row.response, known)
  const secrets = secretValues(known)
  return { ...redactOwnParts(row, secrets), response: redactResponse(row, secrets) }
}

/** What is ours of the row: request and error message. */
export function redactOwnParts(
  { request, errorMessage, doorName }: RedactableRecord,
  secrets: SecretValues,
): Omit<RedactedRecord, 'response'> {
  const keptNames = doorName === null ? [] : [doorName]
  const message = redactWith({ value: errorMessage, keptNames }, secrets)
  return {
    request: redactWith({ value: request ?? null, keptNames }, secrets),
    // A text, or nothing, as it was given.
    errorMessage: typeof message === 'string' ? scanText(message, secrets) : null,
  }
}

function redactResponse(
  { response, doorName, foreignBytes }: RedactableRecord,
  secrets: SecretValues,
): unknown {
  const value = response ?? null
  if (foreignBytes === undefined)
    return redactWith({ value, keptNames: doorName === null ? [] : [doorName] }, secrets)
  return boundedBody(redactWith({ value, hidesByShape: true }, secrets), foreignBytes)
}
