import { describe, expect, it } from 'vitest'
import { isWithinSize } from './requestSize.ts'

describe('request size (checklist 14)', () => {
  it('counts texts, keys and numbers', () => {
    expect(isWithinSize({ name: 'x'.repeat(50), ids: [1, 2, 3] }, 200)).toBe(true)
    expect(isWithinSize({ name: 'x'.repeat(500) }, 200)).toBe(false)
    expect(isWithinSize({ ids: Array(1_000).fill(1) }, 200)).toBe(false)
    expect(isWithinSize({ ['k'.repeat(500)]: 1 }, 200)).toBe(false)
  })

  it('refuses nesting that is deeper than any request', () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 10_000; depth += 1) nested = [nested]
    expect(isWithinSize(nested, 1_000_000)).toBe(false)
  })

  it.each([
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(4)],
    ['an error', new Error('x')],
  ])('refuses %s: requests are plain data', (_name, value) => {
    expect(isWithinSize({ value }, 1_000)).toBe(false)
  })
})
