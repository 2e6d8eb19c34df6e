import { describe, expect, it } from 'vitest'
import { findPinFault, isPinTooSimple } from './pinRules.ts'

describe('a PIN', () => {
  it.each(['1111', '555555', '11111', '1212', '464646', '1234', '9876', '7890', '8901', '0987', '123456789'])(
    '%s is too simple',
    (pin) => {
      expect(isPinTooSimple(pin)).toBe(true)
    },
  )

  it.each(['1235', '1233', '12121', '123123', '1357', '4802', '112233', '000001'])('%s is not', (pin) => {
    expect(isPinTooSimple(pin)).toBe(false)
  })

  it.each([
    ['480', null, 'pin_not_4_to_9_digits'],
    ['4809', null, null],
    ['480913572', null, null],
    ['4809135721', null, 'pin_not_4_to_9_digits'],
    ['48 9', null, 'pin_not_4_to_9_digits'],
    ['٤٨٠٩', null, 'pin_not_4_to_9_digits'],
    ['0413', '123456', 'pin_not_on_keypad'],
    ['3416', '123456', null],
  ])('%s on a keypad of %s: %s', (pin, keypadDigits, fault) => {
    expect(findPinFault(pin, keypadDigits)).toBe(fault)
  })
})
