import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLanes, type LaneRest, type Lanes } from './lanes.ts'

/** A command whose end the test decides; `started` tells that it holds its lanes. */
function command(
  lanes: Lanes,
  keys: readonly string[],
  { signal = null, rank = 0 }: { readonly signal?: AbortSignal | null; readonly rank?: number } = {},
) {
  const state = { started: false }
  let end: (rests: readonly LaneRest[]) => void = () => undefined
  const done = lanes.run(
    () => keys,
    () => {
      state.started = true
      return new Promise<{ value: string; rests: readonly LaneRest[] }>((resolve) => {
        end = (rests) => resolve({ value: 'done', rests })
      })
    },
    { signal, rank },
  )
  return { state, done, end: (rests: readonly LaneRest[] = []) => end(rests) }
}

const spacing = (key: string): LaneRest => ({ key, ms: 2_000, isBusyRest: false })
const busyRest = (key: string): LaneRest => ({ key, ms: 30_000, isBusyRest: true })
const settle = () => vi.advanceTimersByTimeAsync(0)

let lanes: Lanes
beforeEach(() => {
  vi.useFakeTimers()
  lanes = createLanes()
})
afterEach(() => {
  lanes.close()
  vi.useRealTimers()
})

describe('createLanes', () => {
  it('with two commands on one lane, runs them one after the other with the spacing between', async () => {
    const first = command(lanes, ['gateway:1'])
    const second = command(lanes, ['gateway:1'])
    await settle()
    expect([first.state.started, second.state.started]).toEqual([true, false])

    first.end([spacing('gateway:1')])
    await vi.advanceTimersByTimeAsync(1_999)
    expect(second.state.started).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(second.state.started).toBe(true)
  })

  it('with others still busy on them, begins nothing before these have ended, however they end', async () => {
    for (const end of ['resolve', 'reject'] as const) {
      let endOthers: () => void = () => undefined
      const others = new Promise<void>((resolve, reject) => {
        endOthers = end === 'resolve' ? resolve : () => reject(new Error('cut off'))
      })
      const own = createLanes(others)
      const first = command(own, ['a'])
      const stopped = new AbortController()
      const second = command(own, ['b'], { signal: stopped.signal })
      await settle()
      expect([first.state.started, second.state.started]).toEqual([false, false])
      stopped.abort()
      expect(await second.done).toEqual({ ran: false })
      endOthers()
      await settle()
      expect(first.state.started).toBe(true)
      own.close()
    }
  })

  it('with commands waiting, begins those of a lower rank first, and equal ones in the order of the asking', async () => {
    const running = command(lanes, ['a'], { rank: 2 })
    const ranks = [2, 1, 2, 0, 1]
    const waiting = ranks.map((rank) => command(lanes, ['a'], { rank }))
    const order: number[] = []
    await settle()
    running.end()
    for (let turn = 0; turn < ranks.length; turn += 1) {
      await settle()
      const index = waiting.findIndex((each, at) => each.state.started && !order.includes(at))
      order.push(index)
      waiting[index]?.end()
    }

    expect(order).toEqual([3, 1, 4, 0, 2])
  })

  it('with a command on all gateways of a lock, holds each of them', async () => {
    const both = command(lanes, ['gateway:1', 'gateway:2'])
    const one = command(lanes, ['gateway:1'])
    const two = command(lanes, ['gateway:2'])
    const three = command(lanes, ['gateway:3'])
    await settle()
    expect([one, two, three].map((other) => other.state.started)).toEqual([false, false, true])

    both.end()
    await settle()
    expect([one, two].map((other) => other.state.started)).toEqual([true, true])
  })

  it('with a lane resting after a busy answer, lets no other lane wait', async () => {
    const first = command(lanes, ['gateway:1'])
    await settle()
    first.end([busyRest('gateway:1')])
    await settle()
    const onBoth = command(lanes, ['gateway:1', 'gateway:2'])
    const onTwo = command(lanes, ['gateway:2'])
    await settle()
    expect([onBoth.state.started, onTwo.state.started]).toEqual([false, true])

    onTwo.end()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(onBoth.state.started).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(onBoth.state.started).toBe(true)
  })

  it('with a command that needs two lanes, is not overtaken for ever by those that need one', async () => {
    const running = command(lanes, ['gateway:1'])
    await settle()
    const onBoth = command(lanes, ['gateway:1', 'gateway:2'])
    const later = command(lanes, ['gateway:2'])
    await settle()
    expect(later.state.started).toBe(false)

    running.end()
    await settle()
    expect([onBoth.state.started, later.state.started]).toEqual([true, false])
  })

  it('with a command that has others before it on one lane, lets its other lane be used meanwhile', async () => {
    const hanging = command(lanes, ['gateway:1'])
    const next = command(lanes, ['gateway:1'])
    const onBoth = command(lanes, ['gateway:1', 'gateway:2'])
    const later = command(lanes, ['gateway:2'])
    await settle()
    expect([onBoth.state.started, later.state.started]).toEqual([false, true])

    hanging.end()
    later.end()
    await settle()
    const last = command(lanes, ['gateway:2'])
    await settle()
    // Now it is the next one on both, and keeps the free one.
    expect([next.state.started, onBoth.state.started, last.state.started]).toEqual([true, false, false])
    next.end()
    await settle()
    expect([onBoth.state.started, last.state.started]).toEqual([true, false])
  })

  it('with a command that is given up while it keeps a lane free, lets the next one have it at once', async () => {
    const stop = new AbortController()
    const running = command(lanes, ['gateway:1'])
    const onBoth = command(lanes, ['gateway:1', 'gateway:2'], { signal: stop.signal })
    const later = command(lanes, ['gateway:2'])
    await settle()
    expect(later.state.started).toBe(false)

    stop.abort()
    await settle()
    expect(later.state.started).toBe(true)
    await expect(onBoth.done).resolves.toEqual({ ran: false })
    running.end()
  })

  it('with commands that wait for one another in a row, does not let one lane hold up all', async () => {
    const hanging = command(lanes, ['1'])
    const chain = [command(lanes, ['1', '2']), command(lanes, ['2', '3']), command(lanes, ['3', '4'])]
    await settle()

    expect(chain.map((each) => each.state.started)).toEqual([false, false, true])
    hanging.end()
  })

  it('for any commands, runs each once, never two on a lane, and none for ever behind later ones', async () => {
    const anyKeys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 })
    const anyCommand = fc.record({
      // Other ones from a later moment on.
      keys: anyKeys,
      laterKeys: anyKeys,
      laterAtMs: fc.integer({ min: 0, max: 400 }),
      atMs: fc.integer({ min: 0, max: 200 }),
      forMs: fc.integer({ min: 1, max: 50 }),
      restMs: fc.constantFrom(0, 5, 40),
      isBusyRest: fc.boolean(),
      rank: fc.integer({ min: 0, max: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 1, maxLength: 30 }), async (commands) => {
        const own = createLanes()
        const beganAtMs = Date.now()
        const held = new Set<string>()
        const started: number[] = []
        let collisions = 0
        const all = commands.map(async (each, index) => {
          const { atMs, forMs, restMs, isBusyRest, rank } = each
          await new Promise((pass) => setTimeout(pass, atMs))
          await own.run(
            () => (Date.now() - beganAtMs < each.laterAtMs ? each.keys : each.laterKeys),
            async (keys) => {
              started.push(index)
              if (keys.some((key) => held.has(key))) collisions++
              for (const key of keys) held.add(key)
              await new Promise((pass) => setTimeout(pass, forMs))
              for (const key of keys) held.delete(key)
              return { value: null, rests: keys.map((key) => ({ key, ms: restMs, isBusyRest })) }
            },
            { signal: null, rank },
          )
        })
        await vi.runAllTimersAsync()
        await Promise.all(all)
        expect(collisions).toBe(0)
        expect([...started].sort((a, b) => a - b)).toEqual(commands.map((_command, index) => index))
      }),
      { numRuns: 60 },
    )
  })

  it('with a stream of commands on one lane, lets one that needs two have its turn', async () => {
    const order: string[] = []
    const one = (key: string, name: string, ms: number) =>
      lanes.run(
        () => key.split(','),
        async () => {
          order.push(name)
          await new Promise((pass) => setTimeout(pass, ms))
          return { value: null, rests: [] }
        },
        { signal: null, rank: 0 },
      )
    const all = [one('a', 'first', 30), one('a', 'second', 30), one('a,b', 'both', 10)]
    for (let index = 0; index < 40; index++) {
      all.push(one('b', `later ${index}`, 4), one('a', `also ${index}`, 4))
    }
    await vi.runAllTimersAsync()
    await Promise.all(all)

    // It waits for the two before it, and for one that was on the other lane when its turn came.
    const passed = order.slice(0, order.indexOf('both'))
    expect(passed.filter((name) => name.startsWith('also'))).toEqual([])
    expect(passed.filter((name) => name.startsWith('later')).length).toBeLessThanOrEqual(60 / 4)
  })

  it('with crossing lanes, never locks up', async () => {
    const commands = [
      command(lanes, ['a', 'b']),
      command(lanes, ['b', 'c']),
      command(lanes, ['c', 'a']),
      command(lanes, ['b', 'a', 'c']),
    ]
    for (const running of commands) {
      await settle()
      expect(running.state.started).toBe(true)
      running.end()
    }
    await expect(Promise.all(commands.map((each) => each.done))).resolves.toHaveLength(4)
  })

  it('with a signal before its turn, leaves the queue and lets the next one pass', async () => {
    const stop = new AbortController()
    const running = command(lanes, ['a'])
    const waiting = command(lanes, ['a'], { signal: stop.signal })
    const next = command(lanes, ['a'])
    stop.abort()
    await expect(waiting.done).resolves.toEqual({ ran: false })

    running.end()
    await settle()
    expect(next.state.started).toBe(true)
  })

  it('with a command that throws, frees its lanes', async () => {
    const failing = lanes.run(
      () => ['a'],
      () => Promise.reject(new Error('bug')),
      { signal: null, rank: 0 },
    )
    await expect(failing).rejects.toThrow('bug')

    const next = command(lanes, ['a'])
    await settle()
    expect(next.state.started).toBe(true)
  })

  it('closed, sends away those that wait', async () => {
    command(lanes, ['a'])
    const waiting = command(lanes, ['a'])
    lanes.close()

    await expect(waiting.done).resolves.toEqual({ ran: false })
    await expect(command(lanes, ['z']).done).resolves.toEqual({ ran: false })
  })
})
