import type { ActualCode } from '../code/actualCode.ts'
import type { CodeWindow } from '../code/codeWindow.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import type { CodeOwner } from '../matching/codeOwner.ts'
import type { ReceiptOnDoor, Revocation } from './doorPlanInput.ts'
import type {
  DeleteReason,
  Grace,
  HeldReason,
  InvalidReason,
  LineCaution,
  MarkOnLine,
  ReplaceReason,
  WhyRule,
} from './planLine.ts'

/**
 * What one expected code needs, while the plan is being made. Later steps may still find it invalid or in need
 * of another line first. Mode does not show here: `observe` reports what stands here in the end.
 */
export interface Decision {
  readonly expected: ExpectedCode
  /** The expected code's own listed one, or null. */
  readonly actual: ActualCode | null
  readonly actualIndex: number
  readonly receipt: ReceiptOnDoor | null
  readonly rule: WhyRule
  /** What is left of a replace whose delete is done. */
  readonly isRestOfReplace: boolean
  kind: 'add' | 'change' | 'replace'
  replaceReason: ReplaceReason | null
  readonly sendsPin: boolean
  readonly changesPin: boolean
  readonly changesWindow: boolean
  /** Null only where the window is backwards, and the decision therefore invalid. */
  readonly window: CodeWindow | null
  invalid: InvalidReason | null
  readonly held: HeldReason | null
  readonly mark: MarkOnLine | null
  readonly cautions: readonly LineCaution[]
  /** A code that is not ours and has the digits. */
  takenBy: ActualCode | null
  /** Listed codes (indexes) that hold the digits now and that other lines take off them. */
  holders: readonly number[]
}

/** What becomes of a listed code that nothing expects. */
export interface Removal {
  readonly actual: ActualCode
  readonly actualIndex: number
  readonly receipt: ReceiptOnDoor | null
  readonly owner: CodeOwner
  readonly reason: DeleteReason
  readonly revocation: Revocation | null
  readonly endedAtMs: number | null
  /** For a duplicate, the code that is kept; null while a replace is about to make it. */
  readonly keptCode: ActualCode | null
  readonly grace: Grace
  readonly isHeldByGrace: boolean
  readonly held: HeldReason | null
  readonly mark: MarkOnLine | null
  readonly cautions: readonly LineCaution[]
}

/** True when the line will be sent, or would be in a mode that sends. */
export function isDecisionActing(decision: Decision): boolean {
  return decision.invalid === null && decision.held === null
}

export function isRemovalActing(removal: Removal): boolean {
  return removal.held === null && !removal.isHeldByGrace
}
