/** Trace records keep the seed's names, since people compare them with exports. */
export interface AuditRecordView {
  readonly id: number
  readonly time: string
  readonly operator: string
  readonly entity: string
  readonly action: string
  readonly before: unknown
  readonly after: unknown
  readonly correlation_id: string
  readonly debug_session_id: string | null
  readonly chain_hash: string
}

export interface JobRecordView {
  readonly attempt_count: number
  readonly correlation_id: string
  readonly created_at: string
  readonly debug_session_id: string | null
  readonly derived: { readonly age_seconds: number; readonly is_stuck_running: boolean }
  readonly job_type: string
  readonly last_error: string | null
  readonly next_run_at: string | null
  readonly reason: string
  readonly reconcile_job_id: number
  readonly status: string
  readonly updated_at: string
  readonly user_id: number
  readonly wait_reason: string | null
  readonly held_by: string | null
  readonly held_until: string | null
}

export interface LogRecordView {
  readonly action: string
  readonly correlation_id: string
  readonly created_at: string
  readonly debug_session_id: string | null
  readonly door_id: number | null
  readonly door_name: string | null
  readonly error_message: string | null
  readonly external_id: string | null
  readonly id: number
  readonly lock_key: string
  readonly ok: boolean
  readonly provider_type: string
  readonly reconcile_job_id: number | null
  readonly request_json: unknown
  readonly response_json: unknown
  readonly started_at: string
  readonly duration_ms: number
  readonly attempt: number | null
  readonly operation_id: number | null
  readonly http_status: number | null
}

/** A record in a list of them. */
interface Listed {
  /** What is long in it stayed behind; `traces.record` gives the whole. */
  readonly shortened: boolean
}
export interface ListedLog extends LogRecordView, Listed {}
export interface ListedAudit extends AuditRecordView, Listed {}

/** Changes first, then decisions. */
export interface TraceHeadPage {
  readonly app_audit: readonly ListedAudit[]
  readonly reconcile_jobs: readonly JobRecordView[]
  readonly next: string | null
}

export interface TraceLogPage {
  readonly rows: readonly ListedLog[]
  /** Where the list goes on, also when it has not gone on yet. */
  readonly next: string
  readonly hasMore: boolean
}

export interface TraceView {
  readonly correlation_id: string
  /** Short for the id, to be read over the phone: `R8B5-YFTJ`. The search takes it. */
  readonly phoneCode: string
  /** One sentence in plain words. */
  readonly outcome: string
  readonly outcomeState: 'ok' | 'failed' | 'running' | 'waiting' | 'cancelled' | 'unknown'
  readonly timezone: string
  readonly siteName: string | null
  readonly app_audit: readonly ListedAudit[]
  readonly reconcile_jobs: readonly JobRecordView[]
  /** Where `traces.head` goes on; null when all changes and decisions are here. */
  readonly nextHead: string | null
  /** The first page in the order of recording; `traces.logs` goes on. */
  readonly integration_logs: readonly ListedLog[]
  readonly logCount: number
  readonly nextLogs: string | null
  /** The correlation ids whose records are here: its own first, then those that were folded in. */
  readonly sourceIds: readonly string[]
  readonly planIds: readonly number[]
  /** Set when the trace comes from a file: it is read-only and nothing of it is in the database. */
  readonly imported: ImportedFrom | null
}

export interface ImportedFrom {
  readonly fileName: string
  readonly exportedAt: string
  /** `Lockstep 0.1.0` */
  readonly program: string
  readonly origin: 'lockstep' | 'older_system'
  /** The file's debug session, to be opened by its `importId`; null for the file of one trace. */
  readonly session: { readonly importId: number; readonly code: string } | null
}

export interface CodeStoryEvent {
  readonly at: string
  /** By a person, sent by Lockstep, refused or lost, shown by the lock, or proven. */
  readonly kind: 'decided' | 'sent' | 'failed' | 'seen' | 'proven'
  readonly sentence: string
  /** The trace that tells more; null where there is none. */
  readonly correlationId: string | null
}

/** Why a code is on a door's lock, or why not: its whole life, oldest first. */
export interface CodeStoryView {
  readonly timezone: string
  readonly events: readonly CodeStoryEvent[]
}

/** Something a record concerns, and the screen on which it stands. */
export interface PlaceView {
  /** `Door #2`: by it the place is asked for. */
  readonly thing: string
  readonly kind: 'door' | 'person' | 'code' | 'plan' | 'job' | 'debug_session'
  readonly label: string
  /** Address of the screen, `/doors/2`. */
  readonly to: string
}

