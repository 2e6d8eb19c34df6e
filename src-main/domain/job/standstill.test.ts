import { describe, expect, it } from 'vitest'
import { listStandstills, type StandstillFacts } from './standstill.ts'

const NOW = '2026-02-05T16:28:00.000Z'
const LATER = '2026-02-05T18:00:00.000Z'

function facts(change: Partial<StandstillFacts> = {}): StandstillFacts {
  return {
    engine: 'running',
    trouble: null,
    accounts: 1,
    doors: 3,
    waiting: [],
    held: [],
    sites: [{ name: 'Hotel', doors: 3, frozenUntil: null }],
    ...change,
  }
}
const causes = (change: Partial<StandstillFacts>) =>
  listStandstills(facts(change), NOW).map((one) => [one.because, one.isTotal])

describe('listStandstills', () => {
  it('while all is well, finds none', () => {
    expect(causes({})).toEqual([])
  })

  it.each(['vault_locked', 'stopped'] as const)('of a %s engine, says that nothing runs', (engine) => {
    expect(causes({ engine })).toEqual([[engine, true]])
  })

  it('of a store that takes no writes, keeps its code and since when', () => {
    const trouble = { code: 'SQLITE_FULL', since: NOW }
    expect(listStandstills(facts({ trouble }), NOW)).toEqual([
      { because: 'store_full', isTotal: true, since: NOW, until: null, count: 0, detail: 'SQLITE_FULL' },
    ])
  })

  it('without an account, is one only where doors wait for it', () => {
    expect(causes({ accounts: 0 })).toEqual([['no_account', true]])
    expect(causes({ accounts: 0, doors: 0 })).toEqual([])
  })

  it('of jobs that wait for an account, is total where there is no other account', () => {
    const waiting = [{ reason: 'not_signed_in', jobs: 2, since: NOW }] as const
    expect(causes({ waiting })).toEqual([['not_signed_in', true]])
    expect(causes({ waiting, accounts: 2 })).toEqual([['not_signed_in', false]])
  })

  it('of jobs that wait for one lock, is none', () => {
    expect(causes({ waiting: [{ reason: 'gateway_offline', jobs: 2, since: NOW }] })).toEqual([])
  })

  it('of a frozen site, is total only when no other site has doors', () => {
    const hotel = { name: 'Hotel', doors: 3, frozenUntil: LATER }
    expect(causes({ sites: [hotel, { name: 'New', doors: 0, frozenUntil: null }] })).toEqual([
      ['frozen', true],
    ])
    expect(causes({ sites: [hotel, { name: 'Annex', doors: 1, frozenUntil: null }] })).toEqual([
      ['frozen', false],
    ])
    expect(causes({ sites: [{ ...hotel, frozenUntil: NOW }] })).toEqual([])
  })

  it('of several, puts what stops everything first', () => {
    const sites = [
      { name: 'Hotel', doors: 3, frozenUntil: LATER },
      { name: 'Annex', doors: 1, frozenUntil: null },
    ]
    const held = [
      { by: 'pause', jobs: 1 },
      { by: 'clock', jobs: 2 },
    ]
    expect(causes({ sites, held })).toEqual([
      ['clock', true],
      ['pause', false],
      ['frozen', false],
    ])
  })
})
