import type { TraceRow } from './traces.ts'

export interface DebugSessionView {
  readonly id: number
  /** What the records carry as `debug_session_id`, e.g. `7QF2-M9PX`. */
  readonly code: string
  readonly note: string
  readonly startedBy: string
  readonly startedAt: string
  /** As planned. */
  readonly endsAt: string
  /** When a person ended it earlier. */
  readonly stoppedAt: string | null
  readonly state: 'recording' | 'stopped' | 'ended'
  readonly traceCount: number
}

export interface DebugSessionPage {
  readonly rows: readonly DebugSessionView[]
  readonly next: number | null
  /** How long a new one may last, minutes. */
  readonly lengths: readonly number[]
}

/** A trace of an imported session, to be opened by its `importId`. */
export interface ImportedTraceRow extends TraceRow {
  readonly importId: number
  readonly timezone: string
}

/** A debug session that stands in a file: read-only, nothing of it is in the database. */
export interface ImportedSessionView {
  readonly fileName: string
  readonly exportedAt: string
  readonly program: string
  readonly code: string
  readonly note: string
  readonly startedAt: string
  readonly endsAt: string
  readonly stoppedAt: string | null
  /** Older traces for which the file had no room. */
  readonly leftOut: number
  readonly traces: readonly ImportedTraceRow[]
}
