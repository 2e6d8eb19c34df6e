import type { ErrorCode } from '../errors.ts'
import type { EvidenceGrade, WindowView } from './doors.ts'
import type { HoldView } from './holds.ts'

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
  /** Of its site; null where it is about several in different zones. */
  readonly timezone: string | null
  readonly doors: number
  readonly adds: number
  readonly changes: number
  readonly deletes: number
  readonly blocked: number
  readonly invalid: number
  /** Differences that are shown and not sent. */
  readonly reported: number
  /** Codes the provider is still working on. */
  readonly underWay: number
  readonly unreadableDoors: number
}

export interface PlanPage {
  readonly plans: readonly PlanRow[]
  /** Null where there are no older ones. */
  readonly next: number | null
}

export type PlanLineKind =
  | 'add'
  | 'change'
  | 'replace'
  | 'delete'
  | 'schedule'
  | 'blocked_by_grace'
  | 'invalid_expected'
  | 'reported'
  | 'under_way'
  | 'unchanged'

/** The lists that a recorded plan has for each door, and what kind of line stands in each. */
export interface RecordedLines {
  readonly adds: 'add'
  readonly changes: 'change'
  readonly replaces: 'replace'
  readonly deletes: 'delete'
  readonly schedules: 'schedule'
  readonly blocked_by_grace: 'blocked_by_grace'
  readonly invalid_expected: 'invalid_expected'
  readonly reported: 'reported'
  readonly under_way: 'under_way'
}

/** A line in full. Lines are asked for door by door, as they come into sight. */
export interface PlanLineView {
  readonly lineId: string
  readonly kind: PlanLineKind
  /** The person, else the code's name, else its id. */
  readonly title: string
  /** It is no code: what is said of codes does not hold for it. */
  readonly isAboutSchedule: boolean
  readonly isSelectable: boolean
  /** Null while nobody has approved. */
  readonly isApproved: boolean | null
  /** A delete that the limits count; above them the number of selected ones is typed in. */
  readonly countsTowardLimits: boolean
  readonly result: 'ok' | 'failed' | 'unconfirmed' | 'already_so' | 'stale' | 'skipped' | null
  readonly personId: number | null
  readonly codeName: string | null
  readonly vendorPinId: string | null
  readonly window: WindowView | null
  readonly why: string
  readonly evidence: EvidenceGrade
  /** As of when; null where there is none. */
  readonly evidenceAt: string | null
  readonly eligibleAt: string | null
  readonly resultSentence: string | null
  /** The code that is not ours and holds the PIN of this credential: a person decides. */
  readonly pinTaken: { readonly credentialId: number; readonly vendorPinId: string } | null
}

/** Lines of a door by kind, in the order in which they stand; a kind without any is left out. */
export type LineCounts = Readonly<Partial<Record<Exclude<PlanLineKind, 'unchanged'>, number>>>

export interface PlanDoorView {
  readonly doorId: number
  readonly doorName: string
  readonly timezone: string
  readonly state: 'planned' | 'unreadable' | 'stale' | 'done' | 'skipped'
  readonly unreadableBecause: string | null
  /** Who skipped it when the apply asked; null where nobody did. */
  readonly leftOutBy: string | null
  readonly calls: number
  readonly seconds: number
  readonly counts: LineCounts
  /** Deletes that the limits count. */
  readonly countedDeletes: number
  readonly unchanged: number
}

/** Lines that a search finds, by their places in their door's list. */
export interface FoundLines {
  readonly doorId: number
  readonly indexes: readonly number[]
}

/** What became of a plan's lines. */
export interface PlanProgressView {
  readonly approved: number
  /** The lock is as they want it. */
  readonly proven: number
  readonly failed: number
  readonly leftOut: number
}

/** Results of an apply that a person is asked about. */
export const UNEXPECTED_KINDS = [
  'no_network',
  'provider_down',
  'gateway_offline',
  'lock_unreachable',
  'no_gateway',
  'not_signed_in',
  'quota',
  'throttled',
  'clock',
  'region',
  'busy',
  'code_resting',
  'data',
  'already_exists',
  'already_gone',
  'malformed_answer',
  'lost_answer',
  'unknown',
  'unconfirmed',
  'not_done',
] as const

