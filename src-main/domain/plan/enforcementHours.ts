import { DateTime } from 'luxon'

/** A stretch of the week on the site's own clock. One that ends at or before its start goes on past midnight. */
export interface HoursRange {
  /** 1 is Monday, 7 is Sunday: the days on which it begins. */
  readonly days: readonly number[]
  /** Minutes after midnight, 0 to 1,439. */
  readonly fromMinute: number
  /** Minutes after midnight, 1 to 1,440. */
  readonly toMinute: number
}

/** When things may be sent to a site's locks; null for always. */
export type EnforcementHours = readonly HoursRange[] | null

const MINUTE_MS = 60_000
const DAYS_AHEAD = 8

/**
 * Judged by what the site's clock shows: an hour that the clock skips in spring is in no range, one that it shows twice
 * in autumn is in its range both times.
 */
export function isWithinHours(hours: EnforcementHours, timezone: string, nowMs: number): boolean {
  if (hours === null) return true
  const local = DateTime.fromMillis(nowMs, { zone: timezone })
  const minute = local.hour * 60 + local.minute
  const yesterday = local.weekday === 1 ? 7 : local.weekday - 1
  return hours.some(({ days, fromMinute, toMinute }) => {
    const isToday = days.includes(local.weekday) && minute >= fromMinute
    if (toMinute > fromMinute) return isToday && minute < toMinute
    return isToday || (days.includes(yesterday) && minute < toMinute)
  })
}

/** The next moment at which sending may begin; now when it may already, null when the hours never open. */
export function nextOpeningMs(hours: EnforcementHours, timezone: string, nowMs: number): number | null {
  if (hours === null || isWithinHours(hours, timezone, nowMs)) return nowMs
  const today = DateTime.fromMillis(nowMs, { zone: timezone }).startOf('day')
  let earliest: number | null = null
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const day = today.plus({ days: ahead })
    for (const range of hours) {
      if (!range.days.includes(day.weekday)) continue
      const opensMs = openingOn(day, range.fromMinute)
      // A range that lies wholly in the skipped hour does not open that day.
      if (opensMs <= nowMs || !isWithinHours(hours, timezone, opensMs)) continue
      if (earliest === null || opensMs < earliest) earliest = opensMs
    }
    if (earliest !== null) return earliest
  }
  return null
}

/** The first moment of the day at which its clock shows that minute or a later one. */
function openingOn(day: DateTime, minute: number): number {
  const at = day.set({ hour: Math.floor(minute / 60), minute: minute % 60 })
  const shown = at.hour * 60 + at.minute
  if (shown === minute) return at.toMillis()
  // The clock skips that minute; luxon gives as much after the jump as was asked after its beginning.
  let ms = at.toMillis()
  const { offset } = at
  while (DateTime.fromMillis(ms - MINUTE_MS, { zone: day.zone }).offset === offset) ms -= MINUTE_MS
  return ms
}
