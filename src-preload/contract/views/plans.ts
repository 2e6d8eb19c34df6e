import type { EvidenceGrade, WindowView } from './doors.ts'

export type PlanStatus =
  | 'reading'
  | 'previewed'
  | 'approved'
  | 'applying'
  | 'applied'
  | 'partly_applied'
  | 'stale'
  | 'expired'
  | 'rejected'
  | 'superseded'

export interface PlanRow {
  readonly id: number
  readonly correlationId: string
  readonly title: string
  readonly status: PlanStatus
  readonly mode: string
  readonly createdAt: string
  readonly doors: number
  readonly adds: number
  readonly changes: number
  readonly deletes: number
  readonly blocked: number
  readonly invalid: number
}

export type PlanLineKind =
  | 'add'
  | 'change'
  | 'replace'
  | 'delete'
  | 'blocked_by_grace'
  | 'invalid_expected'
  | 'reported'
  | 'under_way'
  | 'unchanged'

export interface PlanLineView {
  readonly lineId: string
  readonly kind: PlanLineKind
  readonly title: string
  readonly personId: number | null
  readonly codeName: string | null
  readonly vendorPinId: string | null
  readonly window: WindowView | null
  readonly why: string
  readonly evidence: EvidenceGrade
  readonly eligibleAt: string | null
  readonly isSelectable: boolean
  /** A delete that the limits count; above them the number of selected ones is typed in. */
  readonly countsTowardLimits: boolean
  readonly result: 'ok' | 'failed' | 'unconfirmed' | 'already_so' | 'stale' | 'skipped' | null
  readonly resultSentence: string | null
}

export interface PlanDoorView {
  readonly doorId: number
  readonly doorName: string
  readonly timezone: string
  readonly state: 'planned' | 'unreadable' | 'stale' | 'done'
  readonly unreadableBecause: string | null
  readonly calls: number
  readonly seconds: number
  readonly lines: readonly PlanLineView[]
  readonly unchanged: number
}

export interface PlanView {
  readonly row: PlanRow
  readonly digest: string
  readonly expiresAt: string | null
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  readonly approvalReason: string | null
  /** Why it was not applied by itself, one sentence each. */
  readonly safeguards: readonly string[]
  readonly doors: readonly PlanDoorView[]
  /** Who gains or loses which door, one sentence each. */
  readonly impact: readonly string[]
  readonly totalCalls: number
  readonly totalSeconds: number
  /** True when the plan's counted deletes are above the limits: the number of selected ones must be typed in. */
  readonly needsTypedDeletes: boolean
  readonly doorsRead: number
  readonly doorsToRead: number
}
