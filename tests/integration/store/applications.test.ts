import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountId } from '../../../src-main/domain/ids.ts'
import type { Store, StoreTopic } from '../../../src-main/ports/store.ts'
import { addAccount, SECRETS } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

const MONTH = '2026-01-31T16:00:00.000Z'
const CHINA = 'https://cnapi.ttlock.com'

let profile: ReturnType<typeof openTestStore>
let store: Store
let first: AccountId
let second: AccountId

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  first = addAccount(store, 'First')
  second = addAccount(store, 'Second')
})
afterEach(() => profile.remove())

function application(accountId: AccountId) {
  const account = store.accounts.get(accountId)
  const found = account && store.applications.find(account)
  if (!found) throw new Error('the account belongs to no application')
  return found
}

describe('the application of an account', () => {
  it('with the address and client id of another account, is the same', () => {
    store.applications.setCallsPerMonth(application(first).id, 90_000)
    expect(application(second)).toMatchObject({ callsPerMonth: 90_000, clientId: SECRETS.clientId })
    expect(store.accounts.sharingApplication(second)).toEqual([first, second])
  })

  it('that nobody set, has what a new one has', () => {
    expect(application(first).callsPerMonth).toBe(30_000)
  })

  it('with another client id, is another', () => {
    const secrets = { ...SECRETS, clientId: 'another', username: 'third@example.com' }
    const third = store.accounts.insert({
      ...{ name: 'Third', region: 'global', baseUrl: application(first).baseUrl },
      secrets,
    })
    store.applications.setCallsPerMonth(application(third).id, 5_000)
    expect(application(first).callsPerMonth).toBe(30_000)
    expect(store.accounts.sharingApplication(third)).toEqual([third])
  })

  it('with one account that goes to another region, stays, and the number goes along', () => {
    store.applications.setCallsPerMonth(application(first).id, 90_000)
    const { id } = application(first)
    store.accounts.setRegion(second, 'china', CHINA)
    expect(application(first)).toMatchObject({ id, callsPerMonth: 90_000 })
    expect(application(second)).toMatchObject({ baseUrl: CHINA, callsPerMonth: 90_000 })
    expect(application(second).id).not.toBe(id)
  })

  it('with its last account in another region, is there with what was counted', async () => {
    store.accounts.setRegion(second, 'china', CHINA)
    const { id } = application(first)
    store.applications.noteUseSoon(id, () => ({ used: 7, countedAt: null, monthStartsAt: MONTH }))
    store.accounts.setRegion(first, 'custom', 'https://locks.example')
    expect(application(first)).toMatchObject({ id, baseUrl: 'https://locks.example' })
    expect(store.applications.monthUse(id, MONTH)).toEqual({ used: 7, countedAt: null })
  })
})

describe('noteUseSoon', () => {
  /** What is on the disk, whatever waits. */
  const stored = () => {
    const reader = new Database(profile.file, { readonly: true })
    const found = reader
      .prepare('SELECT starts_at, calls_used, counted_at FROM application_month')
      .raw()
      .all()
    reader.close()
    return found
  }

  it('for many calls, stores once what is so when it is stored, and announces nothing', async () => {
    const heard: StoreTopic[] = []
    store.onCommitted((topics) => heard.push(...topics))
    const { id } = application(first)
    const use = { used: 0, countedAt: MONTH, monthStartsAt: MONTH }
    for (use.used = 1; use.used < 50; use.used += 1) store.applications.noteUseSoon(id, () => use)
    expect(stored()).toEqual([])
    await vi.waitUntil(() => stored().length > 0)
    expect(stored()).toEqual([[MONTH, 50, MONTH]])
    expect(heard).toEqual([])
  })

  it('after it was stored, stores what comes next in the row of its month', () => {
    const { id } = application(first)
    const note = (used: number, monthStartsAt: string) => {
      store.applications.noteUseSoon(id, () => ({ used, countedAt: null, monthStartsAt }))
      store.write(() => undefined)
    }
    const march = '2026-02-28T16:00:00.000Z'
    note(5, MONTH)
    note(6, MONTH)
    note(1, march)
    expect(stored()).toEqual([
      [MONTH, 6, null],
      [march, 1, null],
    ])
  })
})
