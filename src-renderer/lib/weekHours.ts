/** Days of the week with a start and an end, as people type them. */
export interface WeekHours {
  /** `1` is Monday. */
  days: string[]
  from: string
  to: string
}

const DAY_MINUTES = 1_440

/** Midnight at the end of a day reads as the day's first minute. */
export function clockText(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const ofDay = minute % DAY_MINUTES
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`
}

/** What is not a time becomes a minute that main refuses, so that the sentence stands at the field. */
export function startMinuteOf(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return match ? Number(match[1]) * 60 + Number(match[2]) : -1
}

/** An end at 00:00 is the end of the day. */
export function endMinuteOf(text: string): number {
  const minute = startMinuteOf(text)
  return minute === 0 ? DAY_MINUTES : minute
}

export function daysOf({ days }: Pick<WeekHours, 'days'>): number[] {
  return days.map(Number).sort((a, b) => a - b)
}
