import { describe, expect, it } from 'vitest'
import { PERMANENT } from '../code/codeWindow.ts'
import { type CodeOnLock, codeStanding, type StandingFacts } from './codeStanding.ts'

const NOW_MS = Date.parse('2026-02-05T12:00:00.000Z')
const HOUR_MS = 3_600_000

const until = (hours: number) =>
  ({ kind: 'period', startMs: NOW_MS - HOUR_MS, endMs: NOW_MS + hours * HOUR_MS }) as const
const asDecided: CodeOnLock = { status: 'settled', window: until(2), hasItsPin: true }

function standingOf(facts: Partial<StandingFacts>) {
  return codeStanding({ wanted: [until(2)], onLock: asDecided, receipt: 'proven', nowMs: NOW_MS, ...facts })
}

describe('the standing of a code on a door', () => {
  it('that the last list shows as decided, is that it works now', () => {
    expect(standingOf({})).toEqual({ kind: 'works_now' })
    expect(standingOf({ wanted: [PERMANENT, until(2)] })).toEqual({ kind: 'works_now' })
    expect(standingOf({ onLock: { ...asDecided, status: 'as_before' } })).toEqual({ kind: 'works_now' })
  })

  it('that opens later, names the moment', () => {
    const startMs = NOW_MS + HOUR_MS
    const window = { kind: 'period', startMs, endMs: startMs + HOUR_MS } as const
    expect(standingOf({ wanted: [window], onLock: { ...asDecided, window } })).toEqual({
      kind: 'will_work_from',
      fromMs: startMs,
    })
  })

  it.each<[string, Partial<StandingFacts>, string]>([
    ['was never put there', { receipt: 'none', onLock: null }, 'not_put_yet'],
    ['the last list does not show', { onLock: null }, 'not_listed'],
    ['the provider could not put there', { onLock: { ...asDecided, status: 'not_on_lock' } }, 'not_listed'],
    ['is still on its way', { onLock: { ...asDecided, status: 'under_way' } }, 'under_way'],
    ['has other digits there', { onLock: { ...asDecided, hasItsPin: false } }, 'other_pin'],
    ['has other times there', { onLock: { ...asDecided, window: until(1) } }, 'other_times'],
    [
      'has times of another kind there',
      { onLock: { ...asDecided, window: { kind: 'other', codeType: 5 } } },
      'other_times',
    ],
    ['is listed as invalid', { onLock: { ...asDecided, status: 'expired_or_invalid' } }, 'listed_as_invalid'],
    ['was sent and never shown', { receipt: 'unconfirmed' }, 'unconfirmed'],
    ['ends before it begins', { wanted: null }, 'backwards_window'],
  ])('that %s, is not proven', (_situation, facts, because) => {
    expect(standingOf(facts)).toEqual({ kind: 'not_proven', because })
  })

  it('that is over, tells whether the lock still holds it', () => {
    expect(standingOf({ wanted: 'over' })).toEqual({ kind: 'on_lock_still' })
    expect(standingOf({ wanted: 'over', onLock: null })).toEqual({ kind: 'ended' })
    expect(standingOf({ wanted: 'over', onLock: { ...asDecided, status: 'not_on_lock' } })).toEqual({
      kind: 'ended',
    })
  })
})
