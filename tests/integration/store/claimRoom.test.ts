import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { ClaimRoom, JobRecord, NewJob } from '../../../src-main/ports/stores/jobStore.ts'
import { newJob } from '../../support/storeScene.ts'
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

function claimDue(limit: number, room?: ClaimRoom): readonly JobRecord[] {
  let tokens = 0
  const newLeaseToken = () => `lease-${++tokens}`
  const claim = { nowIso: NOW, leaseExpiresAt: LATER, newLeaseToken, limit }
  return store.jobs.claimDue(room ? { ...claim, room } : claim)
}

describe('claimDue with limited room', () => {
  it('of a type that is full with what was claimed, takes no more and goes on with others', () => {
    const first = enqueue({ ...door(1), type: 'record_sync', priority: 0 })
    enqueue({ ...door(2), type: 'record_sync', priority: 0 })
    const other = enqueue({ ...door(3), type: 'drift_check', priority: 2 })
    let isTaken = false
    const room: ClaimRoom = {
      has: (job) => !isTaken || job.type !== 'record_sync',
      take() {
        isTaken = true
      },
      full: () => ({ types: isTaken ? ['record_sync'] : [], doors: [] }),
    }
    const claimed = claimDue(2, room)
    expect(claimed.map((job) => job.id)).toEqual([first.id, other.id])
  })

  it('of doors to which nothing more may be sent, takes no enforce but still a check', () => {
    const enforce = { type: 'drift_enforce_lock_truth' } as const
    const full = enqueue({ ...door(1), ...enforce, priority: 0 })
    const free = enqueue({ ...door(2), ...enforce, priority: 2 })
    const check = enqueue({ ...door(3), type: 'drift_check', priority: 2 })
    const sync = enqueue({ type: 'device_sync', target: 'account:1', doorId: null, priority: 2 })
    const room: ClaimRoom = {
      has: () => true,
      take: () => undefined,
      full: () => ({ types: [], doors: [door(1).doorId, door(3).doorId] }),
    }
    expect(claimDue(8, room).map((job) => job.id)).toEqual([free.id, check.id, sync.id])
    expect(claimDue(8).map((job) => job.id)).toEqual([full.id])
  })
})
