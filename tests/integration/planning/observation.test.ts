import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toIso } from '../../../src-main/domain/instant.ts'
import { distrustFutureTimes } from '../../../src-main/engine/release.ts'
import { doorsStillToRead } from '../../../src-main/planning/observation.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { beginObservation } from '../../../src-main/useCases/observation.ts'
import { assembleEngine } from '../../support/engineParts.ts'
import { createShiftableClock, type ShiftableClock } from '../../support/shiftableClock.ts'
import { addDoor, type DoorScene } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const DAY_MS = 86_400_000

describe('an observation that begins after a restore', () => {
  let profile: TestProfile
  let clock: ShiftableClock
  let store: Store
  let scene: DoorScene

  beforeEach(() => {
    profile = createTestProfile()
    clock = createShiftableClock()
    store = profile.openStore({ clock })
    scene = addDoor(store)
    store.doors.setRead(scene.doorId, toIso(clock.nowMs()))
  })
  afterEach(() => profile.remove())

  const readNow = () => store.doors.setRead(scene.doorId, toIso(clock.nowMs()))

  it('on a PC whose clock is years behind, takes no reading from before it for one after it', () => {
    clock.setWall(-1_000 * DAY_MS)
    beginObservation(store, clock)
    expect(doorsStillToRead(store)).toEqual([scene.doorId])
    clock.setWall(1_000 * DAY_MS)
    clock.advance(60_000)
    readNow()
    expect(doorsStillToRead(store)).toEqual([])
  })

  it('on a PC whose clock was years ahead and is set right, ends with a reading of today', () => {
    clock.setWall(1_000 * DAY_MS)
    beginObservation(store, clock)
    clock.setWall(-1_000 * DAY_MS)
    const backups = createTestBackups(profile.file, clock)
    distrustFutureTimes(assembleEngine({ store, vault: profile.vault, clock, backups }).context)
    expect(doorsStillToRead(store)).toEqual([scene.doorId])
    clock.advance(60_000)
    readNow()
    expect(doorsStillToRead(store)).toEqual([])
  })

  it('counts a reading that comes after it', () => {
    clock.advance(60_000)
    beginObservation(store, clock)
    expect(doorsStillToRead(store)).toEqual([scene.doorId])
    clock.advance(1_000)
    readNow()
    expect(doorsStillToRead(store)).toEqual([])
  })
})
