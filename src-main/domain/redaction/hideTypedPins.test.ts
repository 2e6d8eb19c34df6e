import { describe, expect, it } from 'vitest'
import { hidePinsInName, hideTypedPins } from './hideTypedPins.ts'

const isPin = (digits: string) => ['722878447', '2024'].includes(digits)

describe('hideTypedPins', () => {
  it('with a PIN in a reason, at any depth, hides the whole run and no part of a longer one', () => {
    const change = { reason: 'he typed 722878447 at 17228784470', parts: [{ note: 'code 722878447!' }] }

    expect(hideTypedPins(change, isPin)).toEqual({
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

    expect(hideTypedPins(change, isPin)).toBe(change)
  })

  it('with no digits of a PIN’s length in any text, asks for none', () => {
    const asked = (): never => {
      throw new Error('asked')
    }
    const change = { reason: 'lost key 12345678901', count: 2024 }

    expect(hideTypedPins(change, asked)).toBe(change)
  })

  it('with the port of an address in a request, does not ask for it', () => {
    const asked = (): never => {
      throw new Error('asked')
    }
    const request = { base_host: 'http://127.0.0.1:40123', url: 'http://127.0.0.1:40123/v3/lock/list' }

    expect(hideTypedPins(request, asked)).toBe(request)
  })
})

describe('hidePinsInName', () => {
  it('with a long PIN, hides it; a room or a year that is a PIN somewhere stays', () => {
    expect(hidePinsInName('Ana 722878447, room 2024', isPin)).toBe('Ana ***8447, room 2024')
  })
})
