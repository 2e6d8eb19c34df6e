import { z } from 'zod'
import type { ActualCode, ActualCodeStatus, ListedWindow, LockReading } from '../../domain/code/actualCode.ts'
import { type CodeWindow, floorToMinute } from '../../domain/code/codeWindow.ts'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderError, ProviderResult } from '../../domain/providerError/providerError.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AddCode, CallContext, ChangeCode, CommandRoute, DeleteCode } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { invalidRequest } from '../failures.ts'
import { readAllPages } from '../paging.ts'
import { done, looseFlag, looseId, looseInt, optionalInt, optionalText, pinText } from '../schemas.ts'

const PERMANENT_TYPE = 2
const PERIOD_TYPE = 3
const DAY_MS = 86_400_000

const codeRow = z.looseObject({
  keyboardPwdId: looseId,
  keyboardPwd: pinText,
  keyboardPwdName: optionalText,
  keyboardPwdType: looseInt,
  startDate: optionalInt,
  endDate: optionalInt,
  sendDate: optionalInt,
  isCustom: looseFlag.nullish(),
  status: optionalInt,
  senderUsername: optionalText,
})

export interface CodeEndpointParts {
  readonly caller: Caller
  readonly clock: Clock
  /** Whether 4 was seen to work for change and delete; unverified, so false unless somebody says so. */
  readonly queuesChangeAndDelete: boolean
}

export interface CodeReading {
  readonly reading: LockReading
  readonly error: ProviderError | null
}

/** The lock's passcode list; `searchStr` narrows it (name in part, digits exactly). */
export async function listCodes(
  parts: CodeEndpointParts,
  asked: { readonly externalId: string; readonly searchStr: string | null },
  context: CallContext,
): Promise<CodeReading> {
  const { externalId, searchStr } = asked
  const lockId = lockNumber(externalId)
  if (lockId === null) return unreadable(parts, invalidLockId())
  const result = await readAllPages(
    parts.caller,
    {
      action: 'PASSCODE_LIST',
      path: '/v3/lock/listKeyboardPwd',
      params: { lockId, ...(searchStr === null ? {} : { searchStr }) },
      externalId,
      row: codeRow,
      idOf: (row) => row.keyboardPwdId,
      ...(searchStr !== null && /^\d+$/.test(searchStr) ? { secrets: [searchStr] } : {}),
    },
    context,
  )
  if (!result.ok) return unreadable(parts, result.error)
  const codes = result.value.map(toActualCode)
  return { reading: { kind: 'known', codes, readAtMs: parts.clock.nowMs() }, error: null }
}

function unreadable(parts: CodeEndpointParts, error: ProviderError): CodeReading {
  return { reading: { kind: 'unreadable', reason: error.sentence, atMs: parts.clock.nowMs() }, error }
}

function toActualCode(row: z.output<typeof codeRow>): ActualCode {
  const codeType = row.keyboardPwdType
  return {
    // The schema made it digits; the brand says whose id it is.
    vendorPinId: row.keyboardPwdId as VendorPinId,
    name: row.keyboardPwdName,
    pin: row.keyboardPwd,
    window: windowOf(codeType, row.startDate, row.endDate),
    codeType,
    // Old lists leave it out; only types 2 and 3 can be custom.
    isCustom: row.isCustom ?? (codeType === PERMANENT_TYPE || codeType === PERIOD_TYPE),
    status: statusOf(row.status),
    createdAtMs: row.sendDate !== null && row.sendDate > 0 ? row.sendDate : null,
    senderUsername: row.senderUsername,
  }
}

function windowOf(codeType: number, startMs: number | null, endMs: number | null): ListedWindow {
  if (codeType === PERMANENT_TYPE) return { kind: 'permanent' }
  if (codeType !== PERIOD_TYPE || startMs === null || endMs === null || endMs <= 0)
    return { kind: 'other', codeType }
  return { kind: 'period', startMs, endMs }
}

/** See `ActualCodeStatus`; the numbers are the vendor's. */
export function statusOf(status: number | null): ActualCodeStatus {
  switch (status) {
    case null:
    case 1:
      return 'settled'
    case 3:
    case 4:
    case 6:
    case 8:
      return 'under_way'
    case 5:
      return 'not_on_lock'
    case 7:
    case 9:
      return 'as_before'
    case 2:
      return 'expired_or_invalid'
    default:
      return 'unknown'
  }
}

/** Never the default of 1, which edits the cloud's record alone: a code deleted so still opens the door. */
function typeFor(route: CommandRoute, isQueueable: boolean): 2 | 4 {
  return route === 'wifi_power_saving' && isQueueable ? 4 : 2
}

