import type { CorrelationId, DoorId, JobId, OperationId } from '../domain/ids.ts'

export const PROVIDER_TYPES = ['TTLOCK', 'ACCESS_BROKER'] as const
/** `ACCESS_BROKER` is our own engine; the seed's word. */
export type ProviderType = (typeof PROVIDER_TYPES)[number]

/** One thing sent to a provider, or one step of our own engine, before redaction. */
export interface IntegrationLogEntry {
  readonly action: string
  readonly ok: boolean
  readonly providerType: ProviderType
  /** `TTLOCK:28991110`, or `ACCESS_BROKER:unknown` for a step that concerns no lock. */
  readonly lockKey: string
  readonly correlationId: CorrelationId
  readonly jobId: JobId | null
  readonly doorId: DoorId | null
  readonly doorName: string | null
  readonly externalId: string | null
  readonly operationId: OperationId | null
  readonly request: unknown
  readonly response: unknown
  readonly errorMessage: string | null
  readonly startedAtMs: number
  readonly durationMs: number
  readonly attempt: number | null
  readonly httpStatus: number | null
  /** Octets of the body; given when `response` is the provider's as it was parsed. */
  readonly foreignBytes?: number
}

/**
 * The one way into `integration_log`. Redacts by field and by value before anything is stored;
 * `secrets` are values known to be secret in this context (PINs, tokens), removed wherever they stand.
 */
export interface TraceRecorder {
  record(entry: IntegrationLogEntry, secrets: readonly string[]): void
}
