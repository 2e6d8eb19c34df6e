import { findScheduleFault, isSameSchedule } from '../schedule/openSchedule.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { modeInForce, rulesOfMode } from './modes.ts'
import type { ScheduleLine } from './planLine.ts'
import { actingLine, scheduleReadingOf } from './scheduleLine.ts'
import type { CannotUndo, DoneLine } from './undoStep.ts'

/** The line that gives the lock back the schedule it had before the plan, or why none does. Null when the line did nothing. */
export function undoScheduleLine(
  { isOpen, isScheduled }: Pick<DoneLine, 'isOpen' | 'isScheduled'>,
  line: ScheduleLine,
  input: DoorPlanInput,
): ScheduleLine | CannotUndo | null {
  if (isOpen) return 'still_open'
  if (isScheduled !== true) return null
  if (!rulesOfMode(modeInForce(input)).isSending) return 'site_only_observes'
  const { supportsOpenSchedule, reach } = input.capabilities
  if (!supportsOpenSchedule || reach === 'none') return 'cannot_be_sent'
  const now = scheduleReadingOf(input.reading)
  if (now?.kind !== 'known') return 'schedule_not_read'
  if (isSameSchedule(now.schedule, line.before)) return 'back_already'
  if (!isSameSchedule(now.schedule, line.after)) return 'changed_since'
  if (findScheduleFault(line.before) !== null) return 'kind_not_offered'
  return actingLine(input, { before: now, after: line.before, why: 'undo' })
}
