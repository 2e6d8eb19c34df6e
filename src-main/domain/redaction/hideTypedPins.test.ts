import { describe, expect, it } from 'vitest'
import { hideTypedPins } from './hideTypedPins.ts'

const pins = () => ['722878447', '2024']

describe('hideTypedPins', () => {
  it('with a PIN in a reason, at any depth, hides the whole run and no part of a longer one', () => {
    const change = { reason: 'he typed 722878447 at 17228784470', parts: [{ note: 'code 722878447!' }] }

    expect(hideTypedPins(change, pins)).toEqual({
      reason: 'he typed ***8447 at 17228784470',
      parts: [{ note: 'code ***8447!' }],
    })
  })

  it('with names, ids and times that look like a PIN, leaves them', () => {
    const change = {
      name: 'Hotel 2024',
      lock_id: '722878447',
      starts_at: '2024-01-01T00:00:00Z',
      lockId: '2024',
    }

    expect(hideTypedPins(change, pins)).toEqual(change)
  })

  it('with no digits in any text, unseals nothing', () => {
    const unsealed = (): never => {
      throw new Error('unsealed')
    }

    expect(hideTypedPins({ reason: 'lost key', count: 2024 }, unsealed)).toEqual({
      reason: 'lost key',
      count: 2024,
    })
  })
})
