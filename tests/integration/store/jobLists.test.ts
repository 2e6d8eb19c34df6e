import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { JobRecord, NewJob } from '../../../src-main/ports/stores/jobStore.ts'
import { addDoor, claimOne, correlation, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let store: Store

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
})
afterEach(() => profile.remove())

const NOW = '2026-02-05T16:28:59.888Z'
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

describe('what jobs wait for', () => {
  const since = '2026-02-05T16:00:00.000Z'
  const wait = { status: 'waiting_offline', waitReason: 'no_network', nextRunAt: NOW } as const

  it('is counted by reason, with the time of the first', () => {
    for (const [index, waitingSince] of [NOW, since].entries()) {
      enqueue(door(index + 1))
      const job = claim(NOW, `lease-${index}`)
      finish(
        job?.id as JobId,
        { ...wait, waitingSince, nextRunAt: '2026-02-05T17:00:00.000Z' },
        `lease-${index}`,
      )
    }
    expect(store.jobs.waitingByReason()).toEqual([{ reason: 'no_network', jobs: 2, since }])
  })

  it('and what holds them is counted by cause', () => {
    enqueue(door(1))
    const job = claim()
    finish(job?.id as JobId, { status: 'queued', heldBy: 'pause', heldUntil: null, nextRunAt: NOW })
    enqueue(door(2))
    expect(store.jobs.heldByCause()).toEqual([{ by: 'pause', jobs: 1 }])
  })
})

describe('schedules', () => {
  const later = '2099-01-01T00:00:00.000Z'

  it('are what is only scheduled, the nearest first, each with how the same work last ended', () => {
    const scene = addDoor(store)
    const mine = { target: `door:${scene.doorId}`, doorId: scene.doorId }
    const ran = enqueue(mine)
    claim()
    finish(ran.id, { status: 'failed', lastError: 'Gateway offline', finishedAt: NOW })
    const next = enqueue({ ...mine, dueAt: later })
    const sync = enqueue({
      ...{ type: 'device_sync', target: 'account:1', doorId: null },
      dueAt: '2098-01-01T00:00:00.000Z',
    })
    enqueue(door(77))
    const found = store.jobs.schedules(10)
    expect(found.map((row) => [row.job.id, row.last?.id ?? null])).toEqual([
      [sync.id, null],
      [next.id, ran.id],
    ])
    expect(found[1]?.doorName).toBe('Door 28991110')
  })

  it('of work that was cancelled before it ran, do not take that for a run', () => {
    const never = enqueue(door(1))
    store.jobs.transition(
      never.id,
      { status: 'queued', leaseToken: null },
      { status: 'cancelled', finishedAt: NOW },
      NOW,
    )
    enqueue({ ...door(1), dueAt: later })
    expect(store.jobs.schedules(10)[0]?.last).toBeNull()
  })
})

describe('lists of jobs', () => {
  function manyJobs(): JobRecord[] {
    return [1, 2, 3, 4, 5].map((id) =>
      enqueue({ ...door(id), reason: `reason ${id}`, correlationId: correlation(`c${id}`) }),
    )
  }
  const page = (change: Partial<Parameters<Store['jobs']['list']>[0]>) =>
    store.jobs.list({ statuses: [], text: '', beforeId: null, limit: 10, ...change }).map((row) => row.job.id)

  it('page by page, give every job once, newest first', () => {
    const ids = manyJobs().map((job) => job.id)
    const first = page({ limit: 2 })
    const second = page({ limit: 2, beforeId: first[1] ?? null })
    const third = page({ limit: 2, beforeId: second[1] ?? null })
    expect([...first, ...second, ...third]).toEqual(ids.reverse())
  })

  it('of several states, are merged newest first and cut to the limit', () => {
    const jobs = manyJobs()
    claim()
    expect(page({ statuses: ['queued', 'running'], limit: 4 })).toEqual(
      jobs
        .map((job) => job.id)
        .reverse()
        .slice(0, 4),
    )
    expect(page({ statuses: ['running'] })).toEqual([jobs[0]?.id])
    expect(page({ statuses: ['done'] })).toEqual([])
  })

  it('of one kind of work, leave out the others', () => {
    manyJobs()
    const sync = enqueue({ type: 'device_sync', target: 'account:1', doorId: null })
    expect(page({ types: ['device_sync'] })).toEqual([sync.id])
    expect(page({ types: ['device_sync'], statuses: ['done'] })).toEqual([])
  })

  it('searched by reason, correlation id, error or door name, find the job', () => {
    const scene = addDoor(store)
    const job = enqueue({
      doorId: scene.doorId,
      target: `door:${scene.doorId}`,
      correlationId: correlation('abc-123'),
      reason: 'door 100% new',
    })
    enqueue(door(77))
    claim()
    finish(job.id, { status: 'failed', lastError: 'Gateway offline' })
    for (const text of ['100% N', 'C-12', 'gateway OFF', 'door 28991110'])
      expect(page({ text })).toEqual([job.id])
    expect(page({ text: '100_' })).toEqual([])
    expect(page({ text: '%' })).toEqual([job.id])
  })

  it('with their door, name it and its time zone', () => {
    const scene = addDoor(store)
    enqueue({ doorId: scene.doorId, target: `door:${scene.doorId}` })
    expect(store.jobs.list({ statuses: [], text: '', beforeId: null, limit: 1 })).toMatchObject([
      { doorName: 'Door 28991110', timezone: 'Europe/Berlin' },
    ])
  })

  it('asked for, leave out or give only what is merely scheduled for later', () => {
    const due = enqueue(door(1))
    const later = enqueue({ ...door(2), priority: 2, dueAt: '2026-02-05T17:28:59.888Z' })
    expect(page({})).toEqual([later.id, due.id])
    expect(page({ scheduled: false })).toEqual([due.id])
    expect(page({ scheduled: true })).toEqual([later.id])
    expect(store.jobs.scheduledCount()).toBe(1)
  })

  it('counted, name every state', () => {
    manyJobs()
    claim()
    expect(store.jobs.counts()).toEqual({
      queued: 4,
      running: 1,
      waiting_offline: 0,
      awaiting_approval: 0,
      done: 0,
      failed: 0,
      cancelled: 0,
    })
  })

  it('of a door, come newest first', () => {
    const first = enqueue(door(1))
    claim()
    finish(first.id, { status: 'done' })
    const second = enqueue(door(1))
    expect(store.jobs.ofDoor(1 as DoorId, 5).map((job) => job.id)).toEqual([second.id, first.id])
  })

  it('awaiting approval of a target, are those alone', () => {
    const job = enqueue(door(1))
    claim()
    finish(job.id, { status: 'awaiting_approval', planId: 7 as PlanId, nextRunAt: null })
    enqueue(door(1))
    expect(store.jobs.awaitingApproval('drift_enforce_lock_truth', 'door:1')).toMatchObject([
      { id: job.id, planId: 7 },
    ])
    expect(store.jobs.awaitingApproval('drift_enforce_lock_truth', 'door:2')).toEqual([])
  })

  it('waiting for a reason, are those alone', () => {
    const job = enqueue(door(1))
    claim()
    finish(job.id, { status: 'waiting_offline', waitReason: 'gateway_offline', nextRunAt: null })
    expect(store.jobs.waiting(['gateway_offline', 'quota']).map((found) => found.id)).toEqual([job.id])
    expect(store.jobs.waiting(['quota'])).toEqual([])
    expect(store.jobs.waiting([])).toEqual([])
  })
})
