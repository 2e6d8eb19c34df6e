/** TTLock refuses calls whose `date` is further off than this, and a lock so far off opens and shuts its windows wrongly. */
export const LARGEST_CLOCK_OFFSET_MS = 5 * 60_000

export function isClockOff(offsetMs: number | null): boolean {
  return Math.abs(offsetMs ?? 0) > LARGEST_CLOCK_OFFSET_MS
}
