export type LogFields = Readonly<Record<string, unknown>>

/**
 * The one logger. The message is constant text; whatever varies is a field. `error` is for what somebody must act on,
 * `warn` for something handled that an operator may wonder about, `info` for a completed step. A field named `cause`
 * may hold an Error. Never throws. Fields are redacted before they are written.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}
