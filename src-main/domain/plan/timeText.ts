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
  const year = time.year === wallTime(nowMs, timezone).year ? '' : ` ${time.year}`
  return `${time.day} ${time.month}${year} ${time.hour}:${time.minute}`
}

type WallTime = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute', string>>

const formats = new Map<string, Intl.DateTimeFormat>()

/** One format a zone: sentences are made by the hundred, and making a format costs more than using it. */
function wallTime(ms: number, timezone: string): WallTime {
  let format = formats.get(timezone)
  if (format === undefined) {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const date = { year: 'numeric', month: 'short', day: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, ...date, ...clock })
    formats.set(timezone, format)
  }
  const time = { year: '', month: '', day: '', hour: '', minute: '' }
  for (const { type, value } of format.formatToParts(ms))
    if (type in time) Object.assign(time, { [type]: value })
  return time
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
