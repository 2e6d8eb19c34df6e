import type { DebugSessionId, OperatorId } from '../../domain/ids.ts'

export interface DebugSessionRecord {
  readonly id: DebugSessionId
  /** What records carry as `debug_session_id`: `7QF2-M9PX`. */
  readonly code: string
  readonly note: string
  readonly operatorId: OperatorId
  readonly startedAt: string
  /** As planned. */
  readonly endsAt: string
  /** When a person ended it earlier. */
  readonly stoppedAt: string | null
}

export interface DebugSessionStore {
  insert(session: Omit<DebugSessionRecord, 'id' | 'stoppedAt'>): DebugSessionId
  stop(id: DebugSessionId, atIso: string): void
  get(id: DebugSessionId): DebugSessionRecord | null
  byCode(code: string): DebugSessionRecord | null
  /** The code of the session that records at this moment. */
  codeAt(atIso: string): string | null
  /** Newest first; `beforeId` is the last of the page before. */
  list(page: {
    readonly beforeId: DebugSessionId | null
    readonly limit: number
  }): readonly DebugSessionRecord[]
  traceCount(code: string): number
}
