import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { type FieldKind, fieldKind } from '../domain/redaction/fieldKinds.ts'
import { HIDDEN } from '../domain/redaction/masks.ts'
import { type SecretValues, secretValues } from '../domain/redaction/secretValues.ts'

/** Something secret in a bundle that redaction should have caught. Says where, never what. */
export interface SecretFinding {
  /** `integration_logs[3].error_message` */
  readonly where: string
  readonly what: 'pin' | 'token'
}

/** `accessToken=…`, `"client_secret": "…"`: named in free text, and not starred out. */
const NAME_OF_SECRET =
  /(?:access_?token|refresh_?token|client_?secret|pass_?w(?:or)?d|lock_?data|admin_?pwd|authorization)\\?["']?\s*[=:]\s*\\?["']?/
const SECRET_VALUE = /(?!\*\*\*|null\b|["'])(?:bearer\s+)?[^\s&"'<>,;}\\]{4,}/
const NAME_OF_PIN = /(?:keyboardpwd|pin_?code|passcode)\\?["']?\s*[=:]\s*\\?["']?/
const NAMED_SECRET = new RegExp(NAME_OF_SECRET.source + SECRET_VALUE.source, 'i')
const NAMED_PIN = new RegExp(`${NAME_OF_PIN.source}\\d{4,9}(?!\\d)`, 'i')
/** Tokens of the provider are 32 hex digits; so are our correlation ids, which are told by their value. */
const TOKEN_SHAPE = /(?<!client_?id["'\s]{0,2}[=:]["'\s]{0,2})(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/gi
const MASKED_PIN = /^\*{3}\d{0,4}$/
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/
const ID_SHAPED = /^(?:[A-Z_]{1,20}:)?[0-9A-Za-z:._-]{0,80}$/

/** The same, with what comes before the value. */
const NAMED_SECRETS = new RegExp(`(?<name>${NAME_OF_SECRET.source})${SECRET_VALUE.source}`, 'gi')
const NAMED_PINS = new RegExp(`(?<name>${NAME_OF_PIN.source})\\d{4,9}(?!\\d)`, 'gi')

interface Rules {
  readonly secrets: SecretValues
  /** 32 hex digits that are no token: correlation ids. */
  readonly knownIds: ReadonlySet<string>
  readonly found: SecretFinding[]
}

/**
 * Looks through a redacted bundle once more, by rules of its own: known PINs as whole digit runs and known tokens
 * anywhere, fields that are secret by name and not starred out, and what looks like a token in free text. Ids, times,
 * counts and codes are exempt, as they are in redaction.
 */
export function scanForSecrets(bundle: TraceBundle, secrets: readonly string[]): readonly SecretFinding[] {
  const rules: Rules = { secrets: secretValues(secrets), knownIds: correlationIds(bundle), found: [] }
  const free = (value: string | null, where: string): void => {
    if (value !== null) scanText(value, where, rules)
  }
  free(bundle.outcome.sentence, 'outcome.sentence')
  free(bundle.site_name, 'site_name')
  bundle.app_audit.forEach((row, index) => {
    const where = `app_audit[${index}]`
    free(row.operator, `${where}.operator`)
    scan(row.before, null, `${where}.before`, rules)
    scan(row.after, null, `${where}.after`, rules)
  })
  bundle.reconcile_jobs.forEach((row, index) => {
    const where = `reconcile_jobs[${index}]`
    free(row.reason, `${where}.reason`)
    free(row.last_error, `${where}.last_error`)
  })
  bundle.integration_logs.forEach((row, index) => {
    const where = `integration_logs[${index}]`
    free(row.door_name, `${where}.door_name`)
    free(row.error_message, `${where}.error_message`)
    scan(row.request_json, null, `${where}.request_json`, rules)
    scan(row.response_json, null, `${where}.response_json`, rules)
  })
  return rules.found
}

export function correlationIds(bundle: TraceBundle): ReadonlySet<string> {
  return new Set([
    bundle.correlation_id,
    ...bundle.app_audit.map((row) => row.correlation_id),
    ...bundle.reconcile_jobs.map((row) => row.correlation_id),
    ...bundle.integration_logs.map((row) => row.correlation_id),
  ])
}

function scan(value: unknown, kind: FieldKind | null, where: string, rules: Rules): void {
  if (value === null || value === undefined || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (kind !== 'exempt' && kind !== 'long_id') scanText(String(value), where, rules)
    if (kind === 'pin') rules.found.push({ where, what: 'pin' })
    return
  }
  if (typeof value === 'string') {
    scanString(value, kind, where, rules)
    return
  }
  if (Array.isArray(value)) {
    value.forEach((inner, index) => {
      scan(inner, kind, `${where}[${index}]`, rules)
    })
    return
  }
  for (const [field, inner] of Object.entries(value)) {
    scanText(field, where, rules)
    scan(inner, fieldKind(field), `${where}.${field}`, rules)
  }
}

function scanString(text: string, kind: FieldKind | null, where: string, rules: Rules): void {
  if (text === '' || ISO_TIME.test(text)) return
  if (kind === 'secret') {
    if (text !== '***') rules.found.push({ where, what: 'token' })
    return
  }
  if (kind === 'pin') {
    if (!MASKED_PIN.test(text)) rules.found.push({ where, what: 'pin' })
    return
  }
  if ((kind === 'exempt' || kind === 'long_id') && ID_SHAPED.test(text)) {
    if (holdsKnownText(text, rules)) rules.found.push({ where, what: 'token' })
    return
  }
  scanText(text, where, rules)
}

function scanText(text: string, where: string, rules: Rules): void {
  if (holdsKnownText(text, rules) || NAMED_SECRET.test(text) || holdsUnknownToken(text, rules)) {
    rules.found.push({ where, what: 'token' })
  } else if (NAMED_PIN.test(text) || holdsKnownPin(text, rules)) {
    rules.found.push({ where, what: 'pin' })
  }
}

function holdsKnownText(text: string, { secrets }: Rules): boolean {
  // `search`, not `test`: the pattern is global and would remember where it stopped.
  return secrets.texts !== null && text.search(secrets.texts) >= 0
}

function holdsKnownPin(text: string, { secrets }: Rules): boolean {
  if (secrets.pins.size === 0) return false
  return (text.match(/\d+/g) ?? []).some((run) => secrets.pins.has(run))
}

function holdsUnknownToken(text: string, { knownIds }: Rules): boolean {
  return (text.match(TOKEN_SHAPE) ?? []).some((word) => /\d/.test(word) && !knownIds.has(word.toLowerCase()))
}

/**
 * Texts that a person typed here, or that quote one: "wrong passcode: 482913" is starred out before the scan, for nobody
 * could take it back and the trace would never go out. A provider's body is not: what stands in one so should have been
 * hidden when it was recorded.
 */
export function starTyped(value: unknown, knownIds: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return starText(value, knownIds)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((inner) => starTyped(inner, knownIds))
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      isExempt(fieldKind(field), inner) ? inner : starTyped(inner, knownIds),
    ]),
  )
}

function isExempt(kind: FieldKind, value: unknown): boolean {
  return (kind === 'exempt' || kind === 'long_id') && typeof value === 'string' && ID_SHAPED.test(value)
}

function starText(text: string, knownIds: ReadonlySet<string>): string {
  return text
    .replace(NAMED_SECRETS, `$<name>${HIDDEN}`)
    .replace(NAMED_PINS, `$<name>${HIDDEN}`)
    .replace(TOKEN_SHAPE, (word) => (/\d/.test(word) && !knownIds.has(word.toLowerCase()) ? HIDDEN : word))
}
