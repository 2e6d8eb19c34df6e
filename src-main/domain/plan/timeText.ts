import { DateTime } from 'luxon'
import type { ListedWindow } from '../code/actualCode.ts'
import { farDatesOf } from '../grant/farDates.ts'
import type { WhyFacts } from './planLine.ts'

export interface TimeContext {
  /** IANA name of the site's zone: times are said in it. */
  readonly timezone: string
  readonly nowMs: number
}

/** `26 Nov 11:00`, `4 Jan 2027 00:00`: in the site's zone, whatever the PC's is. Never `today`: a plan is kept. */
export function timeText(ms: WhyFacts[string] | undefined, context: TimeContext): string {
  if (typeof ms !== 'number') return 'at a time we do not know'
  const time = DateTime.fromMillis(ms, { zone: context.timezone, locale: 'en' })
  const now = DateTime.fromMillis(context.nowMs, { zone: context.timezone, locale: 'en' })
  return time.toFormat(time.year === now.year ? 'd LLL HH:mm' : 'd LLL yyyy HH:mm')
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