export async function addCode(
  parts: CodeEndpointParts,
  command: AddCode,
  context: CallContext,
): Promise<ProviderResult<{ readonly vendorPinId: VendorPinId }>> {
  const lockId = lockNumber(command.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const problem = pinProblem(command.pin) ?? windowProblem(command.window)
  if (problem !== null) return refuse(problem)
  const result = await parts.caller.call(
    {
      action: 'PASSCODE_ADD',
      path: '/v3/keyboardPwd/add',
      params: {
        lockId,
        keyboardPwd: command.pin,
        keyboardPwdName: command.name,
        keyboardPwdType: command.window.kind === 'permanent' ? PERMANENT_TYPE : PERIOD_TYPE,
        ...datesOfAdd(command.window),
        addType: typeFor(command.route, true),
      },
      effect: 'add',
      answer: z.looseObject({ keyboardPwdId: looseId }),
      externalId: command.externalId,
      isGatewayCommand: true,
      codeKey: command.pin,
      secrets: [command.pin],
    },
    context,
  )
  // The schema made it digits; the brand says whose id it is.
  return result.ok ? { ok: true, value: { vendorPinId: result.value.keyboardPwdId as VendorPinId } } : result
}

export async function changeCode(
  parts: CodeEndpointParts,
  command: ChangeCode,
  context: CallContext,
): Promise<ProviderResult<null>> {
  const ids = idsOf(command)
  if (ids === null) return refuse(invalidLockId())
  const problem =
    (command.newPin === null ? null : pinProblem(command.newPin)) ?? windowProblem(command.window)
  if (problem !== null) return refuse(problem)
  const result = await parts.caller.call(
    {
      action: 'PASSCODE_CHANGE',
      path: '/v3/keyboardPwd/change',
      params: {
        ...ids,
        keyboardPwdName: command.name,
        ...(command.newPin === null ? {} : { newKeyboardPwd: command.newPin }),
        ...datesOfChange(command.window, parts.clock.nowMs()),
        changeType: typeFor(command.route, parts.queuesChangeAndDelete),
      },
      effect: 'change',
      answer: done,
      externalId: command.externalId,
      isGatewayCommand: true,
      codeKey: command.vendorPinId,
      secrets: command.newPin === null ? [] : [command.newPin],
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}

export async function deleteCode(
  parts: CodeEndpointParts,
  command: DeleteCode,
  context: CallContext,
): Promise<ProviderResult<null>> {
  const ids = idsOf(command)
  if (ids === null) return refuse(invalidLockId())
  const result = await parts.caller.call(
    {
      action: 'PASSCODE_DELETE',
      path: '/v3/keyboardPwd/delete',
      params: { ...ids, deleteType: typeFor(command.route, parts.queuesChangeAndDelete) },
      effect: 'delete',
      answer: done,
      externalId: command.externalId,
      isGatewayCommand: true,
      codeKey: command.vendorPinId,
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}

/** A permanent code has no dates; a period needs both. */
function datesOfAdd(window: CodeWindow): Readonly<Record<string, number>> {
  return window.kind === 'permanent' ? {} : { startDate: window.startMs, endDate: window.endMs }
}

/**
 * Both dates, always: without a start a change reports success and does nothing. A start of 0 might count as none, so
 * a permanent code gets one that has passed whatever the lock's clock and zone say; its end of 0 keeps it permanent.
 */
function datesOfChange(window: CodeWindow, nowMs: number): Readonly<Record<string, number>> {
  if (window.kind === 'period') return { startDate: window.startMs, endDate: window.endMs }
  return { startDate: floorToMinute(nowMs - DAY_MS), endDate: 0 }
}

function idsOf(command: { readonly externalId: string; readonly vendorPinId: VendorPinId }) {
  const lockId = lockNumber(command.externalId)
  const keyboardPwdId = lockNumber(command.vendorPinId)
  return lockId === null || keyboardPwdId === null ? null : { lockId, keyboardPwdId }
}

/** The seed's logs hold ids as numbers; one too large for that is no id. */
export function lockNumber(externalId: string): number | null {
  const value = /^[1-9]\d{0,15}$/.test(externalId) ? Number(externalId) : Number.NaN
  return Number.isSafeInteger(value) ? value : null
}

export function invalidLockId(): ProviderError {
  return invalidRequest('The lock id must be a whole number, as the TTLock app shows it.')
}

function pinProblem(pin: string): ProviderError | null {
  return /^\d{4,9}$/.test(pin) ? null : invalidRequest('A code must have 4 to 9 digits.')
}

function windowProblem(window: CodeWindow): ProviderError | null {
  if (window.kind === 'permanent' || window.startMs < window.endMs) return null
  return invalidRequest('The code would end before it begins.')
}

function refuse(error: ProviderError): { readonly ok: false; readonly error: ProviderError } {
  return { ok: false, error }
}
