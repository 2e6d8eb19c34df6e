import { expect, test } from 'vitest'
import { latencyFrom, pickMs } from './latency.ts'
import { createRandom } from './random.ts'

test('latencyFrom, without an option, is as recorded: 3 to 8 s for a command and less than one for the cloud', () => {
  expect(latencyFrom(undefined)).toMatchObject({ commandMs: [3_000, 8_000], cloudMs: [100, 300] })
})

test('latencyFrom, with 0, is none at all', () => {
  expect(latencyFrom(0)).toEqual({ commandMs: [0, 0], cloudMs: [0, 0], giveUpMs: 0 })
})

test('latencyFrom, with some parts, keeps the recorded others', () => {
  expect(latencyFrom({ commandMs: [10, 20] })).toMatchObject({ commandMs: [10, 20], cloudMs: [100, 300] })
})

test('pickMs, many times, stays in the range, and is the same for the same seed', () => {
  const picks = (seed: string) => {
    const random = createRandom(seed)
    return Array.from({ length: 500 }, () => pickMs([3_000, 8_000], random))
  }
  expect(Math.min(...picks('a'))).toBeGreaterThanOrEqual(3_000)
  expect(Math.max(...picks('a'))).toBeLessThanOrEqual(8_000)
  expect(picks('a')).toEqual(picks('a'))
  expect(picks('a')).not.toEqual(picks('b'))
})
