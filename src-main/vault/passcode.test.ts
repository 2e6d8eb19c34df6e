import { describe, expect, it } from 'vitest'
import { hashPasscode, verifyPasscode } from './passcode.ts'

describe('passcode', () => {
  it('is verified against its own hash and no other', async () => {
    const stored = await hashPasscode('correct horse')
    expect(await verifyPasscode('correct horse', stored)).toBe(true)
    expect(await verifyPasscode('Correct horse', stored)).toBe(false)
    expect(await verifyPasscode('', stored)).toBe(false)
  })

  it('hashed twice gives two texts, neither holding it', async () => {
    const [first, second] = await Promise.all([hashPasscode('passcode'), hashPasscode('passcode')])
    expect(first).not.toBe(second)
    expect(first).not.toContain('passcode')
    expect(first).toMatch(/^scrypt\$32768\$8\$1\$/)
  })

  it('typed with a decomposed accent is the same passcode', async () => {
    expect(await verifyPasscode('cafe\u0301', await hashPasscode('caf\u00e9'))).toBe(true)
  })

  it.each([
    '',
    'scrypt$1$1$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'passcode',
  ])('is refused when the stored text "%s" is of an unknown form or cost', async (stored) => {
    expect(await verifyPasscode('passcode', stored)).toBe(false)
  })
})
