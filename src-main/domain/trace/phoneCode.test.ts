import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phoneCode, readPhoneCode } from './phoneCode.ts'

const ID = 'c2165f3f52364e4db32d169654f4648f'
const hex = fc.stringMatching(/^[0-9a-f]{32}$/)

describe('phoneCode', () => {
  it('is two groups of four signs without I, L, O and U', () => {
    expect(phoneCode(ID)).toBe('R8B5-YFTJ')
    fc.assert(fc.property(hex, (id) => /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(phoneCode(id))))
  })

  it('read back is the beginning of the id', () => {
    fc.assert(fc.property(hex, (id) => id.startsWith(readPhoneCode(phoneCode(id)) ?? 'none')))
  })

  it.each(['r8b5-yftj', 'R8B5YFTJ', ' R8B5 YFTJ '])('is understood as %j', (typed) => {
    expect(readPhoneCode(typed)).toBe(ID.slice(0, 10))
  })

  it('misheard as O, I or L is understood as 0 and 1', () => {
    expect(readPhoneCode('OIL0-0000')).toBe(readPhoneCode('0110-0000'))
  })

  it.each(['', 'R8B5', 'R8B5-YFT', 'R8B5-YFTJ-9', 'PASSCODE_', 'UUUU-UUUU', ID])('is not %j', (text) => {
    expect(readPhoneCode(text)).toBeNull()
  })
})
