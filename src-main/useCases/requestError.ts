import type { ErrorCode, FieldError } from '../../src-preload/contract/errors.ts'

export interface RequestErrorDetails {
  /** What the sentence on the screen needs. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number | null>>
  readonly fields?: readonly FieldError[]
  readonly cause?: unknown
}

/** An intention that cannot be carried out, for a reason that the person who asked can understand and act on. */
export class RequestError extends Error {
  readonly code: ErrorCode
  readonly facts: RequestErrorDetails['facts']
  readonly fields: RequestErrorDetails['fields']

  constructor(code: ErrorCode, details: RequestErrorDetails = {}) {
    super('request refused', details.cause === undefined ? {} : { cause: details.cause })
    this.name = 'RequestError'
    this.code = code
    this.facts = details.facts
    this.fields = details.fields
  }
}
