import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, ListedDevice, SharedDevice } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { readAllPages } from '../paging.ts'
import { looseId, optionalFlag, optionalInt, optionalMac, optionalText, pageOf } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

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
const lockPage = pageOf(lockRow)

function toDevice(row: z.output<typeof lockRow>): ListedDevice {
  return {
    externalId: row.lockId,
    name: row.lockName ?? row.lockId,
    alias: row.lockAlias,
    mac: row.lockMac,
    batteryPercent: row.electricQuantity,
    featureValue: row.featureValue,
    // Left out for locks no gateway ever saw.
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
      page: lockPage,
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
  if (lockId === null) return refuse(invalidLockId())
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

const sharedRow = lockRow.extend({
  keyId: looseId,
  userType: optionalText,
  keyStatus: optionalText,
  keyRight: optionalFlag,
})
const sharedPage = pageOf(sharedRow)
/** The vendor's numbers for the key of a top administrator and for a key in force. */
const OWNER_KEY = '110301'
const KEY_IN_FORCE = '110401'

/** Every lock the account holds a key of: locks that are only shared are in no other list. */
export async function listSharedDevices(
  caller: Caller,
  context: CallContext,
): Promise<ProviderResult<readonly SharedDevice[]>> {
  const result = await readAllPages(
    caller,
    {
      action: 'EKEY_LIST',
      path: '/v3/key/list',
      params: {},
      externalId: null,
      page: sharedPage,
      idOf: (row) => row.keyId,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.map(toSharedDevice) } : result
}

function toSharedDevice(row: z.output<typeof sharedRow>): SharedDevice {
  const isOwned = row.userType === OWNER_KEY
  return {
    device: toDevice(row),
    keyId: row.keyId,
    isOwned,
    canManageCodes: isOwned || row.keyRight === true,
    isInForce: row.keyStatus === KEY_IN_FORCE,
  }
}
