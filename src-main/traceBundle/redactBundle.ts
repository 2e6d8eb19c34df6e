import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { redactText, redactValue } from '../domain/redaction/redact.ts'
import { DEEPEST_FILE } from './bundleFile.ts'
import { correlationIds, starTyped } from './secretScan.ts'

interface Rules {
  readonly secrets: readonly string[]
  /** Doors and the site: places, not people. */
  readonly keptNames: readonly string[]
  /** 32 hex digits that are no token. */
  readonly knownIds: ReadonlySet<string>
}

/**
 * A bundle as it may leave the PC, or as a file from elsewhere may be shown: its free text and bodies redacted by
 * field and by value. What people typed here loses what only looks like a secret, too: it could not be taken back. Ids, times, counts and codes of our own columns stay as they are. Redacting twice gives the same.
 * @param secrets PINs, tokens and the like of the doors and accounts concerned
 * @param report told now and then how many log rows are done
 */
export function redactBundle(
  bundle: TraceBundle,
  secrets: readonly string[],
  report: (done: number) => void = () => undefined,
): TraceBundle {
  const rules = rulesOf(bundle, secrets)
  const logs = bundle.integration_logs.map((row, index) => {
    if (index % REPORTED_ROWS === 0) report(index)
    return redactLog(row, rules)
  })
  return { ...redactHead(bundle, rules), integration_logs: logs }
}

const REPORTED_ROWS = 500

function rulesOf(bundle: TraceBundle, secrets: readonly string[]): Rules {
  const places = new Set(bundle.integration_logs.flatMap((log) => log.door_name ?? []))
  if (bundle.site_name !== null) places.add(bundle.site_name)
  return { secrets, keptNames: [...places], knownIds: correlationIds(bundle) }
}

function redactHead(bundle: TraceBundle, rules: Rules): TraceBundle {
  return {
    ...bundle,
    outcome: { ...bundle.outcome, sentence: typedText(bundle.outcome.sentence, rules) },
    site_name: bundle.site_name === null ? null : typedText(bundle.site_name, rules),
    app_audit: bundle.app_audit.map((row) => ({
      ...row,
      operator: wellFormed(row.operator),
      before: starTyped(body(row.before, rules), rules.knownIds),
      after: starTyped(body(row.after, rules), rules.knownIds),
    })),
    reconcile_jobs: bundle.reconcile_jobs.map((row) => ({
      ...row,
      reason: typedText(row.reason, rules),
      last_error: row.last_error === null ? null : typedText(row.last_error, rules),
    })),
  }
}

function redactLog(row: BundleLog, rules: Rules): BundleLog {
  const safe = {
    ...row,
    door_name: row.door_name === null ? null : typedText(row.door_name, rules),
    error_message: row.error_message === null ? null : wellFormed(redactText(row.error_message, rules)),
    request_json: body(row.request_json, rules),
    response_json: body(row.response_json, rules),
  }
  if (row.provider_type !== OWN_STEPS) return safe
  // A plan quotes the reasons of people.
  return {
    ...safe,
    request_json: starTyped(safe.request_json, rules.knownIds),
    response_json: starTyped(safe.response_json, rules.knownIds),
  }
}

const OWN_STEPS = 'ACCESS_BROKER'

function body(value: unknown, rules: Rules): unknown {
  return readable(redactValue(value, rules), 0)
}

function typedText(text: string, rules: Rules): string {
  return wellFormed(String(starTyped(redactText(text, rules), rules.knownIds)))
}

/** With what a body stands in, five in the file of a session, no more than its reader takes. */
const DEEPEST_BODY = DEEPEST_FILE - 5
const TOO_DEEP = '…'

/**
 * Readers refuse a file with a field `__proto__`, with half a character or nested too deep; a provider that sends such
 * must not make its trace unreadable.
 */
function readable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST_BODY) return TOO_DEEP
  if (Array.isArray(value)) return value.map((inner) => readable(inner, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === '__proto__' ? '(__proto__)' : wellFormed(key),
      readable(inner, depth + 1),
    ]),
  )
}

/** Half of a character, as a cut text may end with, becomes the sign for one that cannot be read. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
