import { describe, expect, it } from 'vitest'
import { canTry, meetTrouble } from '../../campaign/troubleScene.ts'

describe.each([
  ['disk full', 'ended'],
  ['disk full', 'killed'],
  ['held by another program', 'ended'],
  ['held by another program', 'killed'],
  ['read-only file', 'ended'],
] as const)('a store that takes nothing in the midst of a command: %s, then %s', (trouble, end) => {
  it.skipIf(!canTry(trouble))(
    'sends nothing meanwhile, loses nothing and goes on by itself',
    async () => {
      expect(await meetTrouble(trouble, end)).toEqual([])
    },
    90_000,
  )
})
