import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { redactText, redactValue } from '../domain/redaction/redact.ts'

/**
 * A bundle as it may leave the PC, or as a file from elsewhere may be shown: its free text and bodies redacted by
 * field and by value. Ids, times, counts and codes of our own columns stay as they are. Redacting twice gives the same.
 * @param secrets PINs, tokens and the like of the doors and accounts concerned
 */
export function redactBundle(bundle: TraceBundle, secrets: readonly string[]): TraceBundle {
  const places = new Set(bundle.integration_logs.flatMap((log) => log.door_name ?? []))
  if (bundle.site_name !== null) places.add(bundle.site_name)
  const options = { secrets, keptNames: [...places] }
  const body = (value: unknown): unknown => plainKeys(redactValue(value, options))
  const free = (text: string): string => redactText(text, options)
  const freeOrNull = (text: string | null): string | null => (text === null ? null : free(text))
  return {
    ...bundle,
    outcome: { ...bundle.outcome, sentence: free(bundle.outcome.sentence) },
    site_name: freeOrNull(bundle.site_name),
    app_audit: bundle.app_audit.map((row) => ({ ...row, before: body(row.before), after: body(row.after) })),
    reconcile_jobs: bundle.reconcile_jobs.map((row) => ({
      ...row,
      reason: free(row.reason),
      last_error: freeOrNull(row.last_error),
    })),
    integration_logs: bundle.integration_logs.map((row) => ({
      ...row,
      door_name: freeOrNull(row.door_name),
      error_message: freeOrNull(row.error_message),
      request_json: body(row.request_json),
      response_json: body(row.response_json),
    })),
  }
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
