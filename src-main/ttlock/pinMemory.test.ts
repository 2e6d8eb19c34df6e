import { describe, expect, it } from 'vitest'
import { createPinMemory } from './pinMemory.ts'

describe('createPinMemory', () => {
  it('asked about a lock, gives its own, and for a call of the account those of all', () => {
    const memory = createPinMemory()
    memory.learn('101', ['0482', '4821'])
    memory.learn('102', ['9037'])
    expect([memory.of('101'), memory.of('102'), memory.of('103')]).toEqual([['0482', '4821'], ['9037'], []])
    expect(memory.of(null)).toEqual(['0482', '4821', '9037'])
  })

  it('of a lock with more than it keeps, forgets those not met for longest', () => {
    const memory = createPinMemory()
    const pins = Array.from({ length: 2_001 }, (_, index) => String(100_000 + index))
    const [oldest = '', second = ''] = pins
    memory.learn('101', pins.slice(0, 2_000))
    memory.learn('101', [oldest, ...pins.slice(2_000)])
    expect(memory.of('101')).toHaveLength(2_000)
    expect(memory.of('101')).toContain(oldest)
    expect(memory.of('101')).not.toContain(second)
  })
})
