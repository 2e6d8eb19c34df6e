import { describe, expect, it } from 'vitest'
import { actInSteps, type Progress } from './inSteps.ts'

const ids = Array.from({ length: 25 }, (_, index) => index)

describe('actInSteps', () => {
  it('with many things, acts on all of them in order and tells each step', async () => {
    const steps: (readonly number[])[] = []
    const told: Progress[] = []
    const end = await actInSteps(
      ids,
      (some) => {
        steps.push(some)
        return Promise.resolve(some.length - 1)
      },
      { onProgress: (progress) => told.push(progress), isStopped: () => false },
    )
    expect(steps.flat()).toEqual(ids)
    expect(told.map((progress) => progress.handled)).toEqual([10, 20, 25])
    expect(end).toEqual({ handled: 25, total: 25, done: 22 })
  })

  it('when stopped, ends after the step at hand', async () => {
    let steps = 0
    const end = await actInSteps(
      ids,
      (some) => {
        steps++
        return Promise.resolve(some.length)
      },
      { onProgress: () => undefined, isStopped: () => steps === 1 },
    )
    expect(end).toEqual({ handled: 10, total: 25, done: 10 })
  })
})
