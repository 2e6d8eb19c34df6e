import { expect, it, vi } from 'vitest'
import { madeWhenAsked } from './madeWhenAsked.ts'

it('values made when asked, of which one is read twice, make that one once and no other', () => {
  const first = vi.fn(() => ({ of: 'first' }))
  const second = vi.fn(() => ({ of: 'second' }))
  const made = madeWhenAsked({ first, second })
  expect(made.first).toBe(made.first)
  expect(made.first.of).toBe('first')
  expect(first).toHaveBeenCalledTimes(1)
  expect(second).not.toHaveBeenCalled()
})
