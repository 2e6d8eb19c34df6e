import { fieldKind } from './fieldKinds.ts'
import { maskPin } from './masks.ts'

/** Whether digits are, or were, a PIN. Asked for whole runs of digits that have a PIN's length. */
export type IsPin = (digits: string) => boolean

const MAY_BE_PIN = /\d{4}/
const SHORTEST_PIN = 4
const LONGEST_PIN = 10
/** Where a request goes: the port of an address is no PIN, and there is one in each row. */
const ADDRESS_FIELDS: ReadonlySet<string> = new Set(['base_host', 'url'])
/** In the name of a person or a place four or five digits are a room or a year, even where a PIN has the same. */
const SHORTEST_IN_NAME = 6

/** A text that a person typed, as it may be stored. */
export function hidePinsInText(text: string, isPin: IsPin, shortest = SHORTEST_PIN): string {
  if (!MAY_BE_PIN.test(text)) return text
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
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? hideInList(value, isPin) : hideInFields(value as Fields, isPin)
}

function hideInList(list: readonly unknown[], isPin: IsPin): readonly unknown[] {
  let copy: unknown[] | null = null
  for (let index = 0; index < list.length; index += 1) {
    const hidden = hideTypedPins(list[index], isPin)
    if (hidden === list[index]) continue
    copy ??= [...list]
    copy[index] = hidden
  }
  return copy ?? list
}

type Fields = Readonly<Record<string, unknown>>

/** A plan of a thousand doors has millions of fields: most are looked at and left. */
function hideInFields(fields: Fields, isPin: IsPin): Fields {
  let copy: Record<string, unknown> | null = null
  for (const field of Object.keys(fields)) {
    const inner = fields[field]
    if ((typeof inner !== 'string' && typeof inner !== 'object') || !isFreeText(field)) continue
    const hidden = hideTypedPins(inner, isPin)
    if (hidden === inner) continue
    copy ??= { ...fields }
    copy[field] = hidden
  }
  return copy ?? fields
}

function isFreeText(field: string): boolean {
  if (ADDRESS_FIELDS.has(field)) return false
  const kind = fieldKind(field)
  return kind === 'unknown' || kind === 'pin' || kind === 'pin_or_name' || kind === 'secret'
}
