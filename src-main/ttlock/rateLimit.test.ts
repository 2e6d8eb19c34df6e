import fc from 'fast-check'
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

  it('with calls of several ranks waiting, lets the lowest through first, and equal ones in their order', async () => {
    const pacer = createPacer({ calls: 1, perMs: 100 })
    const passed: string[] = []
    const ask = (call: string, rank: number) => pacer.turn(null, rank).then(() => passed.push(call))
    void ask('at once', 2)
    void ask('check', 2)
    void ask('click', 0)
    void ask('command', -1)
    void ask('second click', 0)
    await vi.advanceTimersByTimeAsync(600)

    expect(passed).toEqual(['at once', 'command', 'click', 'second click', 'check'])
    pacer.close()
  })

  it('with a start that has come free unnoticed, lets nobody pass who came after those that wait', async () => {
    const pacer = createPacer({ calls: 1, perMs: 100 })
    const passed: string[] = []
    const ask = (call: string) => pacer.turn(null).then(() => passed.push(call))
    await ask('first')
    void ask('waiting')
    // The process was busy with other things: the time is over, and no timer has come yet.
    const late = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 200)
    void ask('newcomer')
    late.mockRestore()
    await vi.advanceTimersByTimeAsync(400)

    expect(passed).toEqual(['first', 'waiting', 'newcomer'])
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

  it('with calls at any moments, keeps every stretch within the limit, their order, and waits no longer than for that', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (pauses, calls) => {
          const pacer = createPacer({ calls, perMs: 1_000 })
          const asked: number[] = []
          const started: { readonly call: number; readonly atMs: number }[] = []
          for (const [call, pause] of pauses.entries()) {
            await vi.advanceTimersByTimeAsync(pause)
            asked.push(performance.now())
            void pacer.turn(null).then(() => started.push({ call, atMs: performance.now() }))
          }
          await vi.advanceTimersByTimeAsync(1_041 * pauses.length)
          pacer.close()
          expect(started.map(({ call }) => call)).toEqual([...pauses.keys()])
          for (const [index, { atMs }] of started.entries()) {
            const before = started[index - calls]?.atMs ?? Number.NEGATIVE_INFINITY
            expect(atMs - before).toBeGreaterThanOrEqual(1_040)
            expect(atMs).toBeLessThanOrEqual(Math.max(asked[index] ?? 0, before + 1_041))
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('with a signal of one that waits, passes its turn to the next', async () => {
    const pacer = createPacer({ calls: 1, perMs: 1_000 })
    const stop = new AbortController()
    await pacer.turn(null)
    const [first, second] = [pacer.turn(stop.signal), pacer.turn(null)]
    stop.abort()
    await vi.advanceTimersByTimeAsync(1_041)

    await expect(Promise.all([first, second])).resolves.toEqual([false, true])
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
