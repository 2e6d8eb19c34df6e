import type { z } from 'zod'
import type { ProviderResult } from '../domain/providerError/providerError.ts'
import type { ParsedBody } from './answer.ts'
import type { Exchange } from './transport.ts'

/** Characters of bodies, some four octets each as they are kept: the passcode lists of a thousand doors or more. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** What an exchange amounts to for its call. */
export interface Reading<Value> {
  /** As it was parsed, for the log. */
  readonly body: ParsedBody
  readonly result: ProviderResult<Value>
}

/** A call whose answer is mostly the one before. */
export interface Question<Value> {
  /** Names it among all questions to this account. */
  readonly name: string
  readonly answer: z.ZodType<Value>
}

interface NewestAnswer {
  readonly text: string
  readonly httpStatus: number
  readonly contentType: string | null
  readonly schema: z.ZodType
  readonly reading: Reading<unknown>
}

/**
 * The newest answer to each question, so that one which comes again, letter for letter, is parsed and checked once. Who
 * asks gets the same objects then, by which the log knows it again. Only what could be read is kept, in memory alone.
 */
export class NewestAnswers {
  readonly #mostCharacters: number
  /** The longest unseen one first. */
  readonly #newest = new Map<string, NewestAnswer>()
  #characters = 0

  constructor(mostCharacters = MOST_CHARACTERS) {
    this.#mostCharacters = mostCharacters
  }

  /** What `read` says of the exchange, or said of the same one before. */
  reading<Value>(
    { name, answer: schema }: Question<Value>,
    exchange: Exchange,
    read: () => Reading<Value>,
  ): Reading<Value> {
    const known = this.#take(name)
    if (known !== null && isSame(known, exchange) && known.schema === schema) {
      this.#keep(name, known)
      // It was read with this schema.
      return known.reading as Reading<Value>
    }
    const reading = read()
    if (reading.result.ok && exchange.kind === 'answered') {
      const { body: text, httpStatus, contentType } = exchange
      this.#keep(name, { text, httpStatus, contentType, schema, reading })
    }
    return reading
  }

  #take(name: string): NewestAnswer | null {
    const known = this.#newest.get(name)
    if (known === undefined) return null
    this.#newest.delete(name)
    this.#characters -= known.text.length
    return known
  }

  #keep(name: string, answer: NewestAnswer): void {
    this.#newest.set(name, answer)
    this.#characters += answer.text.length
    for (const oldest of this.#newest.keys()) {
      if (this.#characters <= this.#mostCharacters) return
      this.#take(oldest)
    }
  }
}

function isSame(known: NewestAnswer, exchange: Exchange): boolean {
  return (
    exchange.kind === 'answered' &&
    exchange.body === known.text &&
    exchange.httpStatus === known.httpStatus &&
    exchange.contentType === known.contentType
  )
}
