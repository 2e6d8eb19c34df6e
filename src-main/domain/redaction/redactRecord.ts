import { redactText, redactValue } from './redact.ts'

/** The parts of a log row that hold what was sent, what came back and what went wrong. */
export interface RedactableRecord {
  readonly request: unknown
  readonly response: unknown
  readonly errorMessage: string | null
  readonly doorName: string | null
}

/**
 * The row as it may be stored. PINs that stand in the row's own request and response fields are searched for in all
 * three parts; the door's own name stays, for the row names the door anyway.
 */
export function redactRecord<Row extends RedactableRecord>(row: Row, secrets: readonly string[]): Row {
  const keptNames = row.doorName === null ? [] : [row.doorName]
  const both = redactValue(
    { request: row.request ?? null, response: row.response ?? null, errorMessage: row.errorMessage },
    { secrets, keptNames },
  )
  // `redactValue` keeps the shape of an object; the text may only have become another text.
  const parts = both as { request: unknown; response: unknown; errorMessage: string | null }
  const errorMessage = parts.errorMessage === null ? null : redactText(parts.errorMessage, { secrets })
  return { ...row, request: parts.request, response: parts.response, errorMessage }
}
