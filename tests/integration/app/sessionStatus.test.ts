import { afterEach, beforeEach, expect, it } from 'vitest'
import { statusOf } from '../../../src-main/app/sessionStatus.ts'
import type { ApplicationKey } from '../../../src-main/ports/stores/applicationStore.ts'
import { addAccount, addDoor, SECRETS } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
beforeEach(() => {
  profile = openTestStore()
})
afterEach(() => profile.remove())

/** The meters of the status bar, as the given applications are known to stand, by client id. */
function meters(used: Readonly<Record<string, number>>, refused: string | null = null) {
  const { store, clock } = profile
  const knownState = ({ clientId }: ApplicationKey) => {
    const calls = used[clientId]
    if (calls === undefined) return null
    const renewsAtMs = clock.nowMs() + 20 * 86_400_000
    return {
      used: calls,
      limit: 30_000,
      remaining: 30_000 - calls,
      forecast: null,
      renewsAtMs,
      isUsedUp: clientId === refused,
    }
  }
  const works = { engine: { trouble: null }, applications: { knownState } }
  const runtime = { store, works, vault: { isOpen: true } } as never
  return statusOf(runtime, { nowMs: clock.nowMs(), isOnline: true }).quotas
}

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

it('the status of two accounts with one client id and one with another, has a meter for each application, the fuller first', () => {
  const { store } = profile
  addAccount(store, 'Hotel')
  addAccount(store, 'Annex')
  const secrets = { ...SECRETS, clientId: 'another', username: 'third@example.com' }
  const baseUrl = store.accounts.list()[0]?.baseUrl ?? ''
  store.accounts.insert({ name: 'Villa', region: 'global', baseUrl, secrets })
  const names = (used: Readonly<Record<string, number>>) =>
    meters(used).map(({ accounts }) => accounts.map(({ name }) => name).sort())

  expect(names({ [SECRETS.clientId]: 2_000, another: 20_000 })).toEqual([['Villa'], ['Annex', 'Hotel']])
  expect(names({ [SECRETS.clientId]: 2_000 })).toEqual([['Annex', 'Hotel']])
})

it('the status of an application whose calls TTLock refuses as used up, says so first, whatever was counted', () => {
  const { store } = profile
  addAccount(store, 'Hotel')
  const secrets = { ...SECRETS, clientId: 'another' }
  const baseUrl = store.accounts.list()[0]?.baseUrl ?? ''
  store.accounts.insert({ name: 'Villa', region: 'global', baseUrl, secrets })
  expect(meters({ [SECRETS.clientId]: 47, another: 20_000 }, SECRETS.clientId)).toMatchObject([
    { accounts: [{ name: 'Hotel' }], isUsedUp: true, used: 47 },
    { accounts: [{ name: 'Villa' }], isUsedUp: false },
  ])
})
