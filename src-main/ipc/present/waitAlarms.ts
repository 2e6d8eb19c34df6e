import type { WaitAlarmView } from '../../../src-preload/contract/views/alarms.ts'
import { WAIT_REASONS, type WaitReason } from '../../domain/job/job.ts'
import { isWaitAlarm } from '../../domain/job/waitAlarm.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import type { OpenProfile } from '../openProfile.ts'

const NAMED_DOORS = 3

/** Work that has waited too long: one alarm for each thing it waits for, however many doors that stops. */
export function waitAlarms({ store, clock }: Pick<OpenProfile, 'store' | 'clock'>): readonly WaitAlarmView[] {
  const nowMs = clock.nowMs()
  const byReason = new Map<WaitReason, JobRecord[]>()
  for (const job of store.jobs.waiting(WAIT_REASONS)) {
    if (job.waitReason === null || !isWaitAlarm(job, nowMs)) continue
    byReason.set(job.waitReason, [...(byReason.get(job.waitReason) ?? []), job])
  }
  return [...byReason]
    .flatMap(([waitReason, jobs]): readonly WaitAlarmView[] => {
      const since = jobs.flatMap((job) => job.waitingSince ?? []).sort()[0]
      if (since === undefined) return []
      const doorIds = new Set(jobs.flatMap((job) => job.doorId ?? []))
      const doors = [...doorIds].slice(0, NAMED_DOORS).flatMap((doorId) => {
        const door = store.doors.get(doorId)
        return door ? [{ doorId, doorName: door.name }] : []
      })
      return [{ kind: 'jobs_wait', waitReason, since, jobs: jobs.length, doors }]
    })
    .sort((a, b) => a.since.localeCompare(b.since))
}
