import type { ReplyError } from './errors.ts'

/** A rejected invoke keeps nothing but its message, so every answer travels in an envelope. */
export type Envelope<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: ReplyError }

declare const contents: unique symbol

/**
 * An envelope as JSON. A string crosses from process to process and from the preload to its page as one piece; an object
 * is copied field by field each time.
 */
export type EnvelopeText<T> = string & { readonly [contents]: T }
