import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toIso } from '../../../src-main/domain/instant.ts'
import type { EngineContext } from '../../../src-main/engine/engineContext.ts'
import { keepLease, type Lease } from '../../../src-main/engine/lease.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { JobRecord } from '../../../src-main/ports/stores/jobStore.ts'
import { assembleEngine } from '../../support/engineParts.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { claimOne, newJob } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const LEASE_MS = 60_000
/** A third of the lease: then it is renewed. */
const AGED_MS = 20_000

describe('a lease', () => {
  let profile: TestProfile
  let clock: ShiftableClock
  let store: Store
  let context: EngineContext
  let faults: readonly unknown[]
  let leases: Lease[]
  let statements: string[]

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    profile = createTestProfile()
    clock = createShiftableClock()
    statements = []
    store = profile.openStore({ clock, statementSpy: (statement) => void statements.push(statement) })
    const parts = assembleEngine({
      ...{ store, vault: profile.vault, clock },
      backups: createTestBackups(profile.file, clock),
    })
    context = parts.context
    faults = parts.faults
    leases = []
  })
  afterEach(() => {
    for (const lease of leases) lease.release()
    vi.useRealTimers()
    profile.remove()
  })

  function claimed(target: string): JobRecord {
    const nowIso = toIso(clock.nowMs())
    store.jobs.enqueue(newJob({ target, doorId: null, dueAt: nowIso }))
    const job = claimOne(store, {
      nowIso,
      leaseToken: `lease of ${target}`,
      leaseExpiresAt: toIso(clock.nowMs() + LEASE_MS),
    })
    if (!job) throw new Error('a due job was not found')
    return job
  }

  function keep(job: JobRecord, on: EngineContext = context): Lease {
    const lease = keepLease(on, job)
    leases.push(lease)
    return lease
  }

  /** How long the stored lease still lasts. */
  const leftMs = (job: JobRecord) => Date.parse(store.jobs.get(job.id)?.leaseExpiresAt ?? '') - clock.nowMs()

  async function pass(ms: number): Promise<void> {
    clock.advance(ms)
    vi.advanceTimersByTime(ms)
    await new Promise(setImmediate)
  }

  it('of jobs that began together, is renewed in one commit, long before it ends', async () => {
    const jobs = ['door:1', 'door:2', 'door:3'].map(claimed)
    for (const job of jobs) keep(job)
    statements.length = 0
    await pass(AGED_MS)
    for (const job of jobs) expect(leftMs(job)).toBeGreaterThan(LEASE_MS - 5_000)
    expect(statements.filter((statement) => statement === 'COMMIT')).toHaveLength(1)
  })

  it('released, is renewed no more', async () => {
    const job = claimed('door:1')
    keep(job).release()
    await pass(AGED_MS)
    expect(leftMs(job)).toBeLessThan(LEASE_MS - AGED_MS + 1_000)
  })

  it('that aged by the monotonic clock alone, is renewed before it is called held', () => {
    const job = claimed('door:1')
    const lease = keep(job)
    clock.advance(AGED_MS)
    clock.setWall(-AGED_MS)
    statements.length = 0
    expect(lease.isHeld()).toBe(true)
    expect(statements.some((statement) => /^update/i.test(statement))).toBe(true)
  })

  it('when the wall clock was set back, is renewed before it is called held', () => {
    const job = claimed('door:1')
    const lease = keep(job)
    clock.setWall(-3_600_000)
    expect(lease.isHeld()).toBe(true)
    expect(leftMs(job)).toBeLessThanOrEqual(LEASE_MS)
  })

  it('that another holder has, is not held, and says so', () => {
    const job = claimed('door:1')
    const lease = keep({ ...job, leaseToken: 'of somebody who was here before' })
    expect(lease.isHeld()).toBe(false)
    expect(lease.lost.aborted).toBe(true)
  })

  it('that another holder has when it is to be renewed, is lost', async () => {
    const job = claimed('door:1')
    const lease = keep({ ...job, leaseToken: 'of somebody who was here before' })
    await pass(AGED_MS)
    expect(lease.lost.aborted).toBe(true)
    expect(leftMs(job)).toBeLessThan(LEASE_MS - AGED_MS + 1_000)
  })

  it('that cannot be renewed because the store takes nothing, is still held, and the fault is told', async () => {
    const job = claimed('door:1')
    const full: Store = Object.assign(Object.create(store), {
      writeTogether: () => Promise.reject(new Error('the disk is full')),
    })
    const lease = keep(job, { ...context, store: full })
    await pass(AGED_MS)
    expect(faults).toHaveLength(1)
    expect(lease.lost.aborted).toBe(false)
    expect(lease.isHeld()).toBe(true)
  })
})
