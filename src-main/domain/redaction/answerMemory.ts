import { type LogBody, logBody } from '../trace/logBody.ts'
import { learnSecrets } from './redact.ts'
import { type RedactableRecord, redactOwnParts, redactRecord } from './redactRecord.ts'
import { type SecretValues, secretValues } from './secretValues.ts'

/** What is stored of a record once it is redacted. */
export interface RedactedBodies extends Pick<RedactableRecord, 'request' | 'errorMessage'> {
  readonly response: LogBody | null
}

interface RedactedAnswer {
  /** What was known to be secret, and what stood in the request. */
  readonly given: readonly string[]
  readonly ofRequest: ReadonlySet<string>
  /** These, and what it shows to be secret itself. */
  readonly secrets: SecretValues
  readonly body: LogBody
}

/**
 * Redacts records as `redactRecord` does, and an answer that the client handed on before only once: it is the same object
 * then. One new token or PIN makes what is remembered of it worthless. It is forgotten with the answer itself.
 */
export class AnswerMemory {
  readonly #redacted = new WeakMap<object, RedactedAnswer>()

  redact(row: RedactableRecord, given: readonly string[]): RedactedBodies {
    const ofRequest = new Set<string>()
    learnSecrets(row.request, ofRequest)
    const answer = answerOf(row)
    const remembered = answer && this.#redacted.get(answer)
    if (remembered && isSameList(remembered.given, given) && isSameSet(remembered.ofRequest, ofRequest))
      return { ...redactOwnParts(row, remembered.secrets), response: remembered.body }
    const known = new Set(given)
    // Adds what stands in the request, and what the answer itself shows to be secret, which is looked for in both.
    const { request, errorMessage, ...redacted } = redactRecord(row, known)
    const body = logBody(redacted.response)
    if (answer && body !== null)
      this.#redacted.set(answer, { given, ofRequest, secrets: secretValues(known), body })
    return { request, errorMessage, response: body }
  }
}

/** Null for what depends on more than itself and the secrets. */
function answerOf({ response, foreignBytes }: RedactableRecord): object | null {
  return foreignBytes !== undefined && typeof response === 'object' ? response : null
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false
  for (const text of a) if (!b.has(text)) return false
  return true
}
