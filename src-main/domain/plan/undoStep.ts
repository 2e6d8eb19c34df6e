import type { ActualCode } from '../code/actualCode.ts'
import { type CodeWindow, hasEnded, isSameWindow } from '../code/codeWindow.ts'
import { type ExpectedCode, expectedAt } from '../credential/expectedAt.ts'
import { findPinFault } from '../credential/pinRules.ts'
import type { VendorPinId } from '../ids.ts'
import { findDeviceFault, isPaused } from './decideExpected.ts'
import type { DoorPlanInput, Hmac } from './doorPlanInput.ts'
import type { FingerprintCode } from './fingerprint.ts'
import { createMarkFinder } from './marks.ts'
import { modeInForce, rulesOfMode } from './modes.ts'
import type { ActionLine, MarkOnLine } from './planLine.ts'

/** What an add or a change left on the lock, as it was read back. */
export interface WrittenCode {
  readonly vendorPinId: VendorPinId
  readonly pin: string
  readonly window: CodeWindow
}

/** One line of the plan that is undone, and what of it was really done. */
export interface DoneLine {
  readonly line: ActionLine
  /** The code it changed or removed, as that plan's inventory had it; null when the inventory was erased. */
  readonly before: FingerprintCode | null
  /** Its delete was confirmed. */
  readonly isRemoved: boolean
  readonly written: WrittenCode | null
  /** Its open schedule was confirmed on the lock. */
  readonly isScheduled?: true
  /** Something was sent and nobody knows yet what became of it. */
  readonly isOpen: boolean
}

export const CANNOT_UNDO_REASONS = [
  'still_open',
  'generated_code',
  'kind_not_offered',
  'was_not_working',
  'pin_unknown',
  'pin_refused',
  'pin_taken',
  'ended',
  'gone_already',
  'not_wanted_since',
  'changed_since',
  'back_already',
  'expected_again',
  'never_delete',
  'lock_full',
  'cannot_be_sent',
  'site_only_observes',
  'schedule_not_read',
] as const
export type CannotUndo = (typeof CANNOT_UNDO_REASONS)[number]

/** A code as it was, with the times a lock can be given. */
export interface RestorableCode {
  readonly vendorPinId: VendorPinId
  readonly name: string | null
  readonly pin: string
  readonly window: CodeWindow
}

/** What takes one done line back. `restore`: an add; `remove`: a delete; `revert`: a change, or a replace. */
export type UndoStep =
  | { readonly kind: 'restore'; readonly done: DoneLine; readonly code: RestorableCode }
  | {
      readonly kind: 'remove'
      readonly done: DoneLine
      readonly listed: ActualCode
      readonly mark: MarkOnLine | null
    }
  | {
      readonly kind: 'revert'
      readonly done: DoneLine
      readonly listed: ActualCode
      readonly mark: MarkOnLine | null
      readonly code: RestorableCode
    }

export interface UndoContext {
  readonly input: DoorPlanInput
  readonly listed: ReadonlyMap<VendorPinId, ActualCode>
  readonly expected: readonly ExpectedCode[]
  readonly findMark: (code: ActualCode) => MarkOnLine | null
  /** Why nothing can be undone on this door now; null when it can. */
  readonly fault: CannotUndo | null
}

export function undoContext(input: DoorPlanInput, codes: readonly ActualCode[], hmac: Hmac): UndoContext {
  const { nowMs, externalDeviceId, site } = input
  const { codes: expected } = expectedAt(input.credentials, {
    nowMs,
    leadTimeMs: site.leadTimeSeconds * 1_000,
    timezone: site.timezone,
  })
  const isSending = rulesOfMode(modeInForce(input)).isSending
  return {
    input,
    listed: new Map(codes.map((code) => [code.vendorPinId, code])),
    expected,
    findMark: createMarkFinder(input.marks, { nowMs, externalDeviceId, hmac }),
    fault: !isSending
      ? 'site_only_observes'
      : findDeviceFault(input.capabilities) === null
        ? null
        : 'cannot_be_sent',
  }
}

