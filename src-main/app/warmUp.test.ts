import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createWarmUp } from './warmUp.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('the warm-up, when the window is shown more than once, begins once', () => {
  const work = vi.fn()
  const warmUp = createWarmUp(work)
  expect(work).not.toHaveBeenCalled()
  warmUp.begin()
  warmUp.begin()
  vi.runAllTimers()
  expect(work).toHaveBeenCalledTimes(1)
})

it('the warm-up, when no window ever comes up, begins all the same', () => {
  const work = vi.fn()
  createWarmUp(work)
  vi.advanceTimersByTime(5_000)
  expect(work).toHaveBeenCalledTimes(1)
})
