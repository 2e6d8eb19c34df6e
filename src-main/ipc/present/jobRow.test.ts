import { describe, expect, it } from 'vitest'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import { jobRow } from './jobRow.ts'

const NOW = Date.parse('2026-02-05T16:29:00.000Z')
const JOB: JobRecord = {
  ...{ id: 104 as JobRecord['id'], type: 'drift_enforce_lock_truth', status: 'queued', target: 'door:2' },
  ...{ userId: 1 as JobRecord['userId'], doorId: 2 as JobRecord['doorId'], accountId: null, planId: null },
  ...{ correlationId: 'c2165f3f52364e4db32d169654f4648f' as JobRecord['correlationId'], priority: 0 },
  reason: 'door provisioned drift_enforce TTLOCK 28991110 door:2 device:1',
  ...{ debugSessionId: null, attemptCount: 0, lastError: null, waitReason: null, waitingSince: null },
  ...{
    heldBy: null,
    heldUntil: null,
    ignoresHours: false,
    leaseToken: null,
    leaseExpiresAt: null,
    cancelRequestedAt: null,
  },
  nextRunAt: '2026-02-05T16:28:59.000Z',
  createdAt: '2026-02-05T16:28:59.000Z',
  updatedAt: '2026-02-05T16:28:59.000Z',
  finishedAt: null,
}
const row = (change: Partial<JobRecord>, about = { hold: null, isPlanClosed: false, planTitle: null }) =>
  jobRow({ job: { ...JOB, ...change }, doorName: 'Front door', timezone: 'Europe/Lisbon' }, NOW, about)

describe('jobRow', () => {
  it('names the work and the door, and says the reason in words', () => {
    expect(row({})).toMatchObject({ title: 'Bring in step: Front door', reason: 'Door provisioned' })
  })

  it('of no door, names what its plan is of', () => {
    const about = { hold: null, isPlanClosed: false, planTitle: 'All doors (7)' }
    const job = { ...JOB, type: 'drift_check', doorId: null } as const
    const made = jobRow({ job, doorName: null, timezone: null }, NOW, about)
    expect(made.title).toBe('Check: All doors (7)')
  })

  it('with a reason in other words, leaves it whole', () => {
    expect(row({ reason: 'asked by phone' }).reason).toBe('Asked by phone')
  })

  it('that comes back by itself, says why in the words of the screen', () => {
    const reason = 'background check drift_enforce TTLOCK 28991110 door:2 device:1'
    expect(row({ reason }).reason).toBe('Regular check')
    const window = 'window due drift_enforce TTLOCK 28991110 door:2 device:1'
    expect(row({ reason: window }).reason).toBe('A code falls due')
  })

  it('that a person waits for since half an hour, raises the alarm', () => {
    const waiting = { status: 'waiting_offline', waitReason: 'no_network' } as const
    expect(row({ ...waiting, waitingSince: '2026-02-05T15:59:00.000Z' }).isWaitAlarm).toBe(true)
    expect(row({ ...waiting, waitingSince: '2026-02-05T15:59:01.000Z' }).isWaitAlarm).toBe(false)
  })

  it('that failed about a plan which is closed, asks for a new preview in place of another try', () => {
    expect(row({ status: 'failed' })).toMatchObject({ canRetry: true, needsNewPreview: false })
    const closed = { hold: null, isPlanClosed: true, planTitle: null }
    expect(row({ status: 'failed' }, closed)).toMatchObject({ canRetry: false, needsNewPreview: true })
    expect(row({ status: 'done' }, closed)).toMatchObject({ canRetry: false, needsNewPreview: false })
  })

  it('whose cancelling an earlier run did not live to see, can be cancelled at rest', () => {
    const cancelRequestedAt = '2026-02-05T16:28:59.500Z'
    expect(row({ status: 'running', cancelRequestedAt }).canCancel).toBe(false)
    expect(row({ status: 'waiting_offline', cancelRequestedAt }).canCancel).toBe(true)
  })

  it.each([
    ['due later and untouched', { nextRunAt: '2026-02-05T17:29:00.000Z' }, 'scheduled'],
    ['due now', {}, 'queued'],
    ['tried before', { nextRunAt: '2026-02-05T17:29:00.000Z', attemptCount: 1 }, 'queued'],
    ['held', { nextRunAt: '2026-02-05T17:29:00.000Z', heldBy: 'freeze' }, 'queued'],
  ] as const)('queued and %s, shows as %s', (_situation, change, status) => {
    expect(row(change).status).toBe(status)
  })
})
