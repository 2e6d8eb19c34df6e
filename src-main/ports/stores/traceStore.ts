import type { CorrelationId, CredentialId, DoorId, JobId, OperatorId, VendorPinId } from '../../domain/ids.ts'
import type { JsonText } from '../../domain/jsonText.ts'
import type { LogBody } from '../../domain/trace/logBody.ts'

export interface AuditEntry {
  readonly operatorId: OperatorId
  /** `Door #2`. */
  readonly entity: string
  readonly entityId: number
  readonly action: string
  readonly before: unknown
  readonly after: unknown
  readonly correlationId: CorrelationId
}

export interface AuditRecord extends AuditEntry {
  readonly id: number
  readonly time: string
  /** Code of the debug session that recorded meanwhile. */
  readonly debugSessionId: string | null
  readonly chainHash: string
}

/** A log row as stored: redacted, with the seed's columns. */
export interface LogRecord {
  readonly id: number
  /** When it ended. */
  readonly createdAt: string
  readonly startedAt: string
  readonly durationMs: number
  readonly action: string
  readonly ok: boolean
  readonly providerType: 'TTLOCK' | 'ACCESS_BROKER'
  readonly lockKey: string
  readonly doorId: number | null
  readonly doorName: string | null
  readonly externalId: string | null
  readonly reconcileJobId: number | null
  readonly operationId: number | null
  readonly correlationId: CorrelationId
  readonly debugSessionId: string | null
  readonly attempt: number | null
  readonly httpStatus: number | null
  readonly errorMessage: string | null
  readonly request: unknown
  readonly response: unknown
}

/** A log row on its way to the store, its response as it will stand there. */
export interface RedactedLog extends Omit<LogRecord, 'id' | 'debugSessionId' | 'response'> {
  readonly response: LogBody | null
}

/** As lists of records have it. */
export interface ListedLogRecord {
  readonly id: number
  readonly doorId: number | null
  readonly doorName: string | null
  /** The row by the seed's names, its bodies as they are stored, and `shortened` where one stayed behind, for it is long. */
  readonly json: JsonText<unknown>
}

export interface TraceListRecord {
  readonly correlationId: CorrelationId
  readonly startedAt: string
  readonly endedAt: string
  readonly doorName: string | null
  readonly logCount: number
  readonly errorCount: number
}

/** With a failed record, without one and ended, or with a job that is not at its end. */
export type TraceOutcomeFilter = 'all' | 'failed' | 'good' | 'open'

export interface TraceFilter {
  readonly text: string
  readonly doorId: DoorId | null
  readonly outcome: TraceOutcomeFilter
  /** Code of a debug session: traces that have a record of it. */
  readonly debugSession: string | null
  readonly from: string | null
  readonly to: string | null
  /** The last row of the page before: newest first by start, then id. */
  readonly after: { readonly startedAt: string; readonly correlationId: string } | null
  readonly limit: number
}

export interface TraceStore {
  /** Appends to the hash chain, in the caller's transaction; the row's id. `before` and `after` hold no PIN. */
  appendAudit(entry: AuditEntry, atIso: string): number
  /** Null when the chain is whole, else the first bad row. */
  verifyAudit(): { readonly badId: number } | null
  auditHead(): { readonly count: number; readonly hash: string }
  /** Stores a log row that was redacted before. */
  appendLog(row: Omit<LogRecord, 'id'>): number
  /**
   * The same in the open transaction, else with the next commit, within a tenth of a second. Rows keep their
   * order, come before whatever is written after them, and are there for whoever reads traces. `make` redacts the row: now,
   * or just before that commit. The debug session is the one that records at `createdAt`.
   */
  appendLogSoon(make: () => RedactedLog): void
  /** By the correlation id itself and by those of jobs it was folded into; oldest first, all of them or a page. */
  auditOf(
    correlationIds: readonly CorrelationId[],
    page?: { readonly afterId: number; readonly limit: number },
  ): readonly AuditRecord[]
  auditRow(id: number): AuditRecord | null
  /** The newest changes of one thing (`Credential #6`), oldest of them first. */
  auditOfEntity(entity: string, limit: number): readonly AuditRecord[]
  /** The newest changes of a door that name this code by its id on the lock or by its credential, oldest of them first. */
  auditOfCode(
    code: {
      readonly doorId: DoorId
      readonly credentialId: CredentialId | null
      readonly vendorPinId: VendorPinId | null
    },
    limit: number,
  ): readonly AuditRecord[]
  logsOf(correlationIds: readonly CorrelationId[], afterId: number, limit: number): readonly LogRecord[]
  /** The newest rows of one job among those of its correlation ids, oldest of them first. */
  logsOfJob(job: {
    readonly id: JobId
    readonly correlationIds: readonly CorrelationId[]
    readonly limit: number
  }): readonly LogRecord[]
  /**
   * For lists: at most so many rows, and no further once they come to so many octets. A body of more than `body` octets
   * stays behind; of such an answer the facts of `shortAnswer` come.
   */
  listLogs(
    correlationIds: readonly CorrelationId[],
    page: {
      readonly afterId: number
      readonly rows: number
      readonly octets: number
      readonly body: number
    },
  ): { readonly rows: readonly ListedLogRecord[]; readonly hasMore: boolean }
  logRow(id: number): LogRecord | null
  logCount(correlationIds: readonly CorrelationId[]): number
  search(filter: TraceFilter): readonly TraceListRecord[]
  /**
   * Deletes the oldest log rows from before `createdBefore`, at most `limit`, in one short transaction. Returns how many
   * went; fewer than `limit`: nothing older is left. The audit stays for ever.
   */
  pruneLogs(old: { readonly createdBefore: string; readonly limit: number }): number
  /** After it, and as it: deletes long responses that no row since `createdBefore` refers to. */
  pruneLogBodies(old: { readonly createdBefore: string; readonly limit: number }): number
}
