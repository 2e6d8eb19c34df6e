/** What canonical JSON can say. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue | undefined }

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Printable ASCII without quote and backslash: JSON writes it as it stands. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) return false
  }
  return true
}

/** A JSON string, with a short cut for the usual case. */
export function quoteJson(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text)
}

/**
 * One text for one value: keys sorted by code unit, no white space, `undefined` members left out, numbers as
 * ECMAScript writes them. Throws a `TypeError` for a number that is not finite.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoteJson(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('not_a_finite_number')
    return JSON.stringify(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) members.push(`${quoteJson(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value)
}
