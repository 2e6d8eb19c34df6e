import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, ListedDevice, ListedGateway, LockGateway } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import type { GatewayMap } from '../gatewayMap.ts'
import { readAllPages } from '../paging.ts'
import {
  looseFlag,
  looseId,
  looseInt,
  optionalFlag,
  optionalInt,
  optionalMac,
  optionalText,
} from '../schemas.ts'
import { invalidLockId, lockNumber } from './codes.ts'

const lockRow = z.looseObject({
  lockId: looseId,
  lockName: optionalText,
  lockAlias: optionalText,
  lockMac: optionalMac,
  electricQuantity: optionalInt,
  featureValue: optionalText,
  hasGateway: optionalFlag,
  timezoneRawOffset: optionalInt,
})

function toDevice(row: z.output<typeof lockRow>): ListedDevice {
  return {
    externalId: row.lockId,
    name: row.lockName ?? row.lockId,
    alias: row.lockAlias,
    mac: row.lockMac,
    batteryPercent: row.electricQuantity,
    featureValue: row.featureValue,
    // Unsettled or unknown is left out of the answer: no gateway is known.
    hasGateway: row.hasGateway ?? false,
    timezoneRawOffsetMs: row.timezoneRawOffset,
  }
}

export async function listDevices(
  caller: Caller,
  context: CallContext,
): Promise<ProviderResult<readonly ListedDevice[]>> {
  const result = await readAllPages(
    caller,
    {
      action: 'DEVICE_LIST',
      path: '/v3/lock/list',
      params: {},
      externalId: null,
      row: lockRow,
      idOf: (row) => row.lockId,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.map(toDevice) } : result
}

export async function readDevice(
  caller: Caller,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<ListedDevice>> {
  const lockId = lockNumber(externalId)
  if (lockId === null) return { ok: false, error: invalidLockId() }
  const result = await caller.call(
    {
      action: 'DEVICE_DETAIL',
      path: '/v3/lock/detail',
      params: { lockId },
      effect: 'read',
      answer: lockRow,
      externalId,
      isGatewayCommand: false,
    },
    context,
  )
  return result.ok ? { ok: true, value: toDevice(result.value) } : result
}

const gatewayRow = z.looseObject({
  gatewayId: looseId,
  gatewayName: optionalText,
  gatewayMac: optionalMac,
  isOnline: looseFlag,
  lockNum: optionalInt,
})

export async function listGateways(
  caller: Caller,
  context: CallContext,
): Promise<ProviderResult<readonly ListedGateway[]>> {
  const result = await readAllPages(
    caller,
    {
      action: 'GATEWAY_LIST',
      path: '/v3/gateway/list',
      params: {},
      externalId: null,
      row: gatewayRow,
      idOf: (row) => row.gatewayId,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.map(toGateway) } : result
}

function toGateway(row: z.output<typeof gatewayRow>): ListedGateway {
  return {
    externalId: row.gatewayId,
    name: row.gatewayName ?? row.gatewayMac ?? row.gatewayId,
    isOnline: row.isOnline,
    lockCount: row.lockNum ?? 0,
  }
}

const gatewaysOfLock = z.looseObject({
  list: z.array(z.looseObject({ gatewayId: looseId, rssi: optionalInt, rssiUpdateDate: optionalInt })),
})

/** The gateways that see the lock; what comes back also tells which lanes a command to the lock holds. */
export async function listGatewaysOfLock(
  parts: { readonly caller: Caller; readonly gatewayMap: GatewayMap },
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<readonly LockGateway[]>> {
  const lockId = lockNumber(externalId)
  if (lockId === null) return { ok: false, error: invalidLockId() }
  const result = await parts.caller.call(
    {
      action: 'GATEWAY_LIST_BY_LOCK',
      path: '/v3/gateway/listByLock',
      params: { lockId },
      effect: 'read',
      answer: gatewaysOfLock,
      externalId,
      isGatewayCommand: false,
    },
    context,
  )
  if (!result.ok) return result
  const gateways = result.value.list.map((row) => ({
    gatewayExternalId: row.gatewayId,
    rssi: row.rssi,
    updatedAtMs: row.rssiUpdateDate,
  }))
  parts.gatewayMap.learn(
    externalId,
    gateways.map((gateway) => ({ gatewayId: gateway.gatewayExternalId, seenAtMs: gateway.updatedAtMs })),
  )
  return { ok: true, value: gateways }
}

export const monthCount = z.looseObject({ monthRequestCount: looseInt.pipe(z.int().nonnegative()) })
