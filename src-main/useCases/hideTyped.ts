import { hidePinsInName, hidePinsInText } from '../domain/redaction/hideTypedPins.ts'
import type { Store } from '../ports/store.ts'

/** A reason or note that a person typed, as it may be stored: what is typed in a hurry may quote a PIN. */
export function hideTyped(store: Store, text: string): string {
  return hidePinsInText(text, (digits) => store.people.isKnownPin(digits))
}

/** The same for the name of a person or a place. */
export function hideTypedInName(store: Store, name: string): string {
  return hidePinsInName(name, (digits) => store.people.isKnownPin(digits))
}
