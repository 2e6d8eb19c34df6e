import { assertNever } from '../assertNever.ts'
import type { ActualCode, LockReading } from '../code/actualCode.ts'
import { type CodeWindow, isSameWindow } from '../code/codeWindow.ts'
import type { VendorPinId } from '../ids.ts'
import { isSameSchedule, type OpenSchedule } from '../schedule/openSchedule.ts'
import type { OperationKind, OperationState } from './operation.ts'

/** An operation whose effect is looked for in a list that was read after it was sent. */
export interface SentOperation {
  readonly kind: OperationKind
  /** Null only for an add whose answer was lost. */
  readonly vendorPinId: VendorPinId | null
  readonly codeName: string | null
  readonly pin: string | null
  readonly window: CodeWindow | null
  /** What a schedule was set to; null of all others. */
  readonly schedule: OpenSchedule | null
  readonly sentAtMs: number
}

/**
 * `ok`, `refused` (the provider said it did not happen), `lost` (nobody knows), or `refused_as_ours`: the lock has the
 * digits already, or the code no more, and an earlier command of ours may be why.
 */
export type Answer = 'ok' | 'refused' | 'refused_as_ours' | 'lost'

/**
 * What a complete list says of the effect. `pending`: the provider is still at it. `not_taken`: it gave the command to the
 * lock later, as to one that sleeps, and the lock refused. `unread`: what would show it could not be read.
 */
export type Sight =
  | { readonly kind: 'shown'; readonly vendorPinId: VendorPinId | null }
  | { readonly kind: 'pending' }
  | { readonly kind: 'not_taken' }
  | { readonly kind: 'not_shown' }
  | { readonly kind: 'unread' }

/** The provider tells its time, and some dates of its codes, in whole seconds. */
const CLOCK_RESOLUTION_MS = 1_000

/** @param clockOffsetMs the provider's clock minus ours, for telling an older code from the one just sent */
export function lookFor(
  operation: SentOperation,
  { codes, schedule }: Pick<Extract<LockReading, { kind: 'known' }>, 'codes' | 'schedule'>,
  clockOffsetMs: number,
): Sight {
  switch (operation.kind) {
    case 'add':
      return lookForAdd(operation, codes, clockOffsetMs)
    case 'change': {
      const code = codes.find((row) => row.vendorPinId === operation.vendorPinId)
      if (!code) return { kind: 'not_shown' }
      if (code.status === 'under_way') return { kind: 'pending' }
      return agrees(code, operation) ? shown(code) : { kind: 'not_shown' }
    }
    case 'delete': {
      const code = codes.find((row) => row.vendorPinId === operation.vendorPinId)
      if (!code || code.status === 'not_on_lock') return { kind: 'shown', vendorPinId: operation.vendorPinId }
      return code.status === 'under_way' ? { kind: 'pending' } : { kind: 'not_shown' }
    }
    case 'schedule':
      if (schedule?.kind !== 'known' || operation.schedule === null) return { kind: 'unread' }
      return isSameSchedule(schedule.schedule, operation.schedule)
        ? { kind: 'shown', vendorPinId: null }
        : { kind: 'not_shown' }
    default:
      return assertNever(operation.kind)
  }
}

function lookForAdd(operation: SentOperation, codes: readonly ActualCode[], clockOffsetMs: number): Sight {
  const rows = codes.filter((row) => isTheAdded(row, operation, clockOffsetMs))
  // An earlier try that the lock refused may be listed beside it, with the same digits and name.
  const code = rows.find((row) => row.status !== 'not_on_lock') ?? rows[0]
  if (!code) return { kind: 'not_shown' }
  // Without its id, a row that never reached the lock may be an earlier try's.
  if (code.status === 'not_on_lock')
    return { kind: operation.vendorPinId === null ? 'not_shown' : 'not_taken' }
  if (code.status === 'under_way') return { kind: 'pending' }
  return agrees(code, operation) ? shown(code) : { kind: 'not_shown' }
}

/** A lock refuses the same digits twice, so the PIN tells; name or creation time tell ours from somebody else's. */
function isTheAdded(code: ActualCode, operation: SentOperation, clockOffsetMs: number): boolean {
  if (operation.vendorPinId !== null) return code.vendorPinId === operation.vendorPinId
  if (code.pin !== operation.pin) return false
  if (code.name !== null && code.name === operation.codeName) return true
  if (code.createdAtMs === null) return false
  return code.createdAtMs - clockOffsetMs >= operation.sentAtMs - CLOCK_RESOLUTION_MS
}

function agrees(code: ActualCode, operation: SentOperation): boolean {
  if (operation.pin !== null && code.pin !== operation.pin) return false
  if (operation.window === null) return true
  return code.window.kind !== 'other' && isSameWindow(code.window, operation.window)
}

function shown(code: ActualCode): Sight {
  return { kind: 'shown', vendorPinId: code.vendorPinId }
}

/**
 * The state an operation ends in once reading has been patient enough; null while it must stay `sent`.
 * A provider's "ok" that no list shows is not proven, hence `unconfirmed`, and so are digits that the lock has and no
 * list shows; a lost answer whose effect no list shows did not happen, and may be planned again.
 */
export function settledState(
  sight: Sight,
  answer: Answer,
): Exclude<OperationState, 'intent' | 'sent'> | null {
  switch (sight.kind) {
    case 'shown':
      return answer === 'refused' || answer === 'refused_as_ours' ? 'already_so' : 'confirmed'
    case 'pending':
    case 'unread':
      return null
    case 'not_taken':
      return 'failed'
    case 'not_shown':
      return answer === 'ok' || answer === 'refused_as_ours' ? 'unconfirmed' : 'failed'
    default:
      return assertNever(sight)
  }
}

/** Accepted by the provider, refused by the lock later: no reading fails an accepted operation for another reason. */
export function isNotTaken(operation: {
  readonly state: OperationState
  readonly settledBy: 'answer' | 'read_back' | 'recovery_read' | null
  readonly answeredAt: string | null
  readonly error: string | null
}): boolean {
  const { state, settledBy, answeredAt, error } = operation
  return state === 'failed' && settledBy !== 'answer' && answeredAt !== null && error === null
}