/** The step that takes a line back, or why none does. Null when the line did nothing. */
export function undoStepOf(done: DoneLine, context: UndoContext): UndoStep | CannotUndo | null {
  if (done.isOpen) return 'still_open'
  if (!done.isRemoved && !done.written) return null
  if (context.fault) return context.fault
  switch (done.line.kind) {
    // Taken back by `undoSchedule.ts`; it has no code.
    case 'schedule':
      return null
    case 'add':
      return removeStep(done, context)
    case 'delete':
      return restoreStep(done, context)
    case 'change':
      return revertStep(done, context)
    case 'replace':
      return replaceStep(done, context)
  }
}

function replaceStep(done: DoneLine, context: UndoContext): UndoStep | CannotUndo {
  const { line, written } = done
  if (written && context.listed.has(written.vendorPinId)) return revertStep(done, context)
  const step = restoreStep(done, context)
  if (typeof step === 'string') return step
  // Whoever took the new code off has decided since. Cut off after its delete, the old one is what is left to put back.
  if (written) return 'gone_already'
  const isWanted = context.expected.some(({ item }) => item.credentialId === line.credentialId)
  return isWanted ? step : 'not_wanted_since'
}

function removeStep(done: DoneLine, context: UndoContext): UndoStep | CannotUndo {
  const found = findWritten(done, context)
  if (typeof found === 'string') return found
  const mark = context.findMark(found)
  if (mark?.kind === 'never_delete') return 'never_delete'
  return { kind: 'remove', done, listed: found, mark }
}

function restoreStep(done: DoneLine, context: UndoContext): UndoStep | CannotUndo {
  const code = restorable(done, context)
  if (typeof code === 'string') return code
  for (const listed of context.listed.values()) {
    if (listed.pin === code.pin && listed.name === code.name && isAsIt(listed, code.window))
      return 'back_already'
  }
  if (done.line.kind === 'delete' && isExpected(done.line, context)) return 'expected_again'
  return { kind: 'restore', done, code }
}

function revertStep(done: DoneLine, context: UndoContext): UndoStep | CannotUndo {
  const code = restorable(done, context)
  if (typeof code === 'string') return code
  const { written } = done
  const now = written && context.listed.get(written.vendorPinId)
  if (now && now.pin === code.pin && isAsIt(now, code.window)) return 'back_already'
  const listed = findWritten(done, context)
  if (typeof listed === 'string') return listed
  const mark = context.findMark(listed)
  const loses = listed.pin !== code.pin || listed.window.kind !== code.window.kind || !listed.isCustom
  if (loses && mark?.kind === 'never_delete') return 'never_delete'
  return { kind: 'revert', done, listed, mark, code }
}

/** The code the line left, if it still is as the line left it. */
function findWritten({ written }: DoneLine, { listed }: UndoContext): ActualCode | CannotUndo {
  const code = written && listed.get(written.vendorPinId)
  if (!written || !code || code.status === 'not_on_lock') return 'gone_already'
  if (code.status === 'under_way') return 'still_open'
  return code.pin === written.pin && isAsIt(code, written.window) ? code : 'changed_since'
}

function isAsIt(listed: ActualCode, window: CodeWindow): boolean {
  return listed.window.kind !== 'other' && isSameWindow(listed.window, window)
}

function restorable({ line, before }: DoneLine, { input }: UndoContext): RestorableCode | CannotUndo {
  if (line.kind === 'schedule') return 'pin_unknown'
  if (line.kind !== 'add' && !line.isCustom) return 'generated_code'
  if (!before) return 'pin_unknown'
  const { vendorPinId, name, pin, window, status } = before
  if (status !== 'settled' && status !== 'as_before' && status !== 'expired_or_invalid')
    return 'was_not_working'
  if (window.kind === 'other') return 'kind_not_offered'
  if (hasEnded(window, input.nowMs)) return 'ended'
  if (status === 'expired_or_invalid') return 'was_not_working'
  const fault = findPinFault(pin, input.capabilities.keypadDigits)
  if (fault !== null) return fault === 'pin_not_4_to_9_digits' ? 'pin_unknown' : 'pin_refused'
  return { vendorPinId, name, pin, window }
}

/** A plan of today would put it there by itself. A duplicate's credential always has its other code. */
function isExpected(line: ActionLine, { expected, input }: UndoContext): boolean {
  if (line.kind === 'delete' && line.reason === 'duplicate') return false
  return expected.some(
    ({ item }) =>
      item.credentialId === line.credentialId &&
      !item.isLater &&
      !isPaused(input.pausedCredentials, item.credentialId, input.nowMs),
  )
}
