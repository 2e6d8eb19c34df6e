import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatClock,
  formatCountdown,
  formatDuration,
  formatFullMoment,
  formatMoment,
  instantToWallTime,
  listZones,
  wallTimeToInstant,
  zoneMark,
} from './time.ts'

const nowMs = Date.parse('2026-02-05T18:00:00.000Z')

describe('formatMoment', () => {
  it('says today with milliseconds when the moment falls on the same day at the site', () => {
    const text = formatMoment({
      iso: '2026-02-05T16:28:59.420Z',
      zone: 'America/Chicago',
      nowMs,
      isPrecise: true,
    })
    expect(text).toBe('today 10:28:59.420')
  })

  it('says yesterday by the site calendar, not by UTC', () => {
    expect(formatMoment({ iso: '2026-02-05T05:30:00Z', zone: 'America/Chicago', nowMs })).toBe(
      'yesterday 23:30',
    )
  })

  it('names the year when it is another one', () => {
    expect(formatMoment({ iso: '2027-01-04T12:00:00Z', zone: 'UTC', nowMs })).toBe('4 Jan 2027 12:00')
  })
})

describe('formatMoment, beside the calendar of luxon', () => {
  it('says the same of any moment in any zone', () => {
    const moments = fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2110-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    const zones = fc.constantFrom(...listZones())
    fc.assert(
      fc.property(moments, fc.integer({ min: -3, max: 3 }), zones, (date, days, zone) => {
        const now = DateTime.fromMillis(date.getTime(), { zone, locale: 'en' }).plus({ days })
        const moment = DateTime.fromMillis(date.getTime(), { zone, locale: 'en' })
        const near = { 0: 'today', [-1]: 'yesterday', 1: 'tomorrow' } as Record<number, string>
        const distance = moment.startOf('day').diff(now.startOf('day'), 'days').days
        const day = near[distance] ?? moment.toFormat(moment.year === now.year ? 'd LLL' : 'd LLL yyyy')
        expect(formatMoment({ iso: date.toISOString(), zone, nowMs: now.toMillis(), isPrecise: true })).toBe(
          `${day} ${moment.toFormat('HH:mm:ss.SSS')}`,
        )
      }),
    )
  })

  it('leaves what is no time, or in no zone, as it is', () => {
    expect(formatMoment({ iso: 'soon', zone: 'UTC', nowMs })).toBe('soon')
    expect(formatMoment({ iso: '2026-02-05T16:28:59.420Z', zone: 'Moon/Base', nowMs })).toBe(
      '2026-02-05T16:28:59.420Z',
    )
  })
})

describe('zoneMark', () => {
  const [winter, summer] = ['2026-02-05T16:28:59.420Z', '2026-07-05T16:28:59.420Z']

  it('says nothing where the clock of the site is that of this PC at that moment', () => {
    expect(zoneMark(winter, 'Europe/Lisbon', 'Europe/Lisbon')).toBeNull()
    expect(zoneMark(winter, 'Europe/Lisbon', 'Europe/London')).toBeNull()
    expect(zoneMark(winter, 'Europe/Lisbon', 'UTC')).toBeNull()
  })

  it('names another clock by its distance to Greenwich, in summer that of summer', () => {
    expect(zoneMark(winter, 'Asia/Tokyo', 'Europe/Lisbon')).toBe('GMT+9')
    expect(zoneMark(winter, 'Asia/Kolkata', 'UTC')).toBe('GMT+5:30')
    expect(zoneMark(summer, 'Europe/Lisbon', 'UTC')).toBe('GMT+1')
    expect(zoneMark(winter, 'Europe/Lisbon', 'Asia/Tokyo')).toBe('GMT')
  })

  it('of a zone that nobody knows says nothing', () => {
    expect(zoneMark(winter, 'Moon/Base', 'UTC')).toBeNull()
  })
})

describe('formatClock', () => {
  it('shows milliseconds by the clock of the site', () => {
    expect(formatClock('2026-02-05T16:28:59.008Z', 'America/Chicago')).toBe('10:28:59.008')
  })

  it('writes midnight as 00, not as 24', () => {
    expect(formatClock('2026-02-05T23:00:00.000Z', 'Europe/Berlin')).toBe('00:00:00.000')
  })

  it('leaves what is no time as it is', () => {
    expect(formatClock('soon', 'UTC')).toBe('soon')
  })
})

describe('formatFullMoment', () => {
  it('gives the zone and UTC side by side', () => {
    expect(formatFullMoment('2026-02-05T16:28:59.888Z', 'America/Chicago')).toBe(
      'Thu 5 Feb 2026 10:28:59.888 America/Chicago · 2026-02-05 16:28:59.888 UTC',
    )
  })

  it('in UTC says it once', () => {
    expect(formatFullMoment('2026-02-05T16:28:59.888Z', 'UTC')).toBe('Thu 5 Feb 2026 16:28:59.888 UTC')
  })
})

describe('formatDuration', () => {
  it.each([
    [38, '38 ms'],
    [1203, '1.2 s'],
    [41_000, '41 s'],
    [125_000, '2 min 5 s'],
    [3_840_000, '1 h 4 min'],
    [183_600_000, '2 d 3 h'],
  ])('writes %i ms as %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected)
  })
})

describe('formatAgo', () => {
  it('rounds to minutes within the hour', () => {
    expect(formatAgo('2026-02-05T17:58:00Z', nowMs)).toBe('2 min ago')
  })
})

describe('formatCountdown', () => {
  it('rounds a begun minute up', () => {
    expect(formatCountdown('2026-02-05T18:40:10Z', nowMs)).toBe('41 min')
  })

  it('is null once the time has passed', () => {
    expect(formatCountdown('2026-02-05T17:59:59Z', nowMs)).toBeNull()
  })
})

describe('wall time at the site', () => {
  it('turns the clock on the wall into an instant across the zone', () => {
    expect(wallTimeToInstant('2026-07-01 11:00:00', 'Europe/Berlin')).toBe('2026-07-01T09:00:00.000Z')
  })

  it('comes back as the same clock', () => {
    expect(instantToWallTime('2026-07-01T09:00:00.000Z', 'Europe/Berlin')).toBe('2026-07-01 11:00:00')
  })

  it('refuses what is no time', () => {
    expect(wallTimeToInstant('soon', 'Europe/Berlin')).toBeNull()
  })
})
