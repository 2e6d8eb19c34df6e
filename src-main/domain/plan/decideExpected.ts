import type { ActualCode } from '../code/actualCode.ts'
import { isSameWindow } from '../code/codeWindow.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import { findPinFault } from '../credential/pinRules.ts'
import type { CredentialId } from '../ids.ts'
import { hasExpectedWindow, isOnLock } from '../matching/matchCodes.ts'
import type { Decision } from './decision.ts'
import type { LockCapabilities, PausedCredential, ReceiptOnDoor } from './doorPlanInput.ts'
import type {
  HeldReason,
  InvalidReason,
  LineCaution,
  MarkOnLine,
  ReplaceReason,
  WhyRule,
} from './planLine.ts'

/** The provider's documented types; any other number is unknown to us. */
const FIRST_CODE_TYPE = 1
const LAST_CODE_TYPE = 14

export function isUnknownCodeType(code: ActualCode): boolean {
  return code.window.kind === 'other' && (code.codeType < FIRST_CODE_TYPE || code.codeType > LAST_CODE_TYPE)
}

export function findDeviceFault(capabilities: LockCapabilities): InvalidReason | null {
  if (!capabilities.supportsPasscodes) return 'device_lacks_passcodes'
  if (!capabilities.supportsRemoteManagement) return 'device_lacks_remote_management'
  return capabilities.reach === 'none' ? 'device_out_of_reach' : null
}

/** Warnings of a line that changes or removes a listed code. */
export function cautionsOf(
  code: ActualCode,
  context: Pick<DecideContext, 'capabilities' | 'isUsed'>,
): LineCaution[] {
  const cautions: LineCaution[] = []
  if (!code.isCustom && !context.isUsed(code)) cautions.push('generated_code_never_used')
  if (context.capabilities.reach === 'wifi_power_saving' && !context.capabilities.powerSavingChangesProven) {
    cautions.push('power_saving_lock_must_wake')
  }
  return cautions
}

export interface DecideContext {
  readonly nowMs: number
  readonly capabilities: LockCapabilities
  readonly deviceFault: InvalidReason | null
  readonly paused: readonly PausedCredential[]
  readonly unfinishedReplaces: ReadonlySet<CredentialId>
  readonly isUsed: (code: ActualCode) => boolean
  readonly findMark: (code: ActualCode) => MarkOnLine | null
}

export function isPaused(
  paused: readonly PausedCredential[],
  credentialId: CredentialId,
  nowMs: number,
): boolean {
  return paused.some(
    (pause) => pause.credentialId === credentialId && (pause.untilMs === null || pause.untilMs > nowMs),
  )
}

/** An expected code that is not listed; null when it is not due yet. */
export function decideAbsent(
  expected: ExpectedCode,
  isPinOfAnother: boolean,
  context: DecideContext,
): Decision | null {
  const { window, isLater, credentialId } = expected.item
  const isRestOfReplace = context.unfinishedReplaces.has(credentialId)
  if (isLater && !isRestOfReplace) return null
  const invalid: InvalidReason | null =
    window === null
      ? 'backwards_window'
      : (context.deviceFault ??
        findPinFault(expected.pin, context.capabilities.keypadDigits) ??
        (isPinOfAnother ? 'same_pin_twice' : null))
  return {
    expected,
    actual: null,
    actualIndex: -1,
    receipt: null,
    rule: 'not_on_lock',
    isRestOfReplace,
    kind: 'add',
    replaceReason: null,
    sendsPin: true,
    changesPin: false,
    changesWindow: false,
    window,
    invalid,
    held: invalid === null && isPaused(context.paused, credentialId, context.nowMs) ? 'paused_on_door' : null,
    mark: null,
    cautions: [],
    takenBy: null,
    holders: [],
  }
}

export interface ListedExpected {
  readonly expected: ExpectedCode
  readonly actual: ActualCode
  readonly actualIndex: number
  readonly receipt: ReceiptOnDoor | null
  readonly rule: WhyRule
  readonly isPinOfAnother: boolean
}

