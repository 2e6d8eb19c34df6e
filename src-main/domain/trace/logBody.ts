import { hash } from 'node:crypto'

/** Characters of JSON that stay in the log row itself: what a row of its own and its two indexes would not be worth. */
const LONGEST_IN_ROW = 1_000
const DIGEST_OCTETS = 16

/** What came back, redacted, as the log keeps it. */
export interface LogBody {
  readonly json: string
  /** Of a long one what tells it from every other text, so that it is stored once. */
  readonly digest: Uint8Array | null
}

export interface LongLogBody extends LogBody {
  readonly digest: Uint8Array
}

export function logBody(redacted: unknown): LogBody | null {
  if (redacted === undefined || redacted === null) return null
  const json = JSON.stringify(redacted)
  return { json, digest: json.length > LONGEST_IN_ROW ? digestOf(json) : null }
}

export function isLongBody(body: LogBody): body is LongLogBody {
  return body.digest !== null
}

/** Half of a SHA-256: nobody finds two texts with the same one. */
function digestOf(json: string): Uint8Array {
  return hash('sha256', json, 'buffer').subarray(0, DIGEST_OCTETS)
}
