import { describe, expect, it } from 'vitest'
import { placeWindow } from './windowState.ts'

const sizes = { width: 1_280, height: 820, minWidth: 940, minHeight: 600 }
const left = { x: 0, y: 0, width: 1_920, height: 1_080 }
const right = { x: 1_920, y: 0, width: 2_560, height: 1_440 }
const saved = (x: number, y: number, isMaximized = false) => ({
  bounds: { x, y, width: 1_200, height: 800 },
  isMaximized,
})

describe('window placement', () => {
  it('without a kept place uses the usual size and leaves the place to the system', () => {
    expect(placeWindow(null, { workAreas: [left], sizes })).toEqual({
      width: 1_280,
      height: 820,
      isMaximized: false,
    })
  })

  it('on the second display is kept while that display is there', () => {
    expect(placeWindow(saved(2_000, 100), { workAreas: [left, right], sizes })).toEqual({
      x: 2_000,
      y: 100,
      width: 1_200,
      height: 800,
      isMaximized: false,
    })
  })

  it('on a display that was unplugged keeps the size alone', () => {
    expect(placeWindow(saved(2_000, 100, true), { workAreas: [left], sizes })).toEqual({
      width: 1_200,
      height: 800,
      isMaximized: true,
    })
  })

  it.each([
    ['title bar above the screen', 100, -30],
    ['title bar below the screen', 100, 1_060],
    ['almost all of it to the right', 1_850, 100],
    ['almost all of it to the left', -1_150, 100],
  ])('with the %s is not kept', (_name, x, y) => {
    expect(placeWindow(saved(x, y), { workAreas: [left], sizes })).not.toHaveProperty('x')
  })

  it('shrinks to a smaller display but never below the minimum', () => {
    const small = { x: 0, y: 0, width: 1_024, height: 500 }
    expect(placeWindow(saved(0, 0), { workAreas: [small], sizes })).toMatchObject({
      width: 1_024,
      height: 600,
    })
  })
})
