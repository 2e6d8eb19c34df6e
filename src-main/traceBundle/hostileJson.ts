/** More values than any trace of ours has. */
const MOST_VALUES = 4_000_000
const MOST_CHARACTERS = 8_000_000
const LONE_SURROGATE = /\p{Surrogate}/u

export interface HostileValue {
  readonly reason: 'unsafe_field' | 'broken_text' | 'not_a_number' | 'too_many_values' | 'too_large'
  readonly where: string
}

/**
 * Counts brackets and commas outside of texts, before anything that recurses or makes values sees the file. What
 * `JSON.parse` takes beyond the memory of its thread ends the whole process: it cannot be told to stop. Linear, no
 * memory of its own.
 */
export function findHostileShape(json: string, deepest: number): 'too_deep' | 'too_many_values' | null {
  let depth = 0
  let opened = 0
  let commas = 0
  let isInText = false
  for (let index = 0; index < json.length; index += 1) {
    const sign = json.charCodeAt(index)
    if (isInText) {
      if (sign === BACKSLASH) index += 1
      else if (sign === QUOTE) isInText = false
    } else if (sign === QUOTE) isInText = true
    else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      depth += 1
      opened += 1
      if (depth > deepest) return 'too_deep'
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) depth -= 1
    else if (sign === COMMA) commas += 1
    // Each bracket that opens is a value, and each comma comes before one.
    if (Math.max(opened, commas) > MOST_VALUES) return 'too_many_values'
  }
  return null
}

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/** The first value that no trace of ours could hold, or null. The depth was bounded before. */
export function findHostileValue(value: unknown): HostileValue | null {
  let left = MOST_VALUES
  const look = (inner: unknown, where: string): HostileValue | null => {
    left -= 1
    if (left < 0) return { reason: 'too_many_values', where }
    if (typeof inner === 'string') return lookAtText(inner, where)
    if (typeof inner === 'number') return Number.isFinite(inner) ? null : { reason: 'not_a_number', where }
    if (typeof inner !== 'object' || inner === null) return null
    // A list has its places as fields.
    for (const [field, item] of Object.entries(inner)) {
      const place = where === '' ? field.slice(0, 60) : `${where}.${field.slice(0, 60)}`
      if (field === '__proto__') return { reason: 'unsafe_field', where: place }
      const found = lookAtText(field, place) ?? look(item, place)
      if (found !== null) return found
    }
    return null
  }
  return look(value, '')
}

function lookAtText(text: string, where: string): HostileValue | null {
  if (text.length > MOST_CHARACTERS) return { reason: 'too_large', where }
  return LONE_SURROGATE.test(text) ? { reason: 'broken_text', where } : null
}
