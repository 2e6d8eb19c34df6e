import { afterEach, beforeEach, expect, it } from 'vitest'
import { statusOf } from '../../../src-main/app/sessionStatus.ts'
import { addAccount, addDoor } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
beforeEach(() => {
  profile = openTestStore()
})
afterEach(() => profile.remove())

/** What the status bar and Jobs would say; the engine stands by and has nothing to do. */
function status(isOnline: boolean) {
  const { store } = profile
  const works = { engine: { trouble: null }, applications: { knownState: () => null } }
  const runtime = { store, works, vault: { isOpen: true } } as never
  const { connection, standstills } = statusOf(runtime, { nowMs: profile.clock.nowMs(), isOnline })
  return [connection, ...standstills.map(({ because, isTotal, count }) => [because, isTotal, count])]
}

it('the status of a computer without a network, says offline before any call failed', () => {
  addAccount(profile.store)
  expect(status(true)).toEqual(['online'])
  expect(status(false)).toEqual(['offline', ['no_network', true, 0]])
})

it('the status of a computer without a network, says nothing of it where an account is on this computer', () => {
  const id = addAccount(profile.store)
  profile.store.accounts.setRegion(id, 'custom', 'http://127.0.0.1:5000')
  expect(status(false)).toEqual(['online'])
})

it('the status of a paused door, counts it though no job waits', () => {
  const { doorId } = addDoor(profile.store)
  const until = new Date(profile.clock.nowMs() + 3_600_000).toISOString()
  profile.store.doors.setPaused(doorId, { until, by: 0 as never, reason: 'painters' })
  expect(status(true)).toEqual(['online', ['pause', true, 1]])
})
