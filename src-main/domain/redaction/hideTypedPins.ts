import { fieldKind } from './fieldKinds.ts'
import { hidePins, type SecretValues, secretValues } from './secretValues.ts'

const MAY_BE_PIN = /\d{4,}/

/**
 * A change as the audit may keep it: PINs that a person typed into a reason or a note are hidden. Names, ids, times and
 * counts stay as they are.
 * @param pins asked for only when a text holds digits, since each PIN has to be unsealed
 */
export function hideTypedPins(value: unknown, pins: () => readonly string[]): unknown {
  let known: SecretValues | null = null
  const hide = (text: string): string => {
    if (!MAY_BE_PIN.test(text)) return text
    known ??= secretValues(pins())
    return hidePins(text, known)
  }
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return hide(inner)
    if (Array.isArray(inner)) return inner.map(walk)
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(
      Object.entries(inner).map(([field, own]) => [field, isFreeText(field) ? walk(own) : own]),
    )
  }
  return walk(value)
}

function isFreeText(field: string): boolean {
  const kind = fieldKind(field)
  return kind === 'unknown' || kind === 'pin' || kind === 'pin_or_name' || kind === 'secret'
}
