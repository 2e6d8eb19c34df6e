import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { type HoursRange, isWithinHours, nextOpeningMs } from './enforcementHours.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const WORKDAYS = [1, 2, 3, 4, 5]
const range = (days: readonly number[], from: string, to: string): HoursRange => ({
  days,
  fromMinute: minutes(from),
  toMinute: minutes(to),
})
const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const at = (text: string, zone = 'Europe/Lisbon') => DateTime.fromISO(text, { zone }).toMillis()
const shown = (ms: number | null, zone = 'Europe/Lisbon') =>
  ms === null ? null : DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")

describe('the enforcement hours', () => {
  it('that are not set, are always open', () => {
    expect(isWithinHours(null, 'Europe/Lisbon', 0)).toBe(true)
    expect(nextOpeningMs(null, 'Europe/Lisbon', 7)).toBe(7)
  })

  it.each([
    ['the minute they open', '2026-06-01T09:00', true],
    ['the minute before', '2026-06-01T08:59', false],
    ['the last minute', '2026-06-01T17:59', true],
    ['the minute they end', '2026-06-01T18:00', false],
    ['a day that is not named', '2026-06-06T12:00', false],
  ])('of workdays, at %s, are right', (_when, moment, isOpen) => {
    expect(isWithinHours([range(WORKDAYS, '09:00', '18:00')], 'Europe/Lisbon', at(moment))).toBe(isOpen)
  })

  it('of workdays, on a Friday evening, open on Monday', () => {
    const hours = [range(WORKDAYS, '09:00', '18:00')]
    expect(shown(nextOpeningMs(hours, 'Europe/Lisbon', at('2026-06-05T19:00')))).toBe('2026-06-08T09:00')
  })

  it('that cross midnight, belong to the day on which they begin', () => {
    const hours = [range([5], '22:00', '06:00')]
    expect(isWithinHours(hours, 'Europe/Lisbon', at('2026-06-05T23:00'))).toBe(true)
    expect(isWithinHours(hours, 'Europe/Lisbon', at('2026-06-06T05:59'))).toBe(true)
    expect(isWithinHours(hours, 'Europe/Lisbon', at('2026-06-06T06:00'))).toBe(false)
    expect(isWithinHours(hours, 'Europe/Lisbon', at('2026-06-05T05:00'))).toBe(false)
    expect(shown(nextOpeningMs(hours, 'Europe/Lisbon', at('2026-06-06T06:00')))).toBe('2026-06-12T22:00')
  })

  it('of a Sunday night, reach into Monday', () => {
    expect(isWithinHours([range([7], '22:00', '06:00')], 'Europe/Lisbon', at('2026-06-08T03:00'))).toBe(true)
  })

  it('that begin in the hour the clock skips, open when it has jumped', () => {
    const hours = [range(WEEK, '01:30', '04:00')]
    // In Lisbon, 29 March 2026, the clock goes from 01:00 to 02:00.
    const opens = nextOpeningMs(hours, 'Europe/Lisbon', at('2026-03-29T00:10'))
    expect(shown(opens)).toBe('2026-03-29T02:00')
    expect(opens).toBe(Date.UTC(2026, 2, 29, 1, 0))
  })

  it('that lie wholly in the hour the clock skips, open the next day', () => {
    const hours = [range(WEEK, '01:10', '01:50')]
    expect(shown(nextOpeningMs(hours, 'Europe/Lisbon', at('2026-03-29T00:10')))).toBe('2026-03-30T01:10')
  })

  it('in the hour the clock shows twice, are open both times', () => {
    const hours = [range(WEEK, '01:00', '01:30')]
    // In Lisbon, 25 October 2026, 01:00 to 02:00 comes twice: at 00:00 and at 01:00 UTC.
    expect(isWithinHours(hours, 'Europe/Lisbon', Date.UTC(2026, 9, 25, 0, 10))).toBe(true)
    expect(isWithinHours(hours, 'Europe/Lisbon', Date.UTC(2026, 9, 25, 0, 40))).toBe(false)
    expect(isWithinHours(hours, 'Europe/Lisbon', Date.UTC(2026, 9, 25, 1, 10))).toBe(true)
  })

  it('of a site in another zone than the PC, go by the clock of the site', () => {
    const hours = [range(WEEK, '09:00', '17:00')]
    const nineInTokyo = Date.UTC(2026, 5, 1, 0, 0)
    expect(isWithinHours(hours, 'Asia/Tokyo', nineInTokyo)).toBe(true)
    expect(isWithinHours(hours, 'America/Los_Angeles', nineInTokyo)).toBe(false)
  })

  it('always open at the moment they name, and never before it', () => {
    const anyRange = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fromMinute: fc.integer({ min: 0, max: 1_439 }),
      toMinute: fc.integer({ min: 1, max: 1_440 }),
    })
    const zone = fc.constantFrom('Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 })
    fc.assert(
      fc.property(
        fc.array(anyRange, { minLength: 1, maxLength: 3 }),
        zone,
        moment,
        (hours, timezone, minute) => {
          const nowMs = minute * 60_000
          const opensMs = nextOpeningMs(hours, timezone, nowMs)
          if (opensMs === null) return
          expect(opensMs).toBeGreaterThanOrEqual(nowMs)
          expect(isWithinHours(hours, timezone, opensMs)).toBe(true)
          if (opensMs > nowMs) expect(isWithinHours(hours, timezone, opensMs - 60_000)).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})
