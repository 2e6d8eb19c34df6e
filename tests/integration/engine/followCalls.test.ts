import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, DoorId, JobId } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { JOB_PRIORITIES } from '../../../src-main/domain/job/job.ts'
import { followCalls } from '../../../src-main/engine/followCalls.ts'
import { CALLS_CHANGED_SETTING } from '../../../src-main/planning/checkSpacing.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { assembleEngine, type EngineParts } from '../../support/engineParts.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { addAccount, addSite, newJob } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** More than are followed in one turn. */
const DOORS = 250

describe('calls a month that were changed, over many doors', () => {
  let profile: TestProfile
  let clock: ShiftableClock
  let store: Store
  let parts: EngineParts
  let accountId: AccountId
  let checks: readonly JobId[]

  beforeEach(() => {
    profile = createTestProfile()
    clock = createShiftableClock()
    store = profile.openStore({ clock })
    const backups = createTestBackups(profile.file, clock)
    parts = assembleEngine({ store, vault: profile.vault, clock, backups })
    accountId = addAccount(store)
    const siteId = addSite(store)
    checks = store.write(() =>
      Array.from({ length: DOORS }, (_, index) => scheduleCheck(addOfflineDoor(siteId, String(index)))),
    )
  })
  afterEach(async () => {
    await parts.clients.closeAll()
    profile.remove()
  })

  function addOfflineDoor(siteId: ReturnType<typeof addSite>, externalId: string): DoorId {
    const deviceId = store.accounts.insertUnverifiedDevice(externalId)
    const rest = { doorGroupId: null, description: null, location: null, name: externalId }
    return store.doors.insert({ ...rest, siteId, accountId, deviceId, externalId }).id
  }

  function scheduleCheck(doorId: DoorId): JobId {
    const dueAt = toIso(clock.nowMs() + 12 * DAY_MS)
    const rest = { target: `door:${doorId}`, doorId, accountId, dueAt }
    return store.jobs.enqueue(newJob({ ...rest, priority: JOB_PRIORITIES.periodic })).job.id
  }

  const isMoved = (id: JobId) =>
    Date.parse(store.jobs.get(id)?.nextRunAt ?? '') - clock.nowMs() < 12 * DAY_MS - HOUR_MS

  it('where nobody changed them, moves nothing', () => {
    expect(followCalls(parts.context)).toBe(false)
    expect(checks.filter(isMoved)).toEqual([])
  })

  it('takes some doors at a time, and after an end in between goes on where it was', () => {
    store.settings.write(CALLS_CHANGED_SETTING, 0)
    const moved: number[] = []
    let isLeft = true
    while (isLeft) {
      isLeft = followCalls(parts.context)
      moved.push(checks.filter(isMoved).length)
    }
    expect(moved).toEqual([100, 200, 250])
    expect(store.settings.read(CALLS_CHANGED_SETTING)).toBeNull()
  })

  it('changed again meanwhile, begins with the first door again', () => {
    store.settings.write(CALLS_CHANGED_SETTING, 0)
    followCalls(parts.context)
    store.settings.write(CALLS_CHANGED_SETTING, 0)
    const turns = [followCalls, followCalls, followCalls].map((follow) => follow(parts.context))
    expect(turns).toEqual([true, true, false])
  })
})
