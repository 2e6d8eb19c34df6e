import { lockFor } from './access.ts'
import { believedOnline, gatewaysOf, lastSeenAt } from './commands.ts'
import type { Call, Core } from './core.ts'
import { type Answer, data, type Refusal, refuse } from './envelope.ts'
import { answerPage, sortRows } from './paging.ts'
import { integerOf } from './parameters.ts'
import type { SimulatedGateway } from './world.ts'

/** `/v3/gateway/list` (facts 4.5). `isOnline` is what the cloud believes. */
export function listGateways(call: Call): Answer {
  const rows = [...call.core.world.gateways.values()].filter(
    (gateway) => gateway.adminUid === call.account.uid,
  )
  return answerPage({
    rows: sortRows(rows, integerOf(call.parameters, 'orderBy'), {
      name: (gateway) => gateway.gatewayName,
      time: (gateway) => gateway.gatewayId,
    }),
    parameters: call.parameters,
    caps: { defaultSize: 20, maxSize: 200 },
    switches: call.core.world.switches,
    view: (gateway) => viewGateway(call.core, gateway),
  })
}

export function gatewayDetail(call: Call): Answer {
  const found = gatewayFor(call)
  return 'errcode' in found ? found : data(viewGateway(call.core, found.gateway))
}

/** `/v3/gateway/listByLock`: no paging and no isOnline. */
export function listGatewaysOfLock(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised', 'ekey')
  if ('errcode' in found) return found
  const now = call.core.now()
  return data({
    list: gatewaysOf(call.core.world, found.lock, now).map(({ gateway, link }) => ({
      gatewayId: gateway.gatewayId,
      gatewayMac: gateway.gatewayMac,
      gatewayName: gateway.gatewayName,
      rssi: link.rssi,
      rssiUpdateDate: lastSeenAt(gateway, link, now),
    })),
  })
}

/** `/v3/gateway/listLock`: the locks the cloud pairs with the gateway. */
export function listLocksOfGateway(call: Call): Answer {
  const found = gatewayFor(call)
  if ('errcode' in found) return found
  return data({ list: locksOf(call.core, found.gateway) })
}

function gatewayFor(call: Call): { readonly gateway: SimulatedGateway } | Refusal {
  const gatewayId = integerOf(call.parameters, 'gatewayId')
  if (gatewayId === null || Number.isNaN(gatewayId)) return refuse(-3)
  const gateway = call.core.world.gateways.get(gatewayId)
  if (gateway === undefined) return refuse(-4037)
  return gateway.adminUid === call.account.uid ? { gateway } : refuse(-2018)
}

function locksOf(core: Core, gateway: SimulatedGateway): Readonly<Record<string, unknown>>[] {
  const now = core.now()
  const rows: Readonly<Record<string, unknown>>[] = []
  for (const [lockId, link] of gateway.links) {
    const lock = core.world.locks.get(lockId)
    if (lock === undefined || !gatewaysOf(core.world, lock, now).some((pair) => pair.gateway === gateway))
      continue
    rows.push({
      lockId,
      lockMac: lock.lockMac,
      lockName: lock.lockName,
      lockAlias: lock.lockAlias,
      rssi: link.rssi,
      updateDate: lastSeenAt(gateway, link, now),
    })
  }
  return rows
}

function viewGateway(core: Core, gateway: SimulatedGateway): Readonly<Record<string, unknown>> {
  return {
    gatewayId: gateway.gatewayId,
    gatewayMac: gateway.gatewayMac,
    gatewayName: gateway.gatewayName,
    gatewayVersion: gateway.gatewayVersion,
    networkName: gateway.networkName,
    networkMac: gateway.gatewayMac,
    lockNum: locksOf(core, gateway).length,
    isOnline: believedOnline(gateway, core.now()) ? 1 : 0,
  }
}
