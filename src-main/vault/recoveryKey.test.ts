import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRecoveryKey, parseRecoveryKey, RECOVERY_KEY_BYTES } from './recoveryKey.ts'

const keys = fc.uint8Array({ minLength: RECOVERY_KEY_BYTES, maxLength: RECOVERY_KEY_BYTES })
const zeros = new Uint8Array(RECOVERY_KEY_BYTES)

describe('recovery key', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(parseRecoveryKey(formatRecoveryKey(key))).toEqual(key)
      }),
    )
  })

  it('is nine groups of four symbols without I, L, O and U', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(formatRecoveryKey(key)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/)
      }),
    )
  })

  it('may be typed in small letters, with spaces, and with letters that look like digits', () => {
    const text = formatRecoveryKey(zeros)
    expect(parseRecoveryKey(` ${text.toLowerCase().replaceAll('-', ' ').replace('0', 'o')} `)).toEqual(zeros)
  })

  it('with one symbol changed is called mistyped', () => {
    const text = formatRecoveryKey(zeros)
    expect(parseRecoveryKey(`Z${text.slice(1)}`)).toBeNull()
  })

  it.each([
    ['too short', formatRecoveryKey(zeros).slice(1)],
    ['too long', `${formatRecoveryKey(zeros)}0`],
    ['with a strange character', formatRecoveryKey(zeros).replace('0', 'U')],
    ['empty', ''],
  ])('that is %s is called mistyped', (_name, text) => {
    expect(parseRecoveryKey(text)).toBeNull()
  })
})
