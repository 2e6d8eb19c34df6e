import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, ListedGateway, LockGateway } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { invalidRequest } from '../failures.ts'
import type { GatewayMap } from '../gatewayMap.ts'
import { readAllPages } from '../paging.ts'
import { looseFlag, looseId, optionalInt, optionalMac, optionalText, pageOf } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

export interface GatewayEndpointParts {
  readonly caller: Caller
  /** What gateways say of locks tells which lanes a command holds. */
  readonly gatewayMap: GatewayMap
}

const gatewayRow = z.looseObject({
  gatewayId: looseId,
  gatewayName: optionalText,
  gatewayMac: optionalMac,
  isOnline: looseFlag,
  lockNum: optionalInt,
})
const gatewayPage = pageOf(gatewayRow)

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
      page: gatewayPage,
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
  parts: GatewayEndpointParts,
  externalId: string,
  context: CallContext,
): Promise<ProviderResult<readonly LockGateway[]>> {
  const lockId = lockNumber(externalId)
  if (lockId === null) return refuse(invalidLockId())
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
    gateways.map((gateway) => ({ gatewayId: gateway.gatewayExternalId, seenAtMs: null })),
  )
  return { ok: true, value: gateways }
}

export async function readGateway(
  caller: Caller,
  gatewayExternalId: string,
  context: CallContext,
): Promise<ProviderResult<ListedGateway>> {
  const gatewayId = lockNumber(gatewayExternalId)
  if (gatewayId === null) return refuse(invalidRequest('The gateway id must be a whole number.'))
  const result = await caller.call(
    {
      action: 'GATEWAY_DETAIL',
      path: '/v3/gateway/detail',
      params: { gatewayId },
      effect: 'read',
      answer: gatewayRow,
      externalId: null,
      isGatewayCommand: false,
    },
    context,
  )
  return result.ok ? { ok: true, value: toGateway(result.value) } : result
}

const locksOfGateway = z.looseObject({
  list: z.array(z.looseObject({ lockId: looseId, rssi: optionalInt })),
})

export async function listLocksOfGateway(
  parts: GatewayEndpointParts,
  gatewayExternalId: string,
  context: CallContext,
): Promise<ProviderResult<readonly { readonly externalId: string; readonly rssi: number | null }[]>> {
  const gatewayId = lockNumber(gatewayExternalId)
  if (gatewayId === null) return refuse(invalidRequest('The gateway id must be a whole number.'))
  const result = await parts.caller.call(
    {
      action: 'GATEWAY_LIST_LOCK',
      path: '/v3/gateway/listLock',
      params: { gatewayId },
      effect: 'read',
      answer: locksOfGateway,
      externalId: null,
      isGatewayCommand: false,
    },
    context,
  )
  if (!result.ok) return result
  parts.gatewayMap.learnOfGateway(
    gatewayExternalId,
    result.value.list.map((row) => row.lockId),
  )
  return { ok: true, value: result.value.list.map((row) => ({ externalId: row.lockId, rssi: row.rssi })) }
}
