import { describe, expect, it } from 'vitest'
import type { VendorPinId } from '../ids.ts'
import { type DoorUse, judgeUse, type ListedPin, type ListedThen } from './judgeUse.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const AT_MS = Date.UTC(2026, 1, 5, 16, 28)
const id = (text: string) => text as VendorPinId

function use(change: Partial<DoorUse> = {}): DoorUse {
  return {
    recordType: 4,
    recordTypeFromLock: 4,
    isSuccess: true,
    pinHash: 'ana',
    lockTimeMs: AT_MS,
    receivedAtMs: AT_MS + 6_000,
    ...change,
  }
}
const refused = (change: Partial<DoorUse> = {}) => use({ isSuccess: false, recordTypeFromLock: 7, ...change })

function pin(change: Partial<ListedPin> = {}): ListedPin {
  return { vendorPinId: id('71'), pinHash: 'ana', firstListedMs: AT_MS - HOUR_MS, goneMs: null, ...change }
}
function window(startMs: number, endMs: number, sinceMs = 0): ListedThen['windows'] {
  return new Map([[id('71'), { startMs, endMs, sinceMs }]])
}
function listed(change: Partial<ListedThen> = {}): ListedThen {
  return {
    firstReadMs: AT_MS - 24 * HOUR_MS,
    lastReadMs: AT_MS + HOUR_MS,
    pins: [pin()],
    windows: window(AT_MS - HOUR_MS, AT_MS + HOUR_MS),
    ...change,
  }
}

describe('judgeUse of a door that opened', () => {
  it('with a listed code, is its proof', () => {
    expect(judgeUse(use(), listed())).toEqual({ kind: 'used', vendorPinId: '71' })
  })

  it('with a PIN no list holds, is a ghost', () => {
    expect(judgeUse(use({ pinHash: 'nobody' }), listed())).toEqual({ kind: 'ghost' })
  })

  it('with a code that was gone before, is a ghost', () => {
    const gone = listed({ pins: [pin({ goneMs: AT_MS - 11 * MINUTE_MS })] })
    expect(judgeUse(use(), gone)).toEqual({ kind: 'ghost' })
  })

  it('with a code that went at about that time, is its use', () => {
    for (const goneMs of [AT_MS - 9 * MINUTE_MS, AT_MS + HOUR_MS]) {
      expect(judgeUse(use(), listed({ pins: [pin({ goneMs })] })).kind).toBe('used')
    }
  })

  it('with a code that only the next list shows, is its use', () => {
    expect(judgeUse(use(), listed({ pins: [pin({ firstListedMs: AT_MS + HOUR_MS })] })).kind).toBe('used')
  })

  it('of two codes with the PIN, proves the one that is still listed', () => {
    const pins = [pin({ vendorPinId: id('70'), goneMs: AT_MS + MINUTE_MS }), pin()]
    expect(judgeUse(use(), listed({ pins }))).toEqual({ kind: 'used', vendorPinId: '71' })
  })

  it('with an unknown PIN, before a list was made after it, waits', () => {
    for (const lastReadMs of [null, AT_MS - MINUTE_MS, AT_MS + 9 * MINUTE_MS]) {
      expect(judgeUse(use({ pinHash: 'nobody' }), listed({ lastReadMs }))).toEqual({ kind: 'pending' })
    }
  })

  it('with an unknown PIN, before the first list, is not judged', () => {
    const firstReadMs = AT_MS - 9 * MINUTE_MS
    expect(judgeUse(use({ pinHash: 'nobody' }), listed({ firstReadMs }))).toEqual({ kind: 'not_covered' })
  })

  it('by a clock that runs ahead, allows for it', () => {
    const ahead = use({ pinHash: 'nobody', receivedAtMs: AT_MS - HOUR_MS })
    expect(judgeUse(ahead, listed({ lastReadMs: AT_MS + HOUR_MS }))).toEqual({ kind: 'pending' })
    expect(judgeUse(ahead, listed({ lastReadMs: AT_MS + 2 * HOUR_MS }))).toEqual({ kind: 'ghost' })
  })

  it.each([
    ['the admin code', { recordType: 92, recordTypeFromLock: 92, pinHash: null }],
    ['the admin code, told as a code', { recordTypeFromLock: 92, pinHash: 'admin' }],
    ['a card', { recordType: 7, recordTypeFromLock: 17, pinHash: null }],
    ['a gateway', { recordType: 12, pinHash: null }],
  ])('with %s, says nothing of codes', (_what, change) => {
    expect(judgeUse(use(change), listed())).toEqual({ kind: 'other' })
  })
})

describe('judgeUse of a door that stayed shut', () => {
  it.each([7, 11])('to a code listed as valid (%i), raises the opposite ghost', (recordTypeFromLock) => {
    expect(judgeUse(refused({ recordTypeFromLock }), listed())).toEqual({
      kind: 'valid_refused',
      vendorPinId: '71',
    })
  })

  it.each<[string, DoorUse, Partial<ListedThen>]>([
    ['a wrong PIN', refused({ pinHash: 'nobody' }), {}],
    ['a code that was just put on it', refused(), { pins: [pin({ firstListedMs: AT_MS - MINUTE_MS })] }],
    ['a code that is gone', refused(), { pins: [pin({ goneMs: AT_MS + MINUTE_MS })] }],
    [
      'a code whose time is about to begin',
      refused({ recordTypeFromLock: 11 }),
      { windows: window(AT_MS - MINUTE_MS, AT_MS + HOUR_MS) },
    ],
    [
      'a code whose time has ended',
      refused({ recordTypeFromLock: 11 }),
      { windows: window(AT_MS - HOUR_MS, AT_MS + MINUTE_MS) },
    ],
    [
      'a code that was extended since',
      refused({ recordTypeFromLock: 11 }),
      { windows: window(AT_MS - HOUR_MS, AT_MS + HOUR_MS, AT_MS + MINUTE_MS) },
    ],
    ['a code that is not settled', refused(), { windows: new Map() }],
    ['a code while double-locked', refused({ recordTypeFromLock: 38 }), {}],
    ['a code, without the reason of the lock', refused({ recordTypeFromLock: null }), {}],
  ])('to %s, is as it should be', (_what, record, change) => {
    expect(judgeUse(record, listed(change))).toEqual({ kind: 'refused' })
  })
})
