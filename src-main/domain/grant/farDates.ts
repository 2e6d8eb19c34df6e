import { DateTime } from 'luxon'

/** A lock has no open side in a period, so these stand for it, in the site's zone. */
export interface FarDates {
  /** 2000-01-01 00:00: the start of a period that only has an end. Locks store permanence from there as well. */
  readonly startMs: number
  /** 2099-12-31 23:59: the end of a period that only has a future start. */
  readonly endMs: number
}

const farDatesByZone = new Map<string, FarDates>()

/** Throws a `RangeError` when the zone is not an IANA name: sites are validated before they are stored. */
export function farDatesOf(timezone: string): FarDates {
  const known = farDatesByZone.get(timezone)
  if (known) return known
  const start = DateTime.fromObject({ year: 2000, month: 1, day: 1 }, { zone: timezone })
  const end = DateTime.fromObject(
    { year: 2099, month: 12, day: 31, hour: 23, minute: 59 },
    { zone: timezone },
  )
  if (!start.isValid || !end.isValid) throw new RangeError('unknown_time_zone', { cause: { timezone } })
  const dates: FarDates = { startMs: start.toMillis(), endMs: end.toMillis() }
  farDatesByZone.set(timezone, dates)
  return dates
}
