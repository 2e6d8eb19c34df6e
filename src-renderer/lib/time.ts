import { DateTime } from 'luxon'

/** A moment in words for a row: `today 10:28`, `yesterday 09:12`, `26 Nov 11:00`, `3 Jan 2027`. */
export interface MomentInput {
  readonly iso: string
  readonly zone: string
  readonly nowMs: number
  /** Milliseconds are shown, as traces need them. */
  readonly isPrecise?: boolean
}

export function formatMoment({ iso, zone, nowMs, isPrecise = false }: MomentInput): string {
  const moment = wallTimeAt(Date.parse(iso), zone)
  if (moment === null) return iso
  const now = wallNow(nowMs, zone)
  const clock = isPrecise ? `${moment.clock}${moment.seconds}` : moment.clock
  switch (moment.day - (now?.day ?? Number.NaN)) {
    case 0:
      return `today ${clock}`
    case -1:
      return `yesterday ${clock}`
    case 1:
      return `tomorrow ${clock}`
    default:
      return `${moment.date}${moment.year === now?.year ? '' : ` ${moment.year}`} ${clock}`
  }
}

interface WallTime {
  readonly year: number
  /** `26 Nov`. */
  readonly date: string
  /** Days of the calendar, so that two of them can be compared. */
  readonly day: number
  /** `11:00`. */
  readonly clock: string
  /** `:59.420`. */
  readonly seconds: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const wallClocks = new Map<string, Intl.DateTimeFormat | null>()

/** The clock on the wall. Asked for by each row of long lists: one formatter a zone, no calendar arithmetic. */
function wallTimeAt(timeMs: number, zone: string): WallTime | null {
  const format = wallClockOf(zone)
  if (format === null || Number.isNaN(timeMs)) return null
  const parts = /^(\d+)\/(\d+)\/(\d+), (\d+:\d+)(:\d+\.\d+)$/.exec(format.format(timeMs))
  if (parts === null) return null
  const [, month, day, year, clock = '', seconds = ''] = parts
  return {
    year: Number(year),
    date: `${day} ${MONTHS[Number(month) - 1]}`,
    day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000,
    clock,
    seconds,
  }
}

/** Null for a zone that this PC does not know. */
function wallClockOf(zone: string): Intl.DateTimeFormat | null {
  const known = wallClocks.get(zone)
  if (known !== undefined) return known
  const made = makeWallClock(zone)
  wallClocks.set(zone, made)
  return made
}

function makeWallClock(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
      ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const),
      ...({ hourCycle: 'h23', timeZone: zone } as const),
    })
  } catch {
    return null
  }
}

let lastNow: { readonly nowMs: number; readonly zone: string; readonly time: WallTime | null } | null = null

/** All rows of a screen ask for the same now. */
function wallNow(nowMs: number, zone: string): WallTime | null {
  if (lastNow?.nowMs !== nowMs || lastNow.zone !== zone) {
    lastNow = { nowMs, zone, time: wallTimeAt(nowMs, zone) }
  }
  return lastNow.time
}

/** `1 December` at the site. */
export function formatDay(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toFormat('d LLLL')
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `10:28:59.420` at the site. Made for thousands of rows: one formatter a zone, no calendar arithmetic. */
export function formatClock(iso: string, zone: string): string {
  const timeMs = Date.parse(iso)
  if (Number.isNaN(timeMs)) return iso
  let clock = clocks.get(zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  return clock.format(timeMs)
}

/** `GMT+9` where the clock of the zone is not `here`'s at that moment, else null. */
export function zoneMark(iso: string, zone: string, here: string = readLocalZone()): string | null {
  if (zone === here) return null
  const moment = DateTime.fromISO(iso, { zone })
  if (!moment.isValid || moment.offset === moment.setZone(here).offset) return null
  return moment.offset === 0 ? 'GMT' : moment.toFormat("'GMT'Z")
}

/** The same moment in UTC, for rows that show the site's clock. */
export function formatUtc(iso: string): string {
  return `${iso.replace('T', ' ').replace('Z', '')} UTC`
}

/** Full date with zone, then UTC: what hovering a time shows. */
export function formatFullMoment(iso: string, zone: string): string {
  const moment = DateTime.fromISO(iso, { zone })
  if (!moment.isValid) return iso
  if (moment.zoneName === 'UTC') return `${moment.toFormat('ccc d LLL yyyy HH:mm:ss.SSS')} UTC`
  const utc = moment.toUTC()
  return `${moment.toFormat('ccc d LLL yyyy HH:mm:ss.SSS')} ${zone} · ${utc.toFormat('yyyy-LL-dd HH:mm:ss.SSS')} UTC`
}

/** How long ago in the coarsest honest unit: `just now`, `2 min ago`, `3 h ago`, `4 days ago`. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000))
  if (seconds < 45) return 'just now'
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`
  const days = Math.round(seconds / 86_400)
  return days === 1 ? '1 day ago' : `${days} days ago`
}

/** A length of time: `38 ms`, `1.2 s`, `41 s`, `2 min 5 s`, `1 h 4 min`, `2 d 3 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return joinUnits([Math.floor(seconds / 60), 'min', seconds % 60, 's'])
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return joinUnits([Math.floor(minutes / 60), 'h', minutes % 60, 'min'])
  const hours = Math.round(minutes / 60)
  return joinUnits([Math.floor(hours / 24), 'd', hours % 24, 'h'])
}

function joinUnits([large, largeUnit, small, smallUnit]: [number, string, number, string]): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** Time left until `iso`, rounded up to the minute; null once it has passed. */
export function formatCountdown(iso: string, nowMs: number): string | null {
  const leftMs = Date.parse(iso) - nowMs
  if (!(leftMs > 0)) return null
  return formatDuration(Math.ceil(leftMs / 60_000) * 60_000)
}

/** The clock on the wall at the site, as the date fields hold it (`2026-02-05 16:28:00`), to an instant. */
export function wallTimeToInstant(wallTime: string, zone: string): string | null {
  const moment = DateTime.fromFormat(wallTime.slice(0, 16), 'yyyy-LL-dd HH:mm', { zone })
  return moment.isValid ? moment.toUTC().toISO() : null
}

export function instantToWallTime(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toFormat('yyyy-LL-dd HH:mm:ss')
}

/** Today or a later day at the site, at a full hour, as the date fields hold it. */
export function wallTimeInDays(nowMs: number, zone: string, { days, hour }: { days: number; hour: number }) {
  return DateTime.fromMillis(nowMs, { zone })
    .startOf('day')
    .plus({ days })
    .set({ hour })
    .toFormat('yyyy-LL-dd HH:mm:ss')
}

/** A moment as this PC's clock has it, for what belongs to no site. */
export function formatMomentHere(iso: string): string {
  return formatMoment({ iso, zone: readLocalZone(), nowMs: Date.now() })
}

export function readLocalZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Every zone this PC knows, its own first of all: the list of the runtime may leave it out. */
export function listZones(): readonly string[] {
  return [...new Set([readLocalZone(), ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
}