/** How long records are kept. The audit is kept for ever. */
export interface RetentionView {
  readonly logDays: number
  /** The periods one can choose from. */
  readonly choices: readonly number[]
}

/** With a failed record, without one and ended, or with a job that is not at its end. */
export const TRACE_OUTCOMES = ['all', 'failed', 'good', 'open'] as const
export type TraceOutcomeFilter = (typeof TRACE_OUTCOMES)[number]

/** A filter of the list of traces, as its address has it. */
export interface SavedFilterView {
  readonly id: number
  readonly name: string
  readonly filter: {
    readonly q?: string | undefined
    readonly door?: number | undefined
    readonly outcome?: Exclude<TraceOutcomeFilter, 'all'> | undefined
    readonly session?: string | undefined
    readonly range?: 'hour' | 'day' | 'week' | 'between' | undefined
    readonly from?: string | undefined
    readonly to?: string | undefined
  }
}

export const TRACE_EXPORT_FORMATS = ['bundle', 'html', 'jsonl', 'har', 'otlp'] as const
export type TraceExportFormat = (typeof TRACE_EXPORT_FORMATS)[number]

export type TraceExportReply =
  | { readonly kind: 'saved'; readonly fileName: string; readonly bytes: number }
  | { readonly kind: 'cancelled' }

export type TraceImportReply =
  | { readonly kind: 'opened'; readonly importId: number }
  | { readonly kind: 'opened_session'; readonly importId: number }
  | { readonly kind: 'cancelled' }

/** What was, or would be, done about one code, and why. The words are those of the plan's record. */
export interface DecisionView {
  readonly kind: string
  readonly would: string | null
  readonly reason: string | null
}

export interface RehearsedCode {
  /** `AB U9 C6`, or the provider's id where the name is not ours. */
  readonly code: string
  /** Null: nothing was decided about it then. */
  readonly recorded: DecisionView | null
  /** Null: nothing would be decided about it today. */
  readonly today: DecisionView | null
  readonly isSame: boolean
}

export interface RehearsedDoor {
  readonly doorId: number
  readonly doorName: string | null
  readonly lock_key: string
  /** When the recorded decision was made. */
  readonly plannedAt: string
  readonly codes: readonly RehearsedCode[]
  /** Position in `codes`; null when all are the same. */
  readonly firstDifference: number | null
  /** What the record would have to tell and does not; such a door is not judged. */
  readonly missing: readonly ('equal_digits' | 'keypad' | 'room_on_lock' | 'readable_list')[]
  /** What was taken as it usually is, because the record does not tell it. */
  readonly assumed: readonly ('digits' | 'windows' | 'lock_abilities')[]
}

/** A recorded decision made again by the planner of today, from what a simulator lists. */
export interface RehearsalView {
  readonly verdict: 'same' | 'different' | 'partly' | 'no_plan' | 'plan_not_understood'
  readonly timezone: string
  readonly doors: readonly RehearsedDoor[]
  /** Doors beyond those that a rehearsal takes. */
  readonly leftOut: number
}

/** How far an export or an import is; `total` is 0 where it cannot be known. */
export interface FileProgress {
  readonly step: 'reading' | 'checking'
  readonly done: number
  readonly total: number
}

export interface TraceRow {
  readonly correlationId: string
  readonly startedAt: string
  readonly endedAt: string
  readonly title: string
  readonly outcome: string
  readonly outcomeState: 'ok' | 'failed' | 'running' | 'waiting' | 'cancelled' | 'unknown'
  readonly doorName: string | null
  /** Of the site it is about; null where it is about several in different zones. */
  readonly timezone: string | null
  readonly logCount: number
  readonly errorCount: number
}

/** Where a shown trace comes from: the database, or a file that was opened read-only. */
export type TraceSource =
  | { readonly kind: 'live'; readonly correlationId: string }
  | { readonly kind: 'imported'; readonly importId: number }

export interface ComparedRun extends TraceRow {
  readonly source: TraceSource
}

/** Newest first; those in opened files before the first page. */
export interface ComparedRunPage {
  readonly rows: readonly ComparedRun[]
  readonly next: string | null
}

/** What a trace can be compared with. */
export interface ComparableView {
  /** The newest earlier run of the same kind on the same door that came to a good end. */
  readonly lastGood: ComparedRun | null
  readonly others: readonly ComparedRun[]
}

export interface TracePage {
  readonly rows: readonly TraceRow[]
  readonly next: string | null
}
