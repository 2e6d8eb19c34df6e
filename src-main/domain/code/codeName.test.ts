import { describe, expect, it } from 'vitest'
import { readSoughtCode } from './codeName.ts'

describe('readSoughtCode', () => {
  it.each([
    ['AB U9 C6', { personId: 9, credentialId: 6 }],
    [' ab u9c6 ', { personId: 9, credentialId: 6 }],
    ['U9', { personId: 9, credentialId: null }],
    ['AB C6', { personId: null, credentialId: 6 }],
  ])('of %s, knows the person and the code', (text, sought) => {
    expect(readSoughtCode(text)).toEqual(sought)
  })

  it.each(['482915', '', 'AB', 'Ana Ruiz', 'U9 482915', 'C'])(
    'of %s, which is no name of a code, looks for none',
    (text) => {
      expect(readSoughtCode(text)).toBeNull()
    },
  )
})
