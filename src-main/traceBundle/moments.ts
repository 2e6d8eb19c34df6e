export interface MomentText {
  /** The zone in which the texts are. */
  readonly zone: string
  /** `23 Nov 10:28:59.420` */
  short(iso: string): string
  /** With the year and the zone. */
  full(iso: string): string
}

/** Times as people read them, in the trace's zone; one that this program does not know becomes UTC, and says so. */
export function momentsIn(timezone: string): MomentText {
  const zone = isKnownZone(timezone) ? timezone : 'UTC'
  const clock: Intl.DateTimeFormatOptions = {
    ...{ timeZone: zone, hourCycle: 'h23', fractionalSecondDigits: 3 },
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }
  const short = new Intl.DateTimeFormat('en-GB', clock)
  const full = new Intl.DateTimeFormat('en-GB', { ...clock, year: 'numeric', timeZoneName: 'short' })
  return {
    zone,
    short: (iso) => short.format(new Date(iso)).replace(',', ''),
    full: (iso) => full.format(new Date(iso)).replace(',', ''),
  }
}

export function isKnownZone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: timezone })
    return true
  } catch {
    // The only thing it refuses is the zone.
    return false
  }
}
