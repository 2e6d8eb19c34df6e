import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { JobRecord, NewJob } from '../../../src-main/ports/stores/jobStore.ts'
import { claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const NOW = '2026-02-05T16:28:59.888Z'
const LATER = '2026-02-05T17:00:00.000Z'
const door = (id: number) => ({ target: `door:${id}`, doorId: id as DoorId })

function enqueue(change: Partial<NewJob> = {}): JobRecord {
  return store.jobs.enqueue(newJob(change)).job
}

function claim(nowIso = NOW, leaseToken = 'lease-1'): JobRecord | null {
  return claimOne(store, { nowIso, leaseToken, leaseExpiresAt: '2026-02-05T16:30:00.000Z' })
}

function finish(
  id: JobId,
  change: Parameters<Store['jobs']['transition']>[2],
  leaseToken = 'lease-1',
): boolean {
  return store.jobs.transition(id, { status: 'running', leaseToken }, change, NOW)
}

describe('enqueue', () => {
  it('of something new, inserts a queued job that leads to its trace', () => {
    const { job, folded } = store.jobs.enqueue(newJob({ correlationId: correlation('c1'), dueAt: LATER }))
    expect(folded).toBe(false)
    expect(job).toMatchObject({ status: 'queued', nextRunAt: LATER, attemptCount: 0, createdAt: NOW })
    expect(store.jobs.ofCorrelation(correlation('c1'))).toEqual([job])
    expect(store.jobs.get(job.id)).toEqual(job)
  })

  it('of the same type and target again, folds: the higher priority and the earlier time win', () => {
    const first = enqueue({ correlationId: correlation('c1'), priority: 2, dueAt: LATER })
    const { job, folded } = store.jobs.enqueue(
      newJob({ correlationId: correlation('c2'), priority: 0, dueAt: NOW, reason: 'asked again' }),
    )
    expect(folded).toBe(true)
    expect(job).toMatchObject({ id: first.id, priority: 0, nextRunAt: NOW })
    // The click's trace is the one that people look for; the other id leads to it.
    expect(job).toMatchObject({ reason: 'asked again', correlationId: 'c2' })
    expect(store.jobs.correlationIds(job.id)).toEqual(['c1', 'c2'])
    expect(store.jobs.ofCorrelation(correlation('c2')).map((found) => found.id)).toEqual([first.id])
  })

  it('of something less urgent, folds and changes neither priority, time nor author', () => {
    const first = enqueue({ priority: 0, dueAt: NOW, reason: 'asked' })
    const { correlationId, reason } = first
    const folded = enqueue({
      priority: 2,
      dueAt: LATER,
      reason: 'background',
      correlationId: correlation('c9'),
    })
    expect(folded).toMatchObject({ priority: 0, nextRunAt: NOW, correlationId, reason })
  })

  it('of a check while an enforce is only scheduled for later, does not fold: a look must not send', () => {
    const scheduled = enqueue({ type: 'drift_enforce_lock_truth', priority: 2, dueAt: LATER })
    expect(enqueue({ type: 'drift_check', dueAt: NOW }).id).not.toBe(scheduled.id)
  })

  it('into a job that waits for the network, folds and makes it due', () => {
    const waiting = enqueue()
    claim()
    finish(waiting.id, { status: 'waiting_offline', waitReason: 'no_network', nextRunAt: LATER })
    expect(enqueue({ dueAt: NOW })).toMatchObject({
      id: waiting.id,
      status: 'waiting_offline',
      nextRunAt: NOW,
    })
  })

  it('into a job whose cancelling was asked for, takes that back', () => {
    const job = enqueue()
    store.jobs.requestCancel(job.id, NOW)
    enqueue()
    expect(store.jobs.isCancelRequested(job.id)).toBe(false)
  })

  it('while one of its kind runs, adds one more', () => {
    const running = enqueue()
    claim()
    const { job, folded } = store.jobs.enqueue(newJob())
    expect(folded).toBe(false)
    expect(job.id).not.toBe(running.id)
  })

  it('of a check of a door with a queued enforce, folds into the enforce', () => {
    const enforce = enqueue({ type: 'drift_enforce_lock_truth' })
    expect(enqueue({ type: 'drift_check' })).toMatchObject({
      id: enforce.id,
      type: 'drift_enforce_lock_truth',
    })
  })

  it('of an enforce of a door with a queued check, does not fold', () => {
    const check = enqueue({ type: 'drift_check' })
    expect(enqueue({ type: 'drift_enforce_lock_truth' }).id).not.toBe(check.id)
  })

  it('of a check that fills a plan, does not fold into an enforce', () => {
    const enforce = enqueue()
    expect(enqueue({ type: 'drift_check', planId: 7 as PlanId }).id).not.toBe(enforce.id)
  })

  it('of a check of another door, does not fold', () => {
    const enforce = enqueue(door(1))
    expect(enqueue({ type: 'drift_check', ...door(2) }).id).not.toBe(enforce.id)
  })
})

describe('claimDue', () => {
  function claimDue(limit: number): readonly JobRecord[] {
    let tokens = 0
    const newLeaseToken = () => `lease-${++tokens}`
    return store.jobs.claimDue({ nowIso: NOW, leaseExpiresAt: LATER, newLeaseToken, limit })
  }

  it('takes the most urgent ones, in one commit, each under a lease of its own', () => {
    const late = enqueue({ ...door(1), priority: 2 })
    const click = enqueue({ ...door(2), priority: 0 })
    const window = enqueue({ ...door(3), priority: 1 })
    enqueue({ ...door(4), dueAt: LATER })
    let commits = 0
    store.onCommitted(() => (commits += 1))
    const claimed = claimDue(2)
    expect(claimed.map((job) => job.id)).toEqual([click.id, window.id])
    expect(claimed.map((job) => [job.status, job.leaseToken, job.attemptCount])).toEqual([
      ['running', 'lease-1', 1],
      ['running', 'lease-2', 1],
    ])
    expect(commits).toBe(1)
    expect(claimDue(8).map((job) => job.id)).toEqual([late.id])
  })

  it('of two jobs of one door, takes one', () => {
    const first = enqueue({ ...door(1), type: 'drift_enforce_lock_truth' })
    enqueue({ ...door(1), type: 'enforce_plan_apply', target: 'plan:1' })
    expect(claimDue(8).map((job) => job.id)).toEqual([first.id])
    expect(claimDue(8)).toEqual([])
  })

  it('of two jobs of one account without a door, takes one, and fills the other place with the next', () => {
    const account = { doorId: null, accountId: 1 as AccountId }
    const sync = enqueue({ type: 'device_sync', target: 'account:1', ...account })
    enqueue({ type: 'record_sync', target: 'records:1', ...account })
    const other = enqueue(door(1))
    expect(claimDue(2).map((job) => job.id)).toEqual([sync.id, other.id])
  })

  it('with no place free, takes nothing', () => {
    enqueue(door(1))
    expect(claimDue(0)).toEqual([])
  })
})

describe('claimDue for one place', () => {
  it('of several due jobs, takes them by priority, then time, then id', () => {
    const expected = [
      enqueue({ ...door(1), priority: 0, dueAt: '2026-02-05T16:00:02.000Z' }),
      enqueue({ ...door(2), priority: 0, dueAt: '2026-02-05T16:00:02.000Z' }),
      enqueue({ ...door(3), priority: 1, dueAt: '2026-02-05T16:00:01.000Z' }),
      enqueue({ ...door(4), priority: 2, dueAt: '2026-02-05T15:00:00.000Z' }),
    ]
    const earliest = enqueue({ ...door(5), priority: 0, dueAt: '2026-02-05T16:00:01.000Z' })
    const claimed = [1, 2, 3, 4, 5].map(() => claim()?.id)
    expect(claimed).toEqual([earliest.id, ...expected.map((job) => job.id)])
  })

  it('sets state, lease and attempt, and ends the waiting but not its beginning', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'waiting_offline', waitReason: 'quota', waitingSince: NOW, nextRunAt: NOW })
    expect(claim(NOW, 'lease-2')).toMatchObject({
      id: job.id,
      status: 'running',
      leaseToken: 'lease-2',
      leaseExpiresAt: '2026-02-05T16:30:00.000Z',
      attemptCount: 2,
      nextRunAt: null,
      waitReason: null,
      waitingSince: NOW,
    })
  })

  it('of jobs that are due later, takes none', () => {
    enqueue({ dueAt: LATER })
    expect(claim()).toBeNull()
    expect(claim(LATER)).not.toBeNull()
  })

  it('of a held job, waits until the hold ends', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'queued', heldBy: 'freeze', heldUntil: LATER, nextRunAt: NOW })
    expect(claim()).toBeNull()
    expect(claim(LATER)).toMatchObject({ id: job.id, heldBy: null, heldUntil: null })
  })

  it('of a job held without an end, takes it never', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'queued', heldBy: 'clock', heldUntil: null, nextRunAt: NOW })
    expect(claim('2099-01-01T00:00:00.000Z')).toBeNull()
  })

  it('of a door where a job runs, skips to the next door', () => {
    enqueue({ ...door(1), type: 'drift_check' })
    claim()
    enqueue({ ...door(1), type: 'drift_enforce_lock_truth', priority: 0 })
    const other = enqueue({ ...door(2), priority: 2 })
    expect(claim(NOW, 'lease-2')?.id).toBe(other.id)
    expect(claim(NOW, 'lease-3')).toBeNull()
  })

  it('of an account where a job without a door runs, skips it', () => {
    const account = { doorId: null, accountId: 1 as AccountId }
    enqueue({ type: 'device_sync', target: 'account:1', ...account })
    claim()
    enqueue({ type: 'record_sync', target: 'account:1', ...account })
    expect(claim(NOW, 'lease-2')).toBeNull()
  })

  it('of a door whose account is synced, takes it all the same', () => {
    enqueue({ type: 'device_sync', target: 'account:1', doorId: null, accountId: 1 as AccountId })
    claim()
    const enforce = enqueue({ ...door(1), accountId: 1 as AccountId })
    expect(claim(NOW, 'lease-2')?.id).toBe(enforce.id)
  })

  it('of one more of a target that runs, waits for its end', () => {
    const maintenance = { type: 'maintenance', target: 'profile', doorId: null } as const
    const first = enqueue(maintenance)
    claim()
    const second = enqueue(maintenance)
    expect(claim(NOW, 'lease-2')).toBeNull()
    finish(first.id, { status: 'done' })
    expect(claim(NOW, 'lease-2')?.id).toBe(second.id)
  })
})

