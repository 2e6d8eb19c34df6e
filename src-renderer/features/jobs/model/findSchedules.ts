import type { JobScheduleView } from '../../../../src-preload/contract/views/jobs.ts'

/** Those that hold the words in their name or reason and are of the type, what is due next first. */
export function findSchedules(
  schedules: readonly JobScheduleView[],
  filter: { readonly text: string; readonly type: string | undefined },
): readonly JobScheduleView[] {
  const words = filter.text.trim().toLowerCase()
  return schedules.filter(
    (schedule) =>
      (filter.type === undefined || schedule.jobType === filter.type) &&
      `${schedule.title} ${schedule.reason}`.toLowerCase().includes(words),
  )
}
