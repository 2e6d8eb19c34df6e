import type { ReplyError } from './errors.ts'

/** A rejected invoke keeps nothing but its message, so every answer travels in an envelope. */
export type Envelope<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: ReplyError }
