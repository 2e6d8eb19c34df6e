import type { ListedWindow } from '../code/actualCode.ts'
import { farDatesOf } from '../grant/farDates.ts'
import type { WhyFacts } from './planLine.ts'

export interface TimeContext {
  /** IANA name of the site's zone: times are said in it. */
  readonly timezone: string
  readonly nowMs: number
}

/** `26 Nov 11:00`, `4 Jan 2027 00:00`: in the site's zone, whatever the PC's is. Never `today`: a plan is kept. */
export function timeText(ms: WhyFacts[string] | undefined, { timezone, nowMs }: TimeContext): string {
  if (typeof ms !== 'number') return 'at a time we do not know'
  const time = wallTime(ms, timezone)
  const year = time.year === yearOf(nowMs, timezone) ? '' : ` ${time.year}`
  return `${time.day}${year} ${time.clock}`
}

interface WallTime {
  readonly year: string
  /** `26 Nov`. */
  readonly day: string
  /** `11:00`. */
  readonly clock: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * One format a zone: sentences are made by the hundred, and making a format costs more than using it. Its parts, asked for
 * by name, would cost three times the text.
 */
function wallTime(ms: number, timezone: string): WallTime {
  let format = formats.get(timezone)
  if (format === undefined) {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const date = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, ...date, ...clock })
    formats.set(timezone, format)
  }
  const [, month, day, year = '', clock = ''] =
    /^(\d+)\/(\d+)\/(\d+), (\d+:\d+)$/.exec(format.format(ms)) ?? []
  return { year, day: `${day} ${MONTHS[Number(month) - 1]}`, clock }
}

let lastNow: { readonly nowMs: number; readonly timezone: string; readonly year: string } | null = null

/** All sentences of a door have the same now. */
function yearOf(nowMs: number, timezone: string): string {
  if (lastNow?.nowMs !== nowMs || lastNow.timezone !== timezone) {
    lastNow = { nowMs, timezone, year: wallTime(nowMs, timezone).year }
  }
  return lastNow.year
}

/** `from 24 Nov 15:00 until 26 Nov 11:00`; the dates that stand for an open side are not told. */
export function periodText(
  start: WhyFacts[string] | undefined,
  end: WhyFacts[string] | undefined,
  context: TimeContext,
): string {
  const far = farDatesOf(context.timezone)
  const from = start === far.startMs ? '' : `from ${timeText(start, context)}`
  const until = end === far.endMs ? 'without end' : `until ${timeText(end, context)}`
  return `${from} ${until}`.trim()
}

/** `at any time`, `from 24 Nov 15:00 until 26 Nov 11:00`: when a code opens the door. */
export function windowText(window: ListedWindow, context: TimeContext): string {
  switch (window.kind) {
    case 'permanent':
      return 'at any time'
    case 'period':
      return periodText(window.startMs, window.endMs, context)
    case 'other':
      return 'at times of another kind'
  }
}
