import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CredentialId, SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { addDoor, type DoorScene } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

const DAY_MS = 24 * 3_600_000
/** Beyond it the store counts anew. */
const ELEVEN_MINUTES_MS = 11 * 60_000

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene
let pins: number

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
  pins = 100_000
})
afterEach(() => profile.remove())

const inDays = (days: number | null) =>
  days === null ? null : new Date(profile.clock.nowMs() + days * DAY_MS).toISOString()

interface Days {
  readonly opens: number | null
  readonly closes: number | null
}
const ALWAYS: Days = { opens: null, closes: null }

function give(days: Days, onDoor: Days = ALWAYS): CredentialId {
  pins += 1
  const credentialId = store.people.insertCredential({
    personId: store.people.insert({ name: `Guest ${pins}`, note: null }),
    pin: String(pins),
    startsAt: inDays(days.opens),
    endsAt: inDays(days.closes),
  })
  store.people.insertGrant({
    ...{ credentialId, doorId: scene.doorId, doorGroupId: null },
    startsAt: inDays(onDoor.opens),
    endsAt: inDays(onDoor.closes),
  })
  return credentialId
}

const ahead = (days = 20) => store.people.windowsAhead(scene.accountId, inDays(days) ?? '')

describe('windowsAhead', () => {
  it.each([
    ['that never ends', { opens: null, closes: null }, 0, 0],
    ['that opens and closes', { opens: 2, closes: 5 }, 1, 1],
    ['that is open and closes', { opens: -2, closes: 5 }, 0, 1],
    ['that opens and closes later than asked', { opens: 2, closes: 30 }, 1, 0],
    ['that is over', { opens: -5, closes: -1 }, 0, 0],
    ['that opens later than asked', { opens: 25, closes: 30 }, 0, 0],
  ])('of a code %s, counts what is ahead', (_what, days, openings, closings) => {
    give(days)
    expect(ahead()).toEqual({ openings, closings })
  })

  it('of a code with a window of its own on the door, counts what both have in common', () => {
    give({ opens: 1, closes: 30 }, { opens: -3, closes: 4 })
    expect(ahead()).toEqual({ openings: 1, closings: 1 })
  })

  it('of a code for a group, counts each of its doors that the account has', () => {
    const doorGroupId = store.sites.insertGroup({ siteId: scene.siteId, name: 'Rooms' })
    const { siteId, accountId } = scene
    for (const [room, owner] of [accountId, accountId, null].entries()) {
      const externalId = `2899200${room}`
      store.doors.insert({
        ...{ siteId, doorGroupId, accountId: owner, externalId, name: `Room ${room}` },
        ...{ deviceId: store.accounts.insertUnverifiedDevice(externalId), description: null, location: null },
      })
    }
    store.people.insertGrant({
      ...{ credentialId: give({ opens: 1, closes: 2 }), doorId: null, doorGroupId },
      ...{ startsAt: null, endsAt: null },
    })
    // Its own grant on the first door, and the two rooms.
    expect(ahead()).toEqual({ openings: 3, closings: 3 })
  })

  it('of codes that are revoked, and of another account, counts none', () => {
    store.people.revokeCredential(give({ opens: 1, closes: 2 }), SYSTEM_OPERATOR_ID, profile.clock.iso)
    scene = addDoor(store, '28991111')
    give({ opens: 1, closes: 2 })
    const first = store.accounts.list()[0]
    expect(first && store.people.windowsAhead(first.id, inDays(20) ?? '')).toEqual({
      openings: 0,
      closings: 0,
    })
    expect(ahead()).toEqual({ openings: 1, closings: 1 })
  })

  it('decided a moment ago, is known after some minutes', () => {
    const until = inDays(20) ?? ''
    const count = () => store.people.windowsAhead(scene.accountId, until).closings
    expect(count()).toBe(0)
    give({ opens: null, closes: 3 })
    expect(count()).toBe(0)
    profile.clock.advance(ELEVEN_MINUTES_MS)
    expect(count()).toBe(1)
  })
})
