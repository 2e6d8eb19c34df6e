const DAY_MS = 24 * 3_600_000
/** The provider keeps its records for six months (facts 4.4); of a lock that was never asked about, a week is enough. */
const FIRST_LOOK_MS = 7 * DAY_MS
const KEPT_MS = 180 * DAY_MS
/**
 * A lock that was out of reach hands its records in late, by the times at which they were made. That its gateway is down
 * is known a day later at most, when the account is read.
 */
const OVERLAP_MS = 30 * 3_600_000
/** How far back is read again and again for a lock of which no record came: a few windows. */
const LONGEST_DOUBT_MS = 30 * DAY_MS
/** A busy door makes a few hundred records a week: a handful of pages. */
const LONGEST_WINDOW_MS = 7 * DAY_MS
/** A lock's clock may be ahead of ours. */
const AHEAD_MS = DAY_MS

export interface RecordWindow {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * The times to ask a lock's records for, oldest first, each short enough to be read and stored at once.
 * @param readToMs until when they were read before, or null
 */
export function recordWindows(readToMs: number | null, nowMs: number): readonly RecordWindow[] {
  const wantedMs = readToMs === null ? nowMs - FIRST_LOOK_MS : readToMs - OVERLAP_MS
  // A clock that was ahead when the last ones were read must not hide those since.
  let fromMs = Math.max(nowMs - KEPT_MS, Math.min(wantedMs, nowMs - OVERLAP_MS))
  const windows: RecordWindow[] = []
  while (nowMs - fromMs > LONGEST_WINDOW_MS) {
    windows.push({ fromMs, toMs: fromMs + LONGEST_WINDOW_MS })
    fromMs += LONGEST_WINDOW_MS
  }
  return [...windows, { fromMs, toMs: nowMs + AHEAD_MS }]
}

/**
 * Until when a lock's records are known for good after a window of them was read. A lock that could not report, or was not
 * asked for long, may still hand in what is older: then only a record that came proves that those before it did.
 * @param newestMs the newest record in the window, by the lock's clock, or null
 */
export function readToAfter(
  window: RecordWindow,
  facts: {
    readonly readToMs: number | null
    readonly newestMs: number | null
    readonly nowMs: number
    readonly canReport: boolean
  },
): number {
  const { readToMs, newestMs, nowMs, canReport } = facts
  const endMs = Math.min(window.toMs, nowMs)
  const isAskedOften = readToMs === null || nowMs - readToMs <= OVERLAP_MS
  if (canReport && isAskedOften) return endMs
  const knownMs = readToMs ?? nowMs - FIRST_LOOK_MS
  return Math.max(Math.min(knownMs, nowMs), Math.min(newestMs ?? 0, endMs), nowMs - LONGEST_DOUBT_MS)
}
