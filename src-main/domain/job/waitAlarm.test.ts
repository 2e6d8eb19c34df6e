import { describe, expect, it } from 'vitest'
import { JOB_PRIORITIES, type JobStatus } from './job.ts'
import { isWaitAlarm } from './waitAlarm.ts'

const NOW_MS = Date.UTC(2026, 1, 5, 16, 28)
const MINUTE_MS = 60_000
const since = (ms: number) => new Date(NOW_MS - ms).toISOString()

describe('isWaitAlarm', () => {
  it.each([
    ['click', 29 * MINUTE_MS, false],
    ['click', 30 * MINUTE_MS, true],
    ['due_window', 30 * MINUTE_MS, true],
    ['periodic', 30 * MINUTE_MS, false],
    ['periodic', 24 * 60 * MINUTE_MS - 1, false],
    ['periodic', 24 * 60 * MINUTE_MS, true],
  ] as const)('of %s work that waits for %i ms, is %s', (name, waitedMs, isAlarm) => {
    const job = { status: 'waiting_offline', waitingSince: since(waitedMs) } as const
    expect(isWaitAlarm({ ...job, priority: JOB_PRIORITIES[name] }, NOW_MS)).toBe(isAlarm)
  })

  it.each<JobStatus>(['queued', 'running', 'failed', 'awaiting_approval'])(
    'of a %s job, is not raised',
    (status) => {
      expect(isWaitAlarm({ status, priority: 0, waitingSince: since(48 * 60 * MINUTE_MS) }, NOW_MS)).toBe(
        false,
      )
    },
  )

  it('of a job that does not know since when it waits, is not raised', () => {
    expect(isWaitAlarm({ status: 'waiting_offline', priority: 0, waitingSince: null }, NOW_MS)).toBe(false)
  })
})
