import { describe, expect, it } from 'vitest'
import { callSentences } from './callSentences.ts'

const hotel = { accounts: [{ id: 1, name: 'Hotel' }], limit: 30_000, used: 12_000, isUsedUp: false }
const annex = {
  accounts: [
    { id: 2, name: 'Annex' },
    { id: 3, name: 'Pool' },
  ],
  limit: 5_000,
  used: 4_990,
  isUsedUp: false,
}

describe('callSentences', () => {
  it('before anything is known of the calls, tells what the plan takes', () => {
    const plan = { totalCalls: 8, callsOfAccounts: [{ accountId: 1, calls: 8 }] }
    expect(callSentences(plan, [])).toEqual(['Applying takes 8 calls to TTLock.'])
  })

  it('with doors of one application, tells what is left of its calls and not of another’s', () => {
    const callsOfAccounts = [
      { accountId: 2, calls: 12 },
      { accountId: 3, calls: 8 },
    ]
    expect(callSentences({ totalCalls: 20, callsOfAccounts }, [hotel, annex])).toEqual([
      'Applying takes 20 calls to TTLock; 10 are left this month. What they do not reach for waits for the next month.',
    ])
  })

  it('with doors of two applications, tells of each what it takes and what is left', () => {
    const callsOfAccounts = [
      { accountId: 1, calls: 1 },
      { accountId: 3, calls: 8 },
    ]
    expect(callSentences({ totalCalls: 9, callsOfAccounts }, [hotel, annex])).toEqual([
      'Applying takes 9 calls to TTLock.',
      'Hotel: 1 call, 18,000 left this month.',
      'Annex, Pool: 8 calls, 10 left this month.',
    ])
  })

  it('with an application whose calls TTLock refuses as used up, counts none as left', () => {
    const plan = { totalCalls: 9, callsOfAccounts: [{ accountId: 1, calls: 9 }] }
    expect(callSentences(plan, [{ ...hotel, used: 47, isUsedUp: true }])).toEqual([
      'Applying takes 9 calls to TTLock, which says that this month’s calls are used up. It waits until there are calls again.',
    ])
    const callsOfAccounts = [
      { accountId: 1, calls: 1 },
      { accountId: 3, calls: 8 },
    ]
    expect(callSentences({ totalCalls: 9, callsOfAccounts }, [{ ...hotel, isUsedUp: true }, annex])).toEqual([
      'Applying takes 9 calls to TTLock.',
      'Hotel: 1 call; TTLock says that this month’s calls are used up.',
      'Annex, Pool: 8 calls, 10 left this month.',
    ])
  })
})
