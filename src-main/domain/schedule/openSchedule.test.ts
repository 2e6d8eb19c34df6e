import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DAY_MINUTES,
  findScheduleFault,
  isSameSchedule,
  type OpenPeriod,
  type OpenSchedule,
  sortedSchedule,
} from './openSchedule.ts'

const office: OpenPeriod = { weekDays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1_080 }
const saturday: OpenPeriod = { weekDays: [6], startMinute: 540, endMinute: 720 }

const somePeriod: fc.Arbitrary<OpenPeriod> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    // Few different times, so that periods meet and touch.
    fc.constantFrom(0, 480, 720, 1_080, 1_439),
    fc.constantFrom(60, 480, 720, 1_080, DAY_MINUTES),
  )
  .filter(([, start, end]) => end > start)
  .map(([weekDays, startMinute, endMinute]) => ({ weekDays, startMinute, endMinute }))
const someSchedule = fc.array(somePeriod, { maxLength: 5 })

/** Minute by minute, without 23:59: some providers know no end of the day after it. */
function openMinutes(schedule: OpenSchedule): ReadonlySet<number> {
  const open = new Set<number>()
  for (const { weekDays, startMinute, endMinute } of schedule)
    for (const day of weekDays)
      for (let minute = startMinute; minute < Math.min(endMinute, DAY_MINUTES - 1); minute++)
        open.add(day * DAY_MINUTES + minute)
  return open
}

function isEqual(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((minute) => b.has(minute))
}

describe('a schedule compared with another', () => {
  it('is the same when the door stands open in the same minutes, for any two', () => {
    fc.assert(
      fc.property(someSchedule, someSchedule, (a, b) => {
        const isOnlyLastMinute = [...a, ...b].some(({ startMinute }) => startMinute === DAY_MINUTES - 1)
        fc.pre(!isOnlyLastMinute)
        expect(isSameSchedule(a, b)).toBe(isEqual(openMinutes(a), openMinutes(b)))
      }),
    )
  })

  it('is the same in whatever order its periods and days come', () => {
    fc.assert(
      fc.property(someSchedule, (schedule) => {
        const turned = schedule
          .map((period) => ({ ...period, weekDays: [...period.weekDays].reverse() }))
          .reverse()
        expect(isSameSchedule(schedule, turned)).toBe(true)
        expect(isSameSchedule(schedule, sortedSchedule(turned))).toBe(true)
      }),
    )
  })

  it.each<[string, OpenSchedule, OpenSchedule]>([
    [
      'cut in two where it touches',
      [
        { ...office, endMinute: 720 },
        { ...office, startMinute: 720 },
      ],
      [office],
    ],
    ['by days apart', [1, 2, 3, 4, 5].map((day) => ({ ...office, weekDays: [day] })), [office]],
    ['until 23:59 or midnight', [{ ...saturday, endMinute: 1_439 }], [{ ...saturday, endMinute: 1_440 }]],
    ['never, with a period on no day', [{ ...office, weekDays: [] }], []],
  ])('is the same, %s', (_name, a, b) => {
    expect(isSameSchedule(a, b)).toBe(true)
  })

  it.each<[string, OpenSchedule, OpenSchedule]>([
    ['a minute longer', [office], [{ ...office, endMinute: 1_081 }]],
    ['one day less', [office], [{ ...office, weekDays: [1, 2, 3, 4] }]],
    ['none at all', [office], []],
    ['past midnight as nobody here writes it', [{ ...office, startMinute: 1_320, endMinute: 360 }], []],
  ])('is another, %s', (_name, a, b) => {
    expect(isSameSchedule(a, b)).toBe(false)
  })
})

describe('a schedule in order', () => {
  it('is one and the same for any order, and stays as it is', () => {
    fc.assert(
      fc.property(
        someSchedule.chain((schedule) =>
          fc.tuple(fc.constant(schedule), fc.shuffledSubarray(schedule, { minLength: schedule.length })),
        ),
        ([schedule, shuffled]) => {
          const sorted = sortedSchedule(schedule)
          expect(sortedSchedule(shuffled)).toEqual(sorted)
          expect(sortedSchedule(sorted)).toEqual(sorted)
        },
      ),
    )
  })
})

describe('what a lock cannot be given', () => {
  it.each<[string, OpenSchedule, ReturnType<typeof findScheduleFault>]>([
    ['nothing, for two periods apart', [office, saturday], null],
    ['nothing, for periods that touch', [office, { ...office, startMinute: 1_080, endMinute: 1_200 }], null],
    ['nothing, for a day whole', [{ weekDays: [7], startMinute: 0, endMinute: 1_440 }], null],
    ['nothing, for never', [], null],
    ['six periods', Array(6).fill(saturday), { fault: 'too_many_periods', period: 5 }],
    ['no day', [office, { ...saturday, weekDays: [] }], { fault: 'period_without_days', period: 1 }],
    ['a day beyond Sunday', [{ ...saturday, weekDays: [8] }], { fault: 'unknown_day', period: 0 }],
    ['half a minute', [{ ...saturday, endMinute: 720.5 }], { fault: 'not_a_minute', period: 0 }],
    ['past the day', [{ ...saturday, endMinute: 1_441 }], { fault: 'not_a_minute', period: 0 }],
    [
      'over midnight',
      [{ ...office, startMinute: 1_320, endMinute: 360 }],
      { fault: 'period_backwards', period: 0 },
    ],
    ['an end at its start', [{ ...office, endMinute: 480 }], { fault: 'period_backwards', period: 0 }],
    [
      'an overlap on one day',
      [office, { ...saturday, weekDays: [5, 6] }],
      { fault: 'periods_overlap', period: 1 },
    ],
  ])('names %s', (_name, schedule, fault) => {
    expect(findScheduleFault(schedule)).toEqual(fault)
  })
})