describe('transition', () => {
  it('with the lease, writes the given fields and leaves the others', () => {
    const job = enqueue({ reason: 'first reason' })
    claim()
    expect(finish(job.id, { status: 'failed', lastError: 'no such lock', finishedAt: NOW })).toBe(true)
    expect(store.jobs.get(job.id)).toMatchObject({
      status: 'failed',
      lastError: 'no such lock',
      finishedAt: NOW,
      leaseToken: null,
      leaseExpiresAt: null,
      attemptCount: 1,
      reason: 'first reason',
    })
  })

  it('with another lease, writes nothing', () => {
    const job = enqueue()
    claim()
    expect(finish(job.id, { status: 'done' }, 'somebody else')).toBe(false)
    expect(store.jobs.get(job.id)).toMatchObject({ status: 'running', leaseToken: 'lease-1' })
  })

  it('from another state, writes nothing', () => {
    const job = enqueue()
    expect(
      store.jobs.transition(job.id, { status: 'waiting_offline', leaseToken: null }, { status: 'done' }, NOW),
    ).toBe(false)
    expect(store.jobs.get(job.id)?.status).toBe('queued')
  })

  it('of a job that is not there, answers false', () => {
    expect(finish(99 as JobId, { status: 'done' })).toBe(false)
  })

  it('back to the queue where one more of its target waits, takes that one in', () => {
    const job = enqueue({ correlationId: correlation('c1'), priority: 2 })
    claim()
    const extra = enqueue({ correlationId: correlation('c2'), priority: 0, dueAt: NOW })
    expect(finish(job.id, { status: 'queued', nextRunAt: LATER, attemptCount: 7 })).toBe(true)
    expect(store.jobs.get(job.id)).toMatchObject({
      status: 'queued',
      priority: 0,
      attemptCount: 0,
      nextRunAt: NOW,
      correlationId: 'c2',
    })
    expect(store.jobs.get(extra.id)).toMatchObject({ status: 'cancelled', finishedAt: NOW, nextRunAt: null })
    expect(store.jobs.correlationIds(job.id)).toEqual(['c1', 'c2'])
  })

  it('of a failed job back to the queue, makes it due again', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'failed', lastError: 'x' })
    store.jobs.transition(
      job.id,
      { status: 'failed', leaseToken: null },
      { status: 'queued', nextRunAt: NOW },
      NOW,
    )
    expect(claim(NOW, 'lease-2')?.id).toBe(job.id)
  })
})

