import { describe, expect, it } from 'vitest'
import { draftOf, scheduleOf, UNDECIDED } from './scheduleDraft.ts'

describe('the form of an open schedule', () => {
  it.each([
    ['of never', []],
    [
      'of two periods',
      [
        { weekDays: [1, 2], startMinute: 480, endMinute: 1_080 },
        { weekDays: [6], startMinute: 0, endMinute: 720 },
      ],
    ],
    ['until midnight', [{ weekDays: [5], startMinute: 1_080, endMinute: 1_440 }]],
    ['of a whole day', [{ weekDays: [7], startMinute: 0, endMinute: 1_440 }]],
  ])('%s, gives back what it was made of', (_what, periods) => {
    expect(scheduleOf(draftOf(periods))).toEqual(periods)
  })

  it('as it is at first, decides nothing', () => {
    expect(scheduleOf(UNDECIDED)).toBeUndefined()
  })

  it('with a time that is none, gives a minute that main refuses', () => {
    expect(scheduleOf({ choice: 'weekly', rows: [{ days: ['1'], from: '', to: '25:00' }] })).toEqual([
      { weekDays: [1], startMinute: -1, endMinute: -1 },
    ])
  })
})
