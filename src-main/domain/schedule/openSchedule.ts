/** A stretch of the week in which a door stands open, by the lock's own clock. */
export interface OpenPeriod {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekDays: readonly number[]
  /** Minutes after midnight. */
  readonly startMinute: number
  /** Minutes after midnight; 1,440 is the end of the day. */
  readonly endMinute: number
}

/** When a door stands open, week by week. Without a period it never does. */
export type OpenSchedule = readonly OpenPeriod[]

export const NEVER_OPEN: OpenSchedule = []

/** A lock holds no more (facts of the provider, passage mode). */
export const MOST_PERIODS = 5
export const DAY_MINUTES = 1_440
const LAST_MINUTE = DAY_MINUTES - 1
const WEEK_DAYS = 7

export const SCHEDULE_FAULTS = [
  'too_many_periods',
  'period_without_days',
  'unknown_day',
  'not_a_minute',
  'period_backwards',
  'periods_overlap',
] as const
export type ScheduleFault = (typeof SCHEDULE_FAULTS)[number]

/** What a lock cannot be given, with the period (index) at which it shows; null when nothing is wrong. */
export function findScheduleFault(
  schedule: OpenSchedule,
): { readonly fault: ScheduleFault; readonly period: number } | null {
  if (schedule.length > MOST_PERIODS) return { fault: 'too_many_periods', period: MOST_PERIODS }
  for (const [period, { weekDays, startMinute, endMinute }] of schedule.entries()) {
    if (weekDays.length === 0) return { fault: 'period_without_days', period }
    if (!weekDays.every((day) => Number.isInteger(day) && day >= 1 && day <= WEEK_DAYS))
      return { fault: 'unknown_day', period }
    if (![startMinute, endMinute].every(isMinute)) return { fault: 'not_a_minute', period }
    if (endMinute <= startMinute) return { fault: 'period_backwards', period }
    if (schedule.slice(0, period).some((earlier) => doOverlap(earlier, { weekDays, startMinute, endMinute })))
      return { fault: 'periods_overlap', period }
  }
  return null
}

function isMinute(minute: number): boolean {
  return Number.isInteger(minute) && minute >= 0 && minute <= DAY_MINUTES
}

function doOverlap(a: OpenPeriod, b: OpenPeriod): boolean {
  const haveDayInCommon = a.weekDays.some((day) => b.weekDays.includes(day))
  return haveDayInCommon && a.startMinute < b.endMinute && b.startMinute < a.endMinute
}

/** The one order in which a schedule is stored, shown and sent: days rising, periods by first day, start and end. */
export function sortedSchedule(schedule: OpenSchedule): OpenSchedule {
  return schedule
    .map((period) => ({ ...period, weekDays: [...new Set(period.weekDays)].sort((a, b) => a - b) }))
    .sort(
      (a, b) =>
        (a.weekDays[0] ?? 0) - (b.weekDays[0] ?? 0) ||
        a.startMinute - b.startMinute ||
        a.endMinute - b.endMinute ||
        compareTexts(a.weekDays.join(), b.weekDays.join()),
    )
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/**
 * Whether a door stands open at the same times by both, however the week is cut into periods. That a provider gives
 * back what it was sent, period by period, nobody promises.
 */
export function isSameSchedule(a: OpenSchedule, b: OpenSchedule): boolean {
  return weekText(a) === weekText(b)
}

/**
 * The times of a schedule as one text: for each day its stretches, joined where they touch. The same text is the same week.
 * 23:59 is taken for the end of the day, because a provider may know no later minute. A period that ends at or before
 * its start stands as it is: what a lock makes of it is not known, so it is like no other.
 */
export function weekText(schedule: OpenSchedule): string {
  const days: string[] = []
  for (let day = 1; day <= WEEK_DAYS; day++) {
    const ofDay = schedule.filter(({ weekDays }) => weekDays.includes(day))
    const text = [...joined(ofDay.filter(isForwards)), ...ofDay.filter((period) => !isForwards(period))]
      .map(({ startMinute, endMinute }) => `${startMinute}-${endMinute}`)
      .sort(compareTexts)
    if (text.length > 0) days.push(`${day}:${text.join()}`)
  }
  return days.join(' ')
}

type Stretch = Pick<OpenPeriod, 'startMinute' | 'endMinute'>

function isForwards({ startMinute, endMinute }: Stretch): boolean {
  return endMinute > startMinute
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.startMinute - b.startMinute)
  const made: Stretch[] = []
  for (const { startMinute, endMinute: listedEnd } of sorted) {
    const endMinute = listedEnd >= LAST_MINUTE ? DAY_MINUTES : listedEnd
    const last = made.at(-1)
    if (last && startMinute <= last.endMinute)
      made[made.length - 1] = { ...last, endMinute: Math.max(last.endMinute, endMinute) }
    else made.push({ startMinute, endMinute })
  }
  return made
}

/** A period that is the whole of its days. */
export function isAllDay({ startMinute, endMinute }: Stretch): boolean {
  return startMinute === 0 && endMinute === DAY_MINUTES
}
