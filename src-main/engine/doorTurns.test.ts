import { describe, expect, it } from 'vitest'
import { takeDoorTurns } from './doorTurns.ts'

describe('takeDoorTurns', () => {
  /** Doors by name, each with its gateways; a door ends when it is told to. */
  function doors(gatewaysOf: Readonly<Record<string, readonly string[]>>) {
    const begun: string[] = []
    const end = new Map<string, () => void>()
    const fail = new Map<string, (cause: Error) => void>()
    const turns = Object.entries(gatewaysOf).map(([name, gateways]) => ({
      gateways,
      work: () =>
        new Promise<string>((resolve, reject) => {
          begun.push(name)
          end.set(name, () => resolve(name))
          fail.set(name, reject)
        }),
    }))
    const ended = async (name: string) => {
      end.get(name)?.()
      await new Promise(setImmediate)
    }
    return { turns, begun, ended, fail }
  }

  it('of more doors of a gateway than keep it at work, lets the others pass, and keeps the order', async () => {
    const { turns, begun, ended } = doors({ a1: ['a'], a2: ['a'], a3: ['a'], b1: ['b'], none: [] })
    const all = takeDoorTurns(turns, { atOnce: 10, ofGateway: 2 })
    expect(begun).toEqual(['a1', 'a2', 'b1', 'none'])
    await ended('b1')
    expect(begun).toHaveLength(4)
    await ended('a2')
    expect(begun.at(-1)).toBe('a3')
    for (const name of ['none', 'a3', 'a1']) await ended(name)
    expect(await all).toEqual(['a1', 'a2', 'a3', 'b1', 'none'])
  })

  it('with all places taken, begins the next door when one ends', async () => {
    const { turns, begun, ended } = doors({ first: [], second: [], third: [] })
    const all = takeDoorTurns(turns, { atOnce: 2, ofGateway: 1 })
    expect(begun).toEqual(['first', 'second'])
    for (const name of ['second', 'first', 'third']) await ended(name)
    expect(await all).toEqual(['first', 'second', 'third'])
  })

  it('whose work throws, begins no other, and ends when those that run have ended', async () => {
    const { turns, begun, ended, fail } = doors({ broken: [], running: [], waiting: [] })
    let hasEnded = false
    const all = takeDoorTurns(turns, { atOnce: 2, ofGateway: 1 }).finally(() => {
      hasEnded = true
    })
    fail.get('broken')?.(new Error('a bug'))
    await new Promise(setImmediate)
    expect(hasEnded).toBe(false)
    await Promise.all([ended('running'), expect(all).rejects.toThrow('a bug')])
    expect(begun).toEqual(['broken', 'running'])
  })

  it('with no door, ends at once', async () => {
    expect(await takeDoorTurns([], { atOnce: 2, ofGateway: 1 })).toEqual([])
  })
})
