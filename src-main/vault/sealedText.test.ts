import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSealedText, SealBrokenError, sealText } from './sealedText.ts'

const key = randomBytes(32)
const aad = 'credential:6:pin'

describe('sealed text (checklist 20)', () => {
  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(openSealedText(sealText(text, { key, aad }), { key, aad })).toBe(text)
      }),
    )
  })

  it('of the same text differs each time', () => {
    expect(sealText('4711', { key, aad })).not.toBe(sealText('4711', { key, aad }))
  })

  it('moved to another row does not open', () => {
    const sealed = sealText('4711', { key, aad })
    expect(() => openSealedText(sealed, { key, aad: 'credential:7:pin' })).toThrow(SealBrokenError)
  })

  it('does not open with another key', () => {
    const sealed = sealText('4711', { key, aad })
    expect(() => openSealedText(sealed, { key: randomBytes(32), aad })).toThrow(SealBrokenError)
  })

  it('with any one byte changed does not open', () => {
    const [version = '', nonce = '', body = ''] = sealText('123456789', { key, aad }).split('.')
    const bytes = Buffer.concat([Buffer.from(nonce, 'base64url'), Buffer.from(body, 'base64url')])
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8((changed.readUInt8(index) + 1) % 256, index)
      const text = [
        version,
        changed.subarray(0, 12).toString('base64url'),
        changed.subarray(12).toString('base64url'),
      ]
      expect(() => openSealedText(text.join('.'), { key, aad }), `byte ${index}`).toThrow(SealBrokenError)
    }
  })

  it.each([
    '',
    's1',
    's1.a.b',
    's2.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA',
    's1.AAAAAAAAAAAAAAAA.AAAA',
    'plain text',
    's1.a.b.c',
  ])('in the unknown form "%s" does not open', (text) => {
    expect(() => openSealedText(text, { key, aad })).toThrow(SealBrokenError)
  })
})
