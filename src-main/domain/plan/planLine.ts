import type { ListedWindow } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { MarkKind } from '../code/mark.ts'
import type { CredentialId, PersonId, PlanId, ReceiptId, VendorPinId } from '../ids.ts'
import type { OpenSchedule } from '../schedule/openSchedule.ts'

/** In the order in which lines stand in a plan. Only the first five are ever sent. */
export const LINE_KINDS = [
  'add',
  'change',
  'replace',
  'delete',
  'schedule',
  'blocked_by_grace',
  'invalid_expected',
  'reported',
  'under_way',
] as const
export type LineKind = (typeof LINE_KINDS)[number]

export const DELETE_REASONS = [
  'credential_revoked_or_missing',
  'expired',
  'duplicate',
  'stray_unmanaged',
  /** An undo takes off what the undone plan put there. */
  'undone',
] as const
export type DeleteReason = (typeof DELETE_REASONS)[number]

export const INVALID_REASONS = [
  'pin_not_4_to_9_digits',
  'pin_too_simple',
  'pin_not_on_keypad',
  'same_pin_twice',
  'pin_taken_by_unknown_code',
  /** A code of ours still holds the digits, and may not be removed yet. */
  'pin_still_held',
  'backwards_window',
  'device_lacks_passcodes',
  'device_lacks_remote_management',
  'device_lacks_open_schedule',
  'device_out_of_reach',
  'lock_full',
] as const
export type InvalidReason = (typeof INVALID_REASONS)[number]

/** Why a line is shown and not sent. */
export const HELD_REASONS = [
  'observe_mode',
  'after_restore',
  'strays_kept_by_mode',
  'never_delete',
  'tolerated',
  'unknown_code_type',
  'unknown_status',
  'paused_on_door',
  'device_lacks_remote_management',
  'device_out_of_reach',
  'schedule_not_read',
  'cannot_be_undone',
] as const
export type HeldReason = (typeof HELD_REASONS)[number]

/** Why a replace cannot be a change. */
export const REPLACE_REASONS = [
  'window_kind_changes',
  'generated_code',
  'pin_held_by_another_code',
  'not_on_lock',
  'listed_as_invalid',
  'code_type_changes',
] as const
export type ReplaceReason = (typeof REPLACE_REASONS)[number]

/** What one line of an `auto` plan needs a person for. */
export const APPROVAL_CAUSES = ['foreign_namesake', 'confirm_delete_mark'] as const
export type ApprovalCause = (typeof APPROVAL_CAUSES)[number]

/** A warning shown at the line; it changes nothing in what is sent. */
export const LINE_CAUTIONS = ['generated_code_never_used', 'power_saving_lock_must_wake'] as const
export type LineCaution = (typeof LINE_CAUTIONS)[number]

/** The rule of enforcement.md that fired. */
export const WHY_RULES = [
  'receipt',
  'name',
  'pin_of_unsettled_add',
  'pin_taken',
  'not_on_lock',
  'expected_is_invalid',
  'not_expected',
  'under_way',
  'schedule',
  'undo',
] as const
export type WhyRule = (typeof WHY_RULES)[number]

/** Codes, ids, times and an operator's name: never a PIN, never the name of who holds a code. Times end in `Ms`. */
export type WhyFacts = Readonly<Record<string, string | number | boolean | null>>

export interface Why {
  readonly rule: WhyRule
  readonly facts: WhyFacts
}

export const FIRST_SEEN_SOURCES = ['receipt', 'provider_send_date', 'sighting', 'inferred_now'] as const
export type FirstSeenSource = (typeof FIRST_SEEN_SOURCES)[number]

export interface Grace {
  readonly firstSeenAtMs: number
  readonly firstSeenSource: FirstSeenSource
  /** Equal to `firstSeenAtMs` where grace does not apply. */
  readonly eligibleAtMs: number
  /** False for what we can explain: an operator's own revocation, `expired`, `duplicate`. */
  readonly applies: boolean
  /** True when the line goes ahead before `eligibleAtMs`. */
  readonly isBypassed: boolean
}

export interface MarkOnLine {
  readonly kind: MarkKind
  readonly untilMs: number | null
  readonly setBy: string
  readonly reason: string
  /** The undo that wrote it; null for a person's own. */
  readonly undoPlanId: PlanId | null
}

/** What the list says of a code that is not ours. */
export interface Attribution {
  readonly senderUsername: string | null
  readonly createdAtMs: number | null
  readonly isCustom: boolean
  readonly codeType: number
}

interface LineBase {
  /** Stable: door, kind and target. A line whose kind changed with time has another id. */
  readonly lineId: string
  readonly why: Why
  readonly cautions: readonly LineCaution[]
}

interface ExpectedTarget {
  readonly credentialId: CredentialId
  readonly personId: PersonId
  readonly codeName: string
  /** The window that should be on the lock. */
  readonly window: CodeWindow
  /** In an undo the code, by its id in the undone plan, whose digits the line puts back; null: the credential's own PIN. */
  readonly restores: VendorPinId | null
}

