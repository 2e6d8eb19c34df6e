import { hash } from 'node:crypto'
import { type LogBody, logBody } from '../trace/logBody.ts'
import { LARGEST_STORED_BODY_BYTES } from './bodyText.ts'
import { learnSecrets } from './redact.ts'
import { type RedactableRecord, redactOwnParts, redactRecord } from './redactRecord.ts'
import { secretValues } from './secretValues.ts'

/** A shorter one is redacted in the time it takes to look it up. */
const SHORTEST_REMEMBERED = 1_000
/** Characters of redacted JSON: the newest answers about a thousand doors. */
const MOST_REMEMBERED = 8 * 1024 * 1024

/** What is stored of a record once it is redacted. */
export interface RedactedBodies extends Pick<RedactableRecord, 'request' | 'errorMessage'> {
  readonly response: LogBody | null
}

/**
 * Redacts records as `redactRecord` does, and the same answer only once: most looks at a lock get what the look before got.
 * What is remembered goes by a digest of the text that came and of every secret it is searched for, so that one new
 * token or PIN makes all of it unknown. Kept are redacted texts alone.
 */
export class AnswerMemory {
  readonly #mostCharacters: number
  readonly #bodies = new Map<string, LogBody>()
  #characters = 0

  constructor(mostCharacters = MOST_REMEMBERED) {
    this.#mostCharacters = mostCharacters
  }

  redact(row: RedactableRecord, secrets: readonly string[]): RedactedBodies {
    const known = new Set(secrets)
    learnSecrets(row.request, known)
    const key = keyOf(row, known)
    const remembered = key === null ? null : this.#recall(key)
    if (remembered !== null) return { ...redactOwnParts(row, secretValues(known)), response: remembered }
    const searchedFor = known.size
    const { request, errorMessage, ...redacted } = redactRecord(row, known)
    const response = logBody(redacted.response)
    // A secret that it shows first is looked for in the request too: such an answer has to be read each time.
    if (key !== null && response !== null && known.size === searchedFor) this.#remember(key, response)
    return { request, errorMessage, response }
  }

  #recall(key: string): LogBody | null {
    const body = this.#bodies.get(key)
    if (body === undefined) return null
    // Taken out and put in again, so that the longest unseen one is the first to go.
    this.#bodies.delete(key)
    this.#bodies.set(key, body)
    return body
  }

  #remember(key: string, body: LogBody): void {
    this.#bodies.set(key, body)
    this.#characters += body.json.length
    for (const [oldest, { json }] of this.#bodies) {
      if (this.#characters <= this.#mostCharacters) return
      this.#bodies.delete(oldest)
      this.#characters -= json.length
    }
  }
}

/** Null for what is not worth remembering, or depends on more than its text. */
function keyOf({ foreign }: RedactableRecord, known: ReadonlySet<string>): string | null {
  if (!foreign || foreign.text.length < SHORTEST_REMEMBERED || foreign.bytes > LARGEST_STORED_BODY_BYTES)
    return null
  // The list ends where its bracket closes, so that no other list and text read the same.
  return hash('sha256', JSON.stringify([...known]) + foreign.text)
}
