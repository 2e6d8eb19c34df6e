import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'

/** What a log row says of the request it made. */
export interface ProviderCall {
  readonly method: string
  readonly url: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Null for a step of our own, and for a row that does not say where it went. */
export function readCall(log: BundleLog): ProviderCall | null {
  const request = log.request_json
  if (!isRecord(request)) return null
  const { method, payload } = request
  // Parameters come from the payload; a query could hold what a free text carried in.
  const url = typeof request.url === 'string' ? request.url.split('?')[0] : undefined
  if (typeof method !== 'string' || !url) return null
  return { method: method.toUpperCase(), url, payload: isRecord(payload) ? payload : {} }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
