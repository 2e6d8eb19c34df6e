import { describe, expect, it } from 'vitest'
import type { CredentialId, PersonId, VendorPinId } from '../ids.ts'
import { formatCodeName, parseCodeName } from './codeName.ts'
import { hasEnded, isSameWindow, PERMANENT } from './codeWindow.ts'
import { compareVendorPinIds } from './compareVendorPinIds.ts'
import { hashPin } from './pinHash.ts'

describe('a code name', () => {
  const NAME = { personId: 9 as PersonId, credentialId: 6 as CredentialId }

  it('says person and credential, and is read back', () => {
    expect(formatCodeName(NAME)).toBe('AB U9 C6')
    expect(parseCodeName(' AB U9 C6 ')).toEqual(NAME)
  })

  it.each([null, '', 'cleaner', 'ab u9 c6', 'AB U9C6', 'AB U09 C6', 'AB U9 C6 2', 'AB U9 C0', 'AB U-9 C6'])(
    'is not found in %j',
    (text) => {
      expect(parseCodeName(text)).toBeNull()
    },
  )
})

describe('a window', () => {
  const MINUTE_MS = 60_000
  const HOUR = { kind: 'period', startMs: 0, endMs: 60 * MINUTE_MS } as const

  it('is the same when it agrees to the minute', () => {
    expect(isSameWindow(HOUR, { ...HOUR, endMs: HOUR.endMs + 59_999 })).toBe(true)
    expect(isSameWindow(HOUR, { ...HOUR, endMs: HOUR.endMs + MINUTE_MS })).toBe(false)
    expect(isSameWindow(HOUR, { ...HOUR, startMs: -1 })).toBe(false)
  })

  it('is never the same as a permanent one', () => {
    expect(isSameWindow(PERMANENT, HOUR)).toBe(false)
    expect(isSameWindow(PERMANENT, PERMANENT)).toBe(true)
  })

  it('has ended from its end on, and a permanent one never', () => {
    expect(hasEnded(HOUR, HOUR.endMs - 1)).toBe(false)
    expect(hasEnded(HOUR, HOUR.endMs)).toBe(true)
    expect(hasEnded(PERMANENT, Number.MAX_SAFE_INTEGER)).toBe(false)
  })
})

describe('provider ids', () => {
  it('are ordered as numbers, also beyond what a double holds', () => {
    const ids = ['9007199254740993', '10', '9', '9007199254740992'] as VendorPinId[]
    expect(ids.sort(compareVendorPinIds)).toEqual(['9', '10', '9007199254740992', '9007199254740993'])
  })
})

describe('the hash of a PIN', () => {
  it('is bound to the lock and never the PIN itself', () => {
    const texts: string[] = []
    hashPin('480913', '28991110', (text) => {
      texts.push(text)
      return ''
    })
    expect(texts).toEqual(['pin-mark:28991110:480913'])
  })
})
