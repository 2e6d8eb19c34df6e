import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPacer } from './rateLimit.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createPacer', () => {
  it('with more calls than the limit, holds the rest back until the stretch has passed', async () => {
    const pacer = createPacer({ calls: 2, perMs: 1_000 })
    const passed: number[] = []
    for (const call of [1, 2, 3]) void pacer.turn(null).then(() => passed.push(call))
    await vi.advanceTimersByTimeAsync(900)
    expect(passed).toEqual([1, 2])

    await vi.advanceTimersByTimeAsync(200)
    expect(passed).toEqual([1, 2, 3])
    pacer.close()
  })

  it('keeps some distance from the limit, since calls may be held up on the way', async () => {
    const pacer = createPacer({ calls: 1, perMs: 1_000 })
    let hasPassed = false
    await pacer.turn(null)
    void pacer.turn(null).then(() => {
      hasPassed = true
    })
    await vi.advanceTimersByTimeAsync(1_020)
    expect(hasPassed).toBe(false)

    await vi.advanceTimersByTimeAsync(20)
    expect(hasPassed).toBe(true)
    pacer.close()
  })

  it('with a signal while waiting, gives the turn up', async () => {
    const pacer = createPacer({ calls: 1, perMs: 1_000 })
    const stop = new AbortController()
    await pacer.turn(null)
    const waiting = pacer.turn(stop.signal)
    stop.abort()

    await expect(waiting).resolves.toBe(false)
    pacer.close()
  })

  it('closed, lets nobody through any more', async () => {
    const pacer = createPacer({ calls: 1, perMs: 1_000 })
    await pacer.turn(null)
    const waiting = pacer.turn(null)
    pacer.close()

    await expect(waiting).resolves.toBe(false)
    await expect(pacer.turn(null)).resolves.toBe(false)
  })
})
