import { expect, it } from 'vitest'
import { providerPasswordOf } from './providerPassword.ts'

it('providerPasswordOf a password with umlauts hashes its UTF-8 bytes', () => {
  expect(providerPasswordOf('password')).toBe('5f4dcc3b5aa765d61d8327deb882cf99')
  expect(providerPasswordOf('pässwörd')).toMatch(/^[0-9a-f]{32}$/)
  expect(providerPasswordOf('pässwörd')).not.toBe(providerPasswordOf('password'))
})
