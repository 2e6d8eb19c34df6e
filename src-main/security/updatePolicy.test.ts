import { describe, expect, it } from 'vitest'
import { isUpdateAddressAllowed } from './updatePolicy.ts'

describe('an address that updates come from (checklist 28)', () => {
  it.each([
    'https://updates.example.com/lockstep',
    'https://192.168.1.4:8443/x',
    'http://127.0.0.1:5000/',
    'http://localhost/feed',
    'http://[::1]:80/',
  ])('%s may be asked', (url) => {
    expect(isUpdateAddressAllowed(url)).toBe(true)
  })

  it.each([
    'http://updates.example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'https://user:secret@updates.example.com/',
    'ftp://updates.example.com/',
    'file:///tmp/update',
    'updates.example.com',
    '',
  ])('%s may not', (url) => {
    expect(isUpdateAddressAllowed(url)).toBe(false)
  })
})