describe('leases', () => {
  it('renewed with their token, last longer', () => {
    const job = enqueue()
    claim()
    expect(store.jobs.renewLease(job.id, 'lease-1', LATER)).toBe(true)
    expect(store.jobs.get(job.id)?.leaseExpiresAt).toBe(LATER)
  })

  it('renewed with another token or after the end, are not', () => {
    const job = enqueue()
    claim()
    expect(store.jobs.renewLease(job.id, 'lease-2', LATER)).toBe(false)
    finish(job.id, { status: 'done' })
    expect(store.jobs.renewLease(job.id, 'lease-1', LATER)).toBe(false)
  })

  it('that ended, are found, and running ones all the time', () => {
    const job = enqueue()
    claim()
    const ids = (jobs: readonly JobRecord[]) => jobs.map((found) => found.id)
    expect(ids(store.jobs.expiredLeases(NOW))).toEqual([])
    expect(ids(store.jobs.expiredLeases('2026-02-05T16:30:00.001Z'))).toEqual([job.id])
    expect(ids(store.jobs.running())).toEqual([job.id])
  })
})

describe('nextDueAt', () => {
  it('with nothing waiting for a time, is null', () => {
    enqueue()
    claim()
    expect(store.jobs.nextDueAt()).toBeNull()
  })

  it('with several, is the earliest of any priority', () => {
    enqueue({ ...door(1), priority: 0, dueAt: '2026-02-05T18:00:00.000Z' })
    enqueue({ ...door(2), priority: 2, dueAt: LATER })
    expect(store.jobs.nextDueAt()).toBe(LATER)
  })

  it('with a held job, is the end of its hold', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'queued', heldBy: 'freeze', heldUntil: LATER, nextRunAt: NOW })
    expect(store.jobs.nextDueAt()).toBe(LATER)
  })
})

describe('requestCancel', () => {
  it('of an open job, marks it once', () => {
    const job = enqueue()
    store.jobs.requestCancel(job.id, NOW)
    store.jobs.requestCancel(job.id, LATER)
    expect(store.jobs.get(job.id)?.cancelRequestedAt).toBe(NOW)
  })

  it('of a finished job, does nothing', () => {
    const job = enqueue()
    claim()
    finish(job.id, { status: 'done' })
    store.jobs.requestCancel(job.id, NOW)
    expect(store.jobs.isCancelRequested(job.id)).toBe(false)
  })
})
