import type { RecordedDoor } from './recordedDoor.ts'

/** Invented digits that stand for those nobody recorded. Equal where the record says that they were equal. */
export interface StandInPins {
  ofCredential(credentialId: number): string
  ofCode(vendorPinId: string): string
}

/** No run of equal or rising digits among them, and every keypad has 1 to 6. */
const DIGITS = ['1', '3', '5', '2', '6', '4'] as const
const LENGTH = 9
const TOO_LONG = '1352641352641'
const TOO_SIMPLE = '111111'

/**
 * A record holds no PIN, but tells which digits agreed: a code that was in step, a change of the window alone, a code
 * that held the digits of another.
 */
export function standInPins(door: RecordedDoor): StandInPins {
  const byCredential = new Map<number, string>()
  const byCode = new Map<string, string>()
  for (const [index, one] of door.expected.entries()) byCredential.set(one.credentialId, inventPin(index))
  shareInvalidDigits(door, byCredential)
  for (const [index, code] of door.actual.entries())
    byCode.set(code.vendorPinId, inventPin(door.expected.length + index))
  const share = (credentialId: number | null, vendorPinId: string | null): void => {
    const pin = credentialId === null ? undefined : byCredential.get(credentialId)
    if (pin !== undefined && vendorPinId !== null) byCode.set(vendorPinId, pin)
  }
  for (const { credentialId, vendorPinId } of door.agreed) share(credentialId, vendorPinId)
  const lineOf = new Map(door.lines.map((line) => [line.lineId, line]))
  for (const line of door.lines) {
    const isHeld = line.takenByVendorPinId !== null
    if (isHeld) share(line.credentialId, line.takenByVendorPinId)
    const keepsDigits = line.kind === 'change' || line.kind === 'replace' || line.kind === 'reported'
    if (keepsDigits && !line.changesPin) share(line.credentialId, line.vendorPinId)
    // What it waits for are lines that free its digits.
    for (const id of line.afterLineIds) share(line.credentialId, lineOf.get(id)?.vendorPinId ?? null)
  }
  return {
    ofCredential: (credentialId) =>
      byCredential.get(credentialId) ?? inventPin(credentialId + door.actual.length),
    ofCode: (vendorPinId) => byCode.get(vendorPinId) ?? TOO_SIMPLE,
  }
}

/** Digits that were refused for what they are must be refused for the same again. */
function shareInvalidDigits(door: RecordedDoor, byCredential: Map<number, string>): void {
  for (const { credentialId, reason } of door.lines) {
    if (credentialId === null) continue
    if (reason === 'pin_not_4_to_9_digits') byCredential.set(credentialId, TOO_LONG)
    if (reason === 'pin_too_simple') byCredential.set(credentialId, TOO_SIMPLE)
  }
}

/** The number written with six digits, so that each number has its own. */
function inventPin(number: number): string {
  const places = Array.from({ length: LENGTH - 3 }, (_, place) => Math.floor(number / DIGITS.length ** place))
  return `135${places.map((value, place) => DIGITS[(value + place) % DIGITS.length]).join('')}`
}
