import { describe, expect, it } from 'vitest'
import { listStandstills, type StandstillFacts } from './standstill.ts'

const NOW = '2026-02-05T16:28:00.000Z'
const LATER = '2026-02-05T18:00:00.000Z'

function facts(change: Partial<StandstillFacts> = {}): StandstillFacts {
  return {
    engine: 'running',
    trouble: null,
    accounts: 1,
    isOffline: false,
    doors: 3,
    waiting: [],
    held: [],
    sites: [site()],
    ...change,
  }
}
function site(change: Partial<StandstillFacts['sites'][number]> = {}) {
  return { name: 'Hotel', doors: 3, frozenUntil: null, pausedUntil: [], closed: null, ...change }
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

  it('without a network, is one before any job met it, and the same one after', () => {
    expect(listStandstills(facts({ isOffline: true }), NOW)).toEqual([
      { because: 'no_network', isTotal: true, since: null, until: null, count: 0, detail: null },
    ])
    const waiting = [{ reason: 'no_network', jobs: 2, since: NOW }] as const
    expect(listStandstills(facts({ isOffline: true, waiting }), NOW)).toMatchObject([
      { because: 'no_network', count: 2, since: NOW },
    ])
    expect(causes({ isOffline: true, accounts: 0, doors: 0 })).toEqual([])
  })

  it('of jobs that wait for one lock, is none', () => {
    expect(causes({ waiting: [{ reason: 'gateway_offline', jobs: 2, since: NOW }] })).toEqual([])
  })

  it('of a frozen site, is total only when no other site has doors', () => {
    const hotel = site({ frozenUntil: LATER })
    expect(causes({ sites: [hotel, site({ name: 'New', doors: 0 })] })).toEqual([['frozen', true]])
    expect(causes({ sites: [hotel, site({ name: 'Annex' })] })).toEqual([['frozen', false]])
    expect(causes({ sites: [site({ frozenUntil: NOW })] })).toEqual([])
  })

  it('of a paused door that no job waits for, is one, until the last pause ends, and total when nothing else is left', () => {
    const annex = site({ name: 'Annex', doors: 2, pausedUntil: [LATER, NOW] })
    expect(listStandstills(facts({ sites: [site(), annex] }), NOW)).toEqual([
      { because: 'pause', isTotal: false, since: null, until: LATER, count: 1, detail: null },
    ])
    const wholly = site({ name: 'Annex', doors: 2, pausedUntil: [LATER, LATER] })
    expect(causes({ sites: [wholly] })).toEqual([['pause', true]])
    expect(causes({ sites: [wholly, site({ frozenUntil: LATER })] })).toEqual([
      ['frozen', true],
      ['pause', true],
    ])
    expect(causes({ sites: [site({ pausedUntil: [NOW] })] })).toEqual([])
  })

  it('of sites outside their hours, tells which, how many doors and when the first one opens, and is never total', () => {
    const closed = [
      site({ closed: { until: LATER } }),
      site({ name: 'Annex', doors: 1, closed: { until: null } }),
    ]
    expect(listStandstills(facts({ sites: closed }), NOW)).toEqual([
      { because: 'hours', isTotal: false, since: null, until: LATER, count: 4, detail: 'Hotel, Annex' },
    ])
  })

  it('of several, puts what stops everything first', () => {
    const sites = [site({ frozenUntil: LATER }), site({ name: 'Annex', doors: 2, pausedUntil: [LATER] })]
    expect(causes({ sites, held: [{ by: 'clock', jobs: 2 }] })).toEqual([
      ['clock', true],
      ['frozen', false],
      ['pause', false],
    ])
  })
})
