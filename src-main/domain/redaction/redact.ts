import { type FieldKind, fieldKind } from './fieldKinds.ts'
import { HIDDEN, maskFactoryName, maskMails, maskPersonName, maskPin } from './masks.ts'
import {
  hidePins,
  hideSecretTexts,
  rememberCleanName,
  type SecretValues,
  secretValues,
} from './secretValues.ts'

interface PartOptions {
  /** Names that may stay although a person typed them, e.g. the door's own. */
  readonly keptNames?: readonly string[]
  /**
   * For bodies whose schema is not ours: text of an unknown field that looks like a PIN or a key goes too, for a
   * provider may rename a field or add one.
   */
  readonly hidesByShape?: boolean
}

export interface RedactionOptions extends PartOptions {
  /** PINs, tokens and other values known to be secret here; hidden wherever they stand. */
  readonly secrets: readonly string[]
}

interface RedactionPart extends PartOptions {
  readonly value: unknown
}

interface Rules {
  readonly secrets: SecretValues
  readonly hidesByShape: boolean
  readonly keptNames: ReadonlySet<string>
}

/** Deeper than any answer we read; a hostile body must not exhaust the stack. */
const DEEPEST = 40
const SHORTEST_LEARNED = 12
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/
const PIN_SHAPED = /^\d{4,9}$/
const KEY_SHAPED = /[A-Za-z0-9+/=_-]{24,}/g
/** What an id, time, count or code looks like when it is written as text. */
const ID_SHAPED = /^(?:[A-Z_]{1,20}:)?[0-9A-Za-z:._-]{0,80}$/

/**
 * `value` as it may be stored: secrets hidden by field name and by value. Values that stand in secret fields of the same
 * record are searched for in its other fields too. Redacting twice gives the same. `value` is left as it is, and what
 * needs no hiding is shared with it.
 */
export function redactValue(value: unknown, options: RedactionOptions): unknown {
  const known = new Set(options.secrets)
  learnSecrets(value, known)
  return redactWith({ ...options, value }, secretValues(known))
}

/** With these secrets alone, whatever else `value` would show to be one. */
export function redactWith(
  { value, keptNames, hidesByShape }: RedactionPart,
  secrets: SecretValues,
): unknown {
  return walk(value, { secrets, keptNames: new Set(keptNames), hidesByShape: hidesByShape ?? false }, 0)
}

/** Free text (an error message, a URL, a stack): hidden by value, e-mails masked. */
export function redactText(text: string, options: Pick<RedactionOptions, 'secrets'>): string {
  return scanText(text, secretValues(options.secrets))
}

/** Adds what stands in fields of `value` that hold secrets. */
export function learnSecrets(value: unknown, found: Set<string>, depth = 0): void {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const inner of value) learnSecrets(inner, found, depth + 1)
    return
  }
  const fields = fieldsOf(value)
  for (const field of Object.keys(fields)) {
    const inner = fields[field]
    if (typeof inner === 'object') learnSecrets(inner, found, depth + 1)
    else if (typeof inner === 'string' || typeof inner === 'number') learnFrom(field, inner, found)
  }
}

function learnFrom(field: string, value: string | number, found: Set<string>): void {
  const kind = fieldKind(field)
  if (kind === 'secret') {
    const text = String(value)
    // A short value in a field called `key` may be an ordinary word; the field itself is hidden in any case.
    if (text.length >= SHORTEST_LEARNED) found.add(text)
  } else if (kind === 'pin' || kind === 'pin_or_name') {
    const text = String(value)
    if (/^\d{4,}$/.test(text)) found.add(text)
  }
}

function walk(value: unknown, rules: Rules, depth: number): unknown {
  if (depth > DEEPEST) return HIDDEN
  if (typeof value === 'string') return scanUnknown(value, rules, depth)
  if (typeof value === 'number' || typeof value === 'bigint') return scanNumber(value, rules)
  if (Array.isArray(value)) return walkList(value, rules, depth)
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? value : null
  return walkFields(fieldsOf(value), rules, depth)
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: object): Fields {
  // Read by the names that it has itself.
  return value as Fields
}

/** The same list while nothing in it has to be hidden. */
function walkList(list: readonly unknown[], rules: Rules, depth: number): readonly unknown[] {
  let copy: unknown[] | null = null
  for (let index = 0; index < list.length; index++) {
    const redacted = walk(list[index], rules, depth + 1)
    if (redacted === list[index]) continue
    copy ??= [...list]
    copy[index] = redacted
  }
  return copy ?? list
}

/** The same object while nothing in it has to be hidden: of a full list a third of the fields changes, and most names never. */
function walkFields(fields: Fields, rules: Rules, depth: number): unknown {
  if (!isPlain(fields)) return rebuilt(fields, rules, depth)
  let copy: Record<string, unknown> | null = null
  for (const field of Object.keys(fields)) {
    const inner = fields[field]
    const kind = kindOfCleanName(field, rules.secrets)
    if (kind === null || inner === undefined || typeof inner === 'function') {
      return rebuilt(fields, rules, depth)
    }
    // Most fields of most answers.
    if (kind === 'exempt' && typeof inner === 'number') continue
    const redacted = byKind(kind, inner, rules, depth)
    if (redacted === inner) continue
    copy ??= { ...fields }
    // Also a field named __proto__ is the copy's own by now.
    copy[field] = redacted
  }
  return copy ?? fields
}