interface ListedTarget {
  readonly vendorPinId: VendorPinId
  readonly listedWindow: ListedWindow
  readonly receiptId: ReceiptId | null
  readonly isCustom: boolean
}

export interface AddLine extends LineBase, Omit<ExpectedTarget, 'credentialId' | 'personId'> {
  readonly kind: 'add'
  /** Null only in an undo, for a code that was no credential's. */
  readonly credentialId: CredentialId | null
  readonly personId: PersonId | null
  /** Lines that must be done first, because they free the PIN. Without them this one is left out. */
  readonly afterLineIds: readonly string[]
}

export interface ChangeLine extends LineBase, ExpectedTarget, ListedTarget {
  readonly kind: 'change'
  readonly changesPin: boolean
  readonly changesWindow: boolean
}

export interface ReplaceLine extends LineBase, ExpectedTarget, ListedTarget {
  readonly kind: 'replace'
  readonly reason: ReplaceReason
  readonly changesPin: boolean
  readonly changesWindow: boolean
  /** Lines that free the PIN: their deletes run before this line's add. */
  readonly afterLineIds: readonly string[]
  readonly needsApprovalBecause: readonly ApprovalCause[]
  /** Replaces that wait for one another share it; all deletes of a chain run first. Null when alone. */
  readonly chainId: string | null
  /** An estimate of how long the person is without a code. */
  readonly secondsWithoutCode: number
}

interface RemovalTarget extends ListedTarget {
  /** The credential it was, where receipt or name tell. */
  readonly credentialId: CredentialId | null
  readonly personId: PersonId | null
  /** As listed; typed by people where it is not our pattern. */
  readonly codeName: string | null
  readonly reason: DeleteReason
  readonly isForeignNamesake: boolean
  readonly grace: Grace
  readonly mark: MarkOnLine | null
  readonly attribution: Attribution | null
}

export interface DeleteLine extends LineBase, RemovalTarget {
  readonly kind: 'delete'
  readonly needsApprovalBecause: readonly ApprovalCause[]
  /** False for `expired` and for an operator's own revocation. */
  readonly countsTowardLimits: boolean
}

/** The door's open schedule. It comes whole: a lock knows no part of it that could be sent by itself. */
export interface ScheduleLine extends LineBase {
  readonly kind: 'schedule'
  readonly before: OpenSchedule
  readonly after: OpenSchedule
  /** As the lock has it. Sent with every schedule, and no decision of ours: it stays. */
  readonly unlocksByItself: boolean
  readonly credentialId: null
  readonly personId: null
  readonly codeName: null
  readonly vendorPinId: null
}

export interface BlockedLine extends LineBase, RemovalTarget {
  readonly kind: 'blocked_by_grace'
}

export interface InvalidLine extends LineBase {
  readonly kind: 'invalid_expected'
  readonly reason: InvalidReason
  /** Null where it is the open schedule that cannot be set. */
  readonly credentialId: CredentialId | null
  readonly personId: PersonId | null
  readonly codeName: string | null
  /** Null for a backwards window. */
  readonly window: CodeWindow | null
  /** The credential's code that stays on the lock meanwhile. */
  readonly vendorPinId: VendorPinId | null
  /** The code that holds the PIN, with what the list says of it; a person may adopt or remove it. */
  readonly takenBy:
    | (Attribution & { readonly vendorPinId: VendorPinId; readonly codeName: string | null })
    | null
}

/** What would be done if nothing held it back. Never sent. */
export interface ReportedLine extends LineBase {
  readonly kind: 'reported'
  readonly would: ActionLine['kind']
  readonly heldBecause: HeldReason
  readonly credentialId: CredentialId | null
  readonly personId: PersonId | null
  readonly codeName: string | null
  readonly window: CodeWindow | null
  readonly vendorPinId: VendorPinId | null
  readonly listedWindow: ListedWindow | null
  /** For a would-be delete. */
  readonly deleteReason: DeleteReason | null
  readonly isForeignNamesake: boolean
  readonly grace: Grace | null
  readonly mark: MarkOnLine | null
  readonly attribution: Attribution | null
}

/** A row the provider is still working on: it occupies its PIN and its credential. */
export interface UnderWayLine extends LineBase {
  readonly kind: 'under_way'
  readonly credentialId: CredentialId | null
  readonly vendorPinId: VendorPinId
  readonly codeName: string | null
}

export type PlanLine =
  | AddLine
  | ChangeLine
  | ReplaceLine
  | DeleteLine
  | ScheduleLine
  | BlockedLine
  | InvalidLine
  | ReportedLine
  | UnderWayLine

/** The lines that may be sent. */
export type ActionLine = AddLine | ChangeLine | ReplaceLine | DeleteLine | ScheduleLine

export function isActionLine(line: PlanLine): line is ActionLine {
  return isActionKind(line.kind)
}

export function isActionKind(kind: LineKind): kind is ActionLine['kind'] {
  return kind === 'add' || kind === 'change' || kind === 'replace' || kind === 'delete' || kind === 'schedule'
}
