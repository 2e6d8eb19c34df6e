import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { redactText, redactValue } from '../domain/redaction/redact.ts'

interface Rules {
  readonly secrets: readonly string[]
  /** Doors and the site: places, not people. */
  readonly keptNames: readonly string[]
}

/**
 * A bundle as it may leave the PC, or as a file from elsewhere may be shown: its free text and bodies redacted by
 * field and by value. Ids, times, counts and codes of our own columns stay as they are. Redacting twice gives the same.
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
  return { secrets, keptNames: [...places] }
}

function redactHead(bundle: TraceBundle, rules: Rules): TraceBundle {
  return {
    ...bundle,
    outcome: { ...bundle.outcome, sentence: redactText(bundle.outcome.sentence, rules) },
    site_name: freeText(bundle.site_name, rules),
    app_audit: bundle.app_audit.map((row) => ({
      ...row,
      before: body(row.before, rules),
      after: body(row.after, rules),
    })),
    reconcile_jobs: bundle.reconcile_jobs.map((row) => ({
      ...row,
      reason: redactText(row.reason, rules),
      last_error: freeText(row.last_error, rules),
    })),
  }
}

function redactLog(row: BundleLog, rules: Rules): BundleLog {
  return {
    ...row,
    door_name: freeText(row.door_name, rules),
    error_message: freeText(row.error_message, rules),
    request_json: body(row.request_json, rules),
    response_json: body(row.response_json, rules),
  }
}

function body(value: unknown, rules: Rules): unknown {
  return plainKeys(redactValue(value, rules))
}

function freeText(text: string | null, rules: Rules): string | null {
  return text === null ? null : redactText(text, rules)
}

/** Readers refuse a file with a field `__proto__`; a provider that sends one must not make its trace unreadable. */
function plainKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === '__proto__' ? '(__proto__)' : key,
      plainKeys(inner),
    ]),
  )
}
