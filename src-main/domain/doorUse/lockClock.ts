import { LARGEST_CLOCK_OFFSET_MS } from '../clockTolerance.ts'

/** When a record was made by the lock's clock, and when the provider got it. Epoch ms. */
export interface RecordTimes {
  readonly lockTimeMs: number
  readonly receivedAtMs: number
}

const FEWEST_LATE_RECORDS = 3
/** Records of a clock that runs behind are late by the same time, whenever they came; a gateway that was away is not so even. */
const EVEN_MS = 60_000
const APART_MS = 10 * 60_000

/**
 * What a lock's records say of its clock: lock minus provider in ms. A record cannot reach the provider before it was
 * made, so what seems so is the clock. One that comes late may have waited for a gateway: only several, that came at
 * different times and all equally late, tell. Null when nothing can be said.
 * @param records of one lock, in any order
 */
export function lockClockOffsetMs(records: readonly RecordTimes[]): number | null {
  const newestFirst = [...records].sort((a, b) => b.receivedAtMs - a.receivedAtMs)
  const [latest] = newestFirst
  if (!latest) return null
  const latestLagMs = latest.receivedAtMs - latest.lockTimeMs
  if (latestLagMs <= LARGEST_CLOCK_OFFSET_MS) return -latestLagMs
  const lags = newestFirst.map((record) => record.receivedAtMs - record.lockTimeMs)
  const oldest = newestFirst.at(-1) ?? latest
  const isEven = Math.max(...lags) - Math.min(...lags) <= EVEN_MS
  const cameApart = latest.receivedAtMs - oldest.receivedAtMs >= APART_MS
  return lags.length >= FEWEST_LATE_RECORDS && isEven && cameApart ? -Math.min(...lags) : null
}
