import { describe, expect, it } from 'vitest'
import { type OpenSchedule, weekText } from './openSchedule.ts'
import { scheduleWords } from './scheduleWords.ts'

describe('a week in words', () => {
  it.each<[string, OpenSchedule]>([
    ['never', []],
    ['Mon–Fri 08:00–18:00', [{ weekDays: [1, 2, 3, 4, 5], startMinute: 480, endMinute: 1_080 }]],
    ['every day all day', [{ weekDays: [1, 2, 3, 4, 5, 6, 7], startMinute: 0, endMinute: 1_440 }]],
    ['Mon and Tue 22:00–24:00', [{ weekDays: [1, 2], startMinute: 1_320, endMinute: 1_439 }]],
    ['Mon, Wed and Fri–Sun 09:00–10:05', [{ weekDays: [1, 3, 5, 6, 7], startMinute: 540, endMinute: 605 }]],
    [
      'Mon 08:00–12:00 and 13:00–18:00, Tue 08:00–18:00',
      [
        { weekDays: [1, 2], startMinute: 480, endMinute: 720 },
        { weekDays: [1, 2], startMinute: 780, endMinute: 1_080 },
        { weekDays: [2], startMinute: 720, endMinute: 780 },
      ],
    ],
    ['Sat 22:00–06:00', [{ weekDays: [6], startMinute: 1_320, endMinute: 360 }]],
  ])('is “%s”', (words, schedule) => {
    expect(scheduleWords(weekText(schedule))).toBe(words)
  })
})
