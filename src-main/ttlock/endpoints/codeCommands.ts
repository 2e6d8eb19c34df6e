import { z } from 'zod'
import { type CodeWindow, floorToMinute } from '../../domain/code/codeWindow.ts'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderError, ProviderResult } from '../../domain/providerError/providerError.ts'
import type { AddCode, CallContext, ChangeCode, CommandRoute, DeleteCode } from '../../ports/lockProvider.ts'
import { invalidRequest } from '../failures.ts'
import { done, looseId } from '../schemas.ts'
import { type CodeEndpointParts, PERIOD_TYPE, PERMANENT_TYPE } from './codeList.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

const DAY_MS = 86_400_000

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

function pinProblem(pin: string): ProviderError | null {
  return /^\d{4,9}$/.test(pin) ? null : invalidRequest('A code must have 4 to 9 digits.')
}

function windowProblem(window: CodeWindow): ProviderError | null {
  if (window.kind === 'permanent' || window.startMs < window.endMs) return null
  return invalidRequest('The code would end before it begins.')
}

/** A new name alone changes nothing on the lock, so it carries no dates. */
export async function renameCode(
  parts: CodeEndpointParts,
  command: { readonly externalId: string; readonly vendorPinId: VendorPinId; readonly name: string },
  context: CallContext,
): Promise<ProviderResult<null>> {
  const ids = idsOf(command)
  if (ids === null) return refuse(invalidLockId())
  const result = await parts.caller.call(
    {
      action: 'PASSCODE_CHANGE',
      path: '/v3/keyboardPwd/change',
      params: { ...ids, keyboardPwdName: command.name, changeType: 2 },
      effect: 'change',
      answer: done,
      externalId: command.externalId,
      isGatewayCommand: true,
      codeKey: command.vendorPinId,
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}

export async function deleteCodeByPin(
  parts: CodeEndpointParts,
  command: { readonly externalId: string; readonly pin: string; readonly route: CommandRoute },
  context: CallContext,
): Promise<ProviderResult<null>> {
  const lockId = lockNumber(command.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const problem = pinProblem(command.pin)
  if (problem !== null) return refuse(problem)
  const result = await parts.caller.call(
    {
      action: 'PASSCODE_DELETE',
      path: '/v3/keyboardPwd/deleteByCode',
      params: {
        lockId,
        keyboardPwd: command.pin,
        deleteType: typeFor(command.route, parts.queuesChangeAndDelete),
      },
      effect: 'delete',
      answer: done,
      externalId: command.externalId,
      isGatewayCommand: true,
      codeKey: command.pin,
      secrets: [command.pin],
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}
