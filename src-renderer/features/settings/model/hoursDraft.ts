import type { HoursRangeView } from '../../../../src-preload/contract/views/sites.ts'

/** A row of the form: times as people type them. */
export interface HoursDraft {
  days: string[]
  from: string
  to: string
}

export const NEW_HOURS: HoursDraft = { days: ['1', '2', '3', '4', '5'], from: '08:00', to: '20:00' }

export function toDraft(range: HoursRangeView): HoursDraft {
  return {
    days: range.days.map(String),
    from: clockText(range.fromMinute),
    // Midnight at the end of a day reads as the day's first minute.
    to: clockText(range.toMinute % 1_440),
  }
}

/** What is not a time becomes a minute that main refuses, so that the sentence stands at the field. */
export function toRange(draft: HoursDraft): { days: number[]; fromMinute: number; toMinute: number } {
  const toMinute = minuteOf(draft.to)
  return {
    days: draft.days.map(Number).sort((a, b) => a - b),
    fromMinute: minuteOf(draft.from),
    toMinute: toMinute === 0 ? 1_440 : toMinute,
  }
}

function clockText(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function minuteOf(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return match ? Number(match[1]) * 60 + Number(match[2]) : -1
}
