import { describe, expect, it } from 'vitest'
import { toDraft, toRange } from './hoursDraft.ts'

describe('a row of enforcement hours', () => {
  it.each([
    [
      'by day',
      { days: [1, 5], fromMinute: 480, toMinute: 1_200 },
      { days: ['1', '5'], from: '08:00', to: '20:00' },
    ],
    [
      'past midnight',
      { days: [6], fromMinute: 1_320, toMinute: 360 },
      { days: ['6'], from: '22:00', to: '06:00' },
    ],
    [
      'to the end of the day',
      { days: [7], fromMinute: 0, toMinute: 1_440 },
      { days: ['7'], from: '00:00', to: '00:00' },
    ],
  ])('%s, reads and writes the same', (_what, range, draft) => {
    expect(toDraft(range)).toEqual(draft)
    expect(toRange(draft)).toEqual(range)
  })

  it('with something that is no time, names a minute that main refuses', () => {
    expect(toRange({ days: [], from: '', to: '25:00' })).toEqual({ days: [], fromMinute: -1, toMinute: -1 })
  })
})