/** True when nothing but its own fields decides how it is written as JSON. */
function isPlain(fields: Fields): boolean {
  const prototype: unknown = Object.getPrototypeOf(fields)
  return prototype === Object.prototype || prototype === null
}

function rebuilt(fields: Fields, rules: Rules, depth: number): unknown {
  const entries: [string, unknown][] = []
  for (const [field, inner] of Object.entries(fields)) {
    if (inner === undefined || typeof inner === 'function') continue
    entries.push([scanText(field, rules.secrets), byKind(fieldKind(field), inner, rules, depth)])
  }
  return Object.fromEntries(entries)
}

/** Null for a name that holds a secret. Remembered with the secrets, since the same few hundred names come with each answer. */
function kindOfCleanName(field: string, secrets: SecretValues): FieldKind | null {
  const known = secrets.cleanNames.get(field)
  if (known !== undefined) return known
  if (scanText(field, secrets) !== field) return null
  const kind = fieldKind(field)
  rememberCleanName(field, kind, secrets)
  return kind
}

function byKind(kind: FieldKind, value: unknown, rules: Rules, depth: number): unknown {
  if (value === null || value === '') return value
  switch (kind) {
    case 'exempt':
      return keepTyped(value, rules, depth)
    case 'secret':
      return HIDDEN
    case 'pin':
    case 'pin_or_name':
    case 'person_name':
    case 'factory_name':
      return each(value, kind, rules)
    case 'long_id':
      return keepTyped(value, { ...rules, hidesByShape: false }, depth)
    case 'unknown':
      return walk(value, rules, depth + 1)
    default: {
      const never: never = kind
      return never
    }
  }
}

type MaskedKind = 'pin' | 'pin_or_name' | 'person_name' | 'factory_name'

function maskByKind(kind: MaskedKind, text: string, rules: Rules): string {
  switch (kind) {
    case 'pin':
      return maskPin(text)
    case 'pin_or_name':
      return /^(?:\*\*\*)?\d*$/.test(text) ? maskPin(text) : maskPersonName(text, rules.keptNames)
    case 'person_name':
      return maskPersonName(text, rules.keptNames)
    case 'factory_name':
      return maskFactoryName(text, rules.keptNames)
    default: {
      const never: never = kind
      return never
    }
  }
}

/** A field that should hold text: a list of texts is masked one by one, an object cannot be trusted and is hidden. */
function each(value: unknown, kind: MaskedKind, rules: Rules): unknown {
  if (typeof value === 'string') return maskByKind(kind, value, rules)
  if (typeof value === 'number' || typeof value === 'bigint') return maskByKind(kind, String(value), rules)
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((inner) => (inner === null ? null : each(inner, kind, rules)))
  return HIDDEN
}

/** Ids, times, counts and codes are never torn apart, unless what stands there is none of these. */
function keepTyped(value: unknown, rules: Rules, depth: number): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'string' && ID_SHAPED.test(value)) {
    return hideKeys(hideSecretTexts(value, rules.secrets), rules)
  }
  if (Array.isArray(value)) return value.map((inner) => keepTyped(inner, rules, depth + 1))
  return walk(value, rules, depth + 1)
}

function scanUnknown(text: string, rules: Rules, depth: number): string {
  if (ISO_TIME.test(text)) return text
  const nested = parseNested(text)
  return nested === undefined
    ? hideShapes(scanText(text, rules.secrets), rules)
    : JSON.stringify(redactNested(nested, rules, depth))
}

/** JSON text inside a field (`records`, `cyclicConfig`) has field names of its own. */
function parseNested(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function redactNested(nested: unknown, rules: Rules, depth: number): unknown {
  const learned = new Set<string>()
  learnSecrets(nested, learned)
  const own = secretValues(learned)
  return walk(walk(nested, rules, depth + 1), { ...rules, secrets: own }, depth + 1)
}

function scanNumber(value: number | bigint, rules: Rules): unknown {
  const text = String(value)
  const scanned = hidePins(text, rules.secrets)
  if (scanned !== text) return scanned
  return typeof value === 'bigint' ? text : value
}

/** A whole text of PIN length, and what looks like a key. */
function hideShapes(text: string, rules: Rules): string {
  return rules.hidesByShape && PIN_SHAPED.test(text) ? maskPin(text) : hideKeys(text, rules)
}

/** Any long opaque word with a digit in it; long names of classes have none. */
function hideKeys(text: string, rules: Rules): string {
  return rules.hidesByShape ? text.replace(KEY_SHAPED, (word) => (/\d/.test(word) ? HIDDEN : word)) : text
}

/** Free text, with secrets that are ready to be found. */
export function scanText(text: string, secrets: SecretValues): string {
  return maskMails(hidePins(hideSecretTexts(text, secrets), secrets))
}
