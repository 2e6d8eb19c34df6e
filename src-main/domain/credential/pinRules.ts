export const PIN_FAULTS = ['pin_not_4_to_9_digits', 'pin_too_simple', 'pin_not_on_keypad'] as const
export type PinFault = (typeof PIN_FAULTS)[number]

const FOUR_TO_NINE_DIGITS = /^[0-9]{4,9}$/

/**
 * TTLock refuses "sequences, repeats" (-2032) without saying which, so these are ours: the whole PIN is
 * one digit (1111), one pair again and again (1212, 464646), or one run up or down along the keypad, where 0
 * follows 9 (1234, 9876, 7890, 0987). Longer patterns such as 123123 pass: refusing them would cost good PINs.
 */
export function isPinTooSimple(pin: string): boolean {
  return isPairRepeated(pin) || isRun(pin, 1) || isRun(pin, 9)
}

function isPairRepeated(pin: string): boolean {
  for (let i = 2; i < pin.length; i++) if (pin[i] !== pin[i - 2]) return false
  return pin.length % 2 === 0 || pin[0] === pin[1]
}

function isRun(pin: string, step: number): boolean {
  for (let i = 1; i < pin.length; i++) {
    if ((pin.charCodeAt(i) - pin.charCodeAt(i - 1) + 10) % 10 !== step) return false
  }
  return true
}

/** What a lock would refuse about the digits, or null. `keypadDigits` null means a keypad with all ten. */
export function findPinFault(pin: string, keypadDigits: string | null): PinFault | null {
  if (!FOUR_TO_NINE_DIGITS.test(pin)) return 'pin_not_4_to_9_digits'
  if (isPinTooSimple(pin)) return 'pin_too_simple'
  if (keypadDigits !== null) {
    for (const digit of pin) if (!keypadDigits.includes(digit)) return 'pin_not_on_keypad'
  }
  return null
}