/** The usual case, seen at a glance: a settled code with the digits and the window that are expected. */
export function isAsExpected(expected: ExpectedCode | undefined, actual: ActualCode | undefined): boolean {
  return (
    expected !== undefined &&
    actual !== undefined &&
    actual.status === 'settled' &&
    actual.pin === expected.pin &&
    hasExpectedWindow(expected, actual)
  )
}

/** An expected code that is listed; null when nothing is to be done. */
export function decideListed(listed: ListedExpected, context: DecideContext): Decision | null {
  const { expected, actual } = listed
  const changesPin = actual.pin !== expected.pin
  const changesWindow = !hasExpectedWindow(expected, actual)
  const step = stepFor(expected, actual, { changesPin, changesWindow, nowMs: context.nowMs })
  if (!step) return null
  const mark = context.findMark(actual)
  const isAside = isPaused(context.paused, expected.item.credentialId, context.nowMs)
  const sendsPin = changesPin || step.kind === 'replace'
  const invalid: InvalidReason | null =
    expected.item.window === null
      ? 'backwards_window'
      : (context.deviceFault ??
        (sendsPin ? findPinFault(expected.pin, context.capabilities.keypadDigits) : null) ??
        (sendsPin && listed.isPinOfAnother ? 'same_pin_twice' : null))
  return {
    expected,
    actual,
    actualIndex: listed.actualIndex,
    receipt: listed.receipt,
    rule: listed.rule,
    isRestOfReplace: false,
    kind: step.kind,
    replaceReason: step.replaceReason,
    sendsPin,
    changesPin,
    changesWindow,
    window: targetWindow(expected, actual),
    invalid,
    held: invalid === null ? heldReason(actual, { kind: step.kind, changesPin, mark, isAside }) : null,
    mark,
    cautions: cautionsOf(actual, context),
    takenBy: null,
    holders: [],
  }
}

function heldReason(
  actual: ActualCode,
  step: {
    readonly kind: 'change' | 'replace'
    readonly changesPin: boolean
    readonly mark: MarkOnLine | null
    readonly isAside: boolean
  },
): HeldReason | null {
  // New digits are the end of the old ones, and a replace deletes, be it only for a moment.
  const removes = step.kind === 'replace' || step.changesPin
  if (removes && step.mark?.kind === 'never_delete') return 'never_delete'
  // An undo put it as it is. And cut off after its delete, the add would be held and the person left without any code.
  if (step.isAside) return 'paused_on_door'
  if (step.kind === 'replace' && isUnknownCodeType(actual)) return 'unknown_code_type'
  return actual.status === 'unknown' ? 'unknown_status' : null
}

/** Keeps the period to the far end where that is already on the lock. */
function targetWindow(expected: ExpectedCode, actual: ActualCode): ExpectedCode['item']['window'] {
  const { alternativeWindow } = expected
  const listed = actual.window
  const isAlternative =
    alternativeWindow !== null && listed.kind !== 'other' && isSameWindow(listed, alternativeWindow)
  return isAlternative ? alternativeWindow : expected.item.window
}

interface Step {
  readonly kind: 'change' | 'replace'
  readonly replaceReason: ReplaceReason | null
}

interface Differences {
  readonly changesPin: boolean
  readonly changesWindow: boolean
  readonly nowMs: number
}

function replaceBecause(replaceReason: ReplaceReason): Step {
  return { kind: 'replace', replaceReason }
}

function stepFor(expected: ExpectedCode, actual: ActualCode, differences: Differences): Step | null {
  const window = targetWindow(expected, actual)
  if (window === null) return { kind: 'change', replaceReason: null }
  if (!isOnLock(actual)) return expected.item.isLater ? null : replaceBecause('not_on_lock')
  if (!differences.changesPin && !differences.changesWindow) {
    // Listed as expired or invalid while it should open the door: only a new code mends that.
    const isRunning = window.kind === 'permanent' || window.startMs <= differences.nowMs
    return actual.status === 'expired_or_invalid' && isRunning ? replaceBecause('listed_as_invalid') : null
  }
  if (actual.window.kind === 'other') return replaceBecause('code_type_changes')
  if (!actual.isCustom) return replaceBecause('generated_code')
  if (actual.window.kind !== window.kind) return replaceBecause('window_kind_changes')
  return { kind: 'change', replaceReason: null }
}
