import type { OpenPeriodView } from '../../../src-preload/contract/views/doors.ts'
import { clockText, daysOf, endMinuteOf, startMinuteOf, type WeekHours } from '../../lib/weekHours.ts'

export const SCHEDULE_CHOICES = ['alone', 'never', 'weekly'] as const
type ScheduleChoice = (typeof SCHEDULE_CHOICES)[number]

/** The form as it is typed. Rows stay while another choice is looked at. */
export interface ScheduleDraft {
  readonly choice: ScheduleChoice
  readonly rows: readonly WeekHours[]
}

export const NEW_ROW: WeekHours = { days: ['1', '2', '3', '4', '5'], from: '08:00', to: '18:00' }

export const UNDECIDED: ScheduleDraft = { choice: 'alone', rows: [NEW_ROW] }

export function draftOf(periods: readonly OpenPeriodView[]): ScheduleDraft {
  if (periods.length === 0) return { ...UNDECIDED, choice: 'never' }
  const rows = periods.map(({ weekDays, startMinute, endMinute }) => ({
    days: weekDays.map(String),
    from: clockText(startMinute),
    to: clockText(endMinute),
  }))
  return { choice: 'weekly', rows }
}

/** What is decided; undefined leaves the lock alone. Main judges it. */
export function scheduleOf({ choice, rows }: ScheduleDraft) {
  if (choice === 'alone') return undefined
  if (choice === 'never') return []
  return rows.map((row) => ({
    weekDays: daysOf(row),
    startMinute: startMinuteOf(row.from),
    endMinute: endMinuteOf(row.to),
  }))
}
