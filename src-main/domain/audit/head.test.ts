import { describe, expect, it } from 'vitest'
import { compareHeads } from './head.ts'

const noted = { count: 5, hash: 'e' }

describe('compareHeads', () => {
  it.each([
    ['the noted row as last', { head: noted, hashAtNoted: 'e', highestIdEver: 5 }, 'agrees'],
    [
      'rows after the noted one',
      { head: { count: 7, hash: 'g' }, hashAtNoted: 'e', highestIdEver: 7 },
      'agrees',
    ],
    [
      'another hash at the noted row',
      { head: { count: 7, hash: 'g' }, hashAtNoted: 'x', highestIdEver: 7 },
      'rewritten',
    ],
    [
      'fewer rows than it once gave ids',
      { head: { count: 3, hash: 'c' }, hashAtNoted: null, highestIdEver: 5 },
      'cut',
    ],
    [
      'fewer rows and no memory of more',
      { head: { count: 3, hash: 'c' }, hashAtNoted: null, highestIdEver: 3 },
      'older',
    ],
    ['no rows at all', { head: { count: 0, hash: '0' }, hashAtNoted: null, highestIdEver: 0 }, 'older'],
  ])('a mark and an audit with %s, is found to be "%s"', (_name, found, expected) => {
    expect(compareHeads(noted, found)).toBe(expected)
  })

  it('a mark of an empty audit, agrees with any', () => {
    const found = { head: noted, hashAtNoted: null, highestIdEver: 5 }
    expect(compareHeads({ count: 0, hash: '0' }, found)).toBe('agrees')
  })
})