export interface ApplyQuestionView {
  readonly kind: (typeof UNEXPECTED_KINDS)[number]
  readonly askedAt: string
  readonly doors: readonly { readonly doorId: number; readonly doorName: string; readonly sentence: string }[]
}

export interface SafeguardView {
  readonly key: string
  readonly sentence: string
  /** The plan cannot be approved before this was allowed once. */
  readonly mustBeAllowed: boolean
  readonly allowed: { readonly by: string; readonly reason: string; readonly at: string } | null
}

/** What keeps doors of the plan from being sent to. */
export interface PlanHoldView extends HoldView {
  readonly doorNames: readonly string[]
}

export interface PlanView {
  readonly row: PlanRow
  readonly digest: string
  readonly expiresAt: string | null
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  readonly approvalReason: string | null
  /** Until when what was approved may be applied. */
  readonly approvalExpiresAt: string | null
  readonly scope: PlanScopeView
  /** What makes it more than usual; under policy `auto` it is why the plan was not applied by itself. */
  readonly safeguards: readonly SafeguardView[]
  /** Null where no second manager is asked for. */
  readonly secondOperator: {
    readonly confirmedBy: string | null
    readonly confirmedAt: string | null
  } | null
  readonly doors: readonly PlanDoorView[]
  /** Of all lines; once approved, of those that were. */
  readonly totalCalls: number
  /** The same by whose month of calls they are taken from; a lock that no account has takes none. */
  readonly callsOfAccounts: readonly { readonly accountId: number; readonly calls: number }[]
  readonly totalSeconds: number
  readonly progress: PlanProgressView
  /** True when the plan's counted deletes are above the limits: the number of selected ones must be typed in. */
  readonly needsTypedDeletes: boolean
  /** Results that the apply did not expect: it rests on these doors until a person says how to go on. */
  readonly questions: readonly ApplyQuestionView[]
  /** How long each gateway has to work: in all, and during the apply for what is left of it. */
  readonly timeLeft: readonly { readonly gateway: string | null; readonly seconds: number }[]
  /** What holds its doors at the moment; empty when everything could be sent. */
  readonly holds: readonly PlanHoldView[]
  /** Doors that nothing is sent to because their site only observes; where that is every one, it cannot be applied. */
  readonly observed: { readonly doorNames: readonly string[]; readonly isEvery: boolean }
  /** Its apply that waits for the enforcement hours alone: a manager may let it run now. */
  readonly heldByHours: readonly number[]
  readonly doorsRead: number
  readonly doorsToRead: number
  /** Whether an applied plan can be undone; null where there is nothing to undo. */
  readonly undo: UndoView | null
  /** The plan this one reverses. */
  readonly undoOf: PlanLink | null
  /** The undo that was applied to this plan. */
  readonly undoneBy: PlanLink | null
}

/** How often a person gains or loses a door, or what opens it to them changes. */
export interface PlanImpactSums {
  readonly gains: number
  readonly losses: number
  /** Of those, by people whose stay is running. */
  readonly lossesInStay: number
  readonly changes: number
  /** Without a code for a moment. */
  readonly interrupted: number
  /** Codes that opened nothing any more. */
  readonly ended: number
  /** Removed codes that nobody here holds. */
  readonly unknownCodes: number
  /** Doors that will stand open at other times, for everybody. */
  readonly schedules: number
}

export interface PlanImpactView {
  /** When doors will stand open, each as a sentence: anybody can enter then. */
  readonly schedules: readonly string[]
  readonly sums: PlanImpactSums
  /** How many sentences there are in all. */
  readonly total: number
  /** One for each person and door, the gravest first; those that were asked for. */
  readonly sentences: readonly string[]
}

export type PlanScopeView =
  | { readonly kind: 'all' }
  | { readonly kind: 'site' | 'group' | 'door'; readonly id: number }

export interface PlanLink {
  readonly planId: number
  readonly title: string
}

export interface UndoView {
  readonly isOpen: boolean
  /** The end of the 24 hours. */
  readonly until: string | null
  /** Why it is refused; null while it is open. */
  readonly because: ErrorCode | null
}
