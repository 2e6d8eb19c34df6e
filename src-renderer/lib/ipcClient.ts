import type { Envelope, EnvelopeText } from '../../src-preload/contract/envelope.ts'
import type { ErrorCode, FieldError, ReplyError } from '../../src-preload/contract/errors.ts'

export type ErrorFacts = Readonly<Record<string, string | number | null>>

/** A request that main refused. The screens turn `code` into a sentence. */
export class RequestFailed extends Error {
  readonly code: ErrorCode
  readonly facts: ErrorFacts
  readonly fields: readonly FieldError[]

  constructor(error: ReplyError) {
    super(error.code)
    this.name = 'RequestFailed'
    this.code = error.code
    this.facts = error.facts ?? {}
    this.fields = error.fields ?? []
  }
}

/** Opens the envelope of a bridge call: the data, or a `RequestFailed`. */
export async function ask<T>(reply: Promise<EnvelopeText<T>>): Promise<T> {
  const envelope: Envelope<T> = JSON.parse(await reply)
  if (envelope.ok) return envelope.data
  throw new RequestFailed(envelope.error)
}
