import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import type { WaitReason } from '../../../src-main/domain/job/job.ts'
import { waitAlarms } from '../../../src-main/ipc/present/waitAlarms.ts'
import { addDoor, claimOne, newJob } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

const NOW_MS = Date.UTC(2026, 1, 5, 16, 28)
const HOUR_MS = 3_600_000

describe('waitAlarms', () => {
  let profile: ReturnType<typeof openTestStore>

  beforeEach(() => {
    profile = openTestStore()
  })
  afterEach(() => profile.remove())

  function waits(doorId: DoorId, waitReason: WaitReason, forMs: number): void {
    const { jobs } = profile.store
    const at = toIso(NOW_MS)
    jobs.enqueue(newJob({ target: `door:${doorId}`, doorId, priority: 0, dueAt: at }))
    const job = claimOne(profile.store, { nowIso: at, leaseToken: `lease-${doorId}`, leaseExpiresAt: at })
    jobs.transition(
      job?.id as JobId,
      { status: 'running', leaseToken: `lease-${doorId}` },
      {
        status: 'waiting_offline',
        waitReason,
        waitingSince: toIso(NOW_MS - forMs),
        nextRunAt: toIso(NOW_MS + HOUR_MS),
      },
      at,
    )
  }
  const alarms = () =>
    waitAlarms({ store: profile.store, clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 } })

  it('of many doors behind one cause, are one alarm that names some and counts all', () => {
    const doorIds = [1, 2, 3, 4, 5].map((lock) => addDoor(profile.store, String(lock)).doorId)
    for (const [index, doorId] of doorIds.entries()) waits(doorId, 'no_network', (index + 1) * HOUR_MS)
    const found = alarms()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ waitReason: 'no_network', jobs: 5, since: toIso(NOW_MS - 5 * HOUR_MS) })
    expect(found[0]?.doors.map((door) => door.doorId)).toEqual(doorIds.slice(0, 3))
  })

  it('of several causes, put the longest first and leave out what waits for a moment', () => {
    const { store } = profile
    waits(addDoor(store, '1').doorId, 'gateway_offline', HOUR_MS)
    waits(addDoor(store, '2').doorId, 'quota', 2 * HOUR_MS)
    waits(addDoor(store, '3').doorId, 'no_gateway', 60_000)
    expect(alarms().map((alarm) => alarm.waitReason)).toEqual(['quota', 'gateway_offline'])
  })
})
