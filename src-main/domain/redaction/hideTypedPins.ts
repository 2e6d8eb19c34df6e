import { fieldKind } from './fieldKinds.ts'
import { maskPin } from './masks.ts'

/** Whether digits are, or were, a PIN. Asked for whole runs of digits that have a PIN's length. */
export type IsPin = (digits: string) => boolean

const SHORTEST_PIN = 4
const LONGEST_PIN = 10
/** In the name of a person or a place four or five digits are a room or a year, even where a PIN has the same. */
const SHORTEST_IN_NAME = 6

/** A text that a person typed, as it may be stored. */
export function hidePinsInText(text: string, isPin: IsPin, shortest = SHORTEST_PIN): string {
  return text.replace(/\d{4,}/g, (run) =>
    run.length >= shortest && run.length <= LONGEST_PIN && isPin(run) ? maskPin(run) : run,
  )
}

export function hidePinsInName(name: string, isPin: IsPin): string {
  return hidePinsInText(name, isPin, SHORTEST_IN_NAME)
}

/**
 * A change as the audit may keep it: PINs that a person typed into a reason or a note are hidden. Names, ids, times and
 * counts stay as they are. What needs no hiding is shared with `value`.
 */
export function hideTypedPins(value: unknown, isPin: IsPin): unknown {
  if (typeof value === 'string') return hidePinsInText(value, isPin)
  if (Array.isArray(value)) {
    const list = value.map((inner) => hideTypedPins(inner, isPin))
    return list.some((inner, index) => inner !== value[index]) ? list : value
  }
  if (typeof value !== 'object' || value === null) return value
  const changed = Object.entries(value).flatMap(([field, inner]) => {
    const hidden = isFreeText(field) ? hideTypedPins(inner, isPin) : inner
    return hidden === inner ? [] : [[field, hidden] as const]
  })
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}

function isFreeText(field: string): boolean {
  const kind = fieldKind(field)
  return kind === 'unknown' || kind === 'pin' || kind === 'pin_or_name' || kind === 'secret'
}
