import { boundedBody } from './bodyText.ts'
import { redactText, redactTogether } from './redact.ts'

/** The parts of a log row that hold what was sent, what came back and what went wrong. */
export interface RedactableRecord {
  readonly request: unknown
  readonly response: unknown
  readonly errorMessage: string | null
  readonly doorName: string | null
  /** Given when `response` is the provider's body as it was parsed: how long it was. */
  readonly foreignBytes?: number
}

/**
 * The row as it may be stored. PINs that stand in the row's own request and response fields are searched for in all
 * three parts; the door's own name stays, for the row names the door anyway. In a provider's body what looks like a
 * secret goes too, and a large one is cut.
 */
export function redactRecord<Row extends RedactableRecord>(row: Row, secrets: readonly string[]): Row {
  const keptNames = row.doorName === null ? [] : [row.doorName]
  const { foreignBytes } = row
  const [request, response, message] = redactTogether(
    [
      { value: row.request ?? null, keptNames },
      foreignBytes === undefined
        ? { value: row.response ?? null, keptNames }
        : { value: row.response ?? null, hidesByShape: true },
      { value: row.errorMessage, keptNames },
    ],
    secrets,
  )
  return {
    ...row,
    request,
    response: foreignBytes === undefined ? response : boundedBody(response, foreignBytes),
    // A text, or nothing, as it was given.
    errorMessage: typeof message === 'string' ? redactText(message, { secrets }) : null,
  }
}
