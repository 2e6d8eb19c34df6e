import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CallContext, LockClockReading, OpenState, WifiDetail } from '../../ports/lockProvider.ts'
import type { Call, Caller } from '../caller.ts'
import type { ClockSkew } from '../clockSkew.ts'
import { invalidRequest } from '../failures.ts'
import { done, looseInt, optionalFlag, optionalInt } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

export interface LockStateParts {
  readonly caller: Caller
  readonly clock: Clock
  readonly skew: ClockSkew
}

/** A call about one lock, with the lock's id as its first parameter. */
async function ask<Value>(
  caller: Caller,
  externalId: string,
  call: Omit<Call<Value>, 'externalId'>,
  context: CallContext,
): Promise<ProviderResult<Value>> {
  const lockId = lockNumber(externalId)
  if (lockId === null) return refuse(invalidLockId())
  return caller.call({ ...call, params: { lockId, ...call.params }, externalId }, context)
}

const lockDate = z.looseObject({ date: looseInt.pipe(z.int().positive()) })

export async function readLockClock(
  parts: LockStateParts,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<LockClockReading>> {
  const result = await ask(
    parts.caller,
    externalId,
    {
      action: 'LOCK_CLOCK_READ',
      path: '/v3/lock/queryDate',
      params: {},
      effect: 'read',
      answer: lockDate,
      isGatewayCommand: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: clockReading(parts, result.value.date) } : result
}

/** Sets it to the provider's time; a lost answer may have set it, and setting it again does no harm. */
export async function setLockClock(
  parts: LockStateParts,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<LockClockReading>> {
  const result = await ask(
    parts.caller,
    externalId,
    {
      action: 'LOCK_CLOCK_SET',
      path: '/v3/lock/updateDate',
      params: {},
      effect: 'change',
      answer: lockDate,
      isGatewayCommand: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: clockReading(parts, result.value.date) } : result
}

function clockReading(parts: LockStateParts, lockTimeMs: number): LockClockReading {
  const ownOffsetMs = parts.skew.offsetMs()
  const offsetMs = ownOffsetMs === null ? null : lockTimeMs - (parts.clock.nowMs() - ownOffsetMs)
  return { lockTimeMs, offsetMs }
}

const openState = z.looseObject({ state: looseInt, electricQuantity: optionalInt, sensorState: optionalInt })

export async function readOpenState(
  caller: Caller,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<OpenState>> {
  const result = await ask(
    caller,
    externalId,
    {
      action: 'LOCK_OPEN_STATE',
      path: '/v3/lock/queryOpenState',
      params: {},
      effect: 'read',
      answer: openState,
      isGatewayCommand: true,
    },
    context,
  )
  if (!result.ok) return result
  const { state, electricQuantity, sensorState } = result.value
  return {
    ok: true,
    value: {
      state: state === 0 ? 'locked' : state === 1 ? 'unlocked' : 'unknown',
      batteryPercent: electricQuantity,
      doorState: sensorState === 0 ? 'open' : sensorState === 1 ? 'closed' : null,
    },
  }
}

export async function readBattery(
  caller: Caller,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<number>> {
  const result = await ask(
    caller,
    externalId,
    {
      action: 'LOCK_BATTERY',
      path: '/v3/lock/queryElectricQuantity',
      params: {},
      effect: 'read',
      answer: z.looseObject({ electricQuantity: looseInt }),
      isGatewayCommand: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.electricQuantity } : result
}

export async function readWifiDetail(
  caller: Caller,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<WifiDetail>> {
  const result = await ask(
    caller,
    externalId,
    {
      action: 'LOCK_WIFI_DETAIL',
      path: '/v3/wifiLock/detail',
      params: {},
      effect: 'read',
      answer: z.looseObject({ isOnline: optionalFlag, powerSavingMode: optionalInt }),
      isGatewayCommand: false,
    },
    context,
  )
  if (!result.ok) return result
  const { isOnline, powerSavingMode } = result.value
  const savesPower = powerSavingMode === 1 ? true : powerSavingMode === 2 ? false : null
  return { ok: true, value: { isOnline, savesPower } }
}

export async function renameDevice(
  caller: Caller,
  renaming: { readonly externalId: string; readonly alias: string },
  context: CallContext,
): Promise<ProviderResult<null>> {
  const alias = renaming.alias.trim()
  if (alias === '') return refuse(invalidRequest('The lock needs a name.'))
  const result = await ask(
    caller,
    renaming.externalId,
    {
      action: 'DEVICE_RENAME',
      path: '/v3/lock/rename',
      params: { lockAlias: alias },
      effect: 'change',
      answer: done,
      isGatewayCommand: false,
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}
