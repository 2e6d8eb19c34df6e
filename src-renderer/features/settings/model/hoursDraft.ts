import type { HoursRangeView } from '../../../../src-preload/contract/views/sites.ts'
import { clockText, daysOf, endMinuteOf, startMinuteOf, type WeekHours } from '../../../lib/weekHours.ts'

export const NEW_HOURS: WeekHours = { days: ['1', '2', '3', '4', '5'], from: '08:00', to: '20:00' }

export function toDraft(range: HoursRangeView): WeekHours {
  return { days: range.days.map(String), from: clockText(range.fromMinute), to: clockText(range.toMinute) }
}

export function toRange(draft: WeekHours): { days: number[]; fromMinute: number; toMinute: number } {
  return { days: daysOf(draft), fromMinute: startMinuteOf(draft.from), toMinute: endMinuteOf(draft.to) }
}
