import { toIso } from '../domain/instant.ts'
import type { EngineContext } from './engineContext.ts'
import { callContext, type JobRun } from './jobRun.ts'
import type { DoorTarget } from './operations.ts'

/** A list counts for half an hour: one that still does when the last command of a run gets its turn. */
const FRESH_LIST_MS = 25 * 60_000

/**
 * Before a lock is sent anything: which gateways hear it, so that the command holds the lanes of all of them. Asked only
 * when nobody asked lately; without an answer the lock is a lane of its own, and the provider says busy.
 */
export async function knowGateways(context: EngineContext, run: JobRun, target: DoorTarget): Promise<void> {
  const { accounts } = context.store
  const { door, provider } = target
  const device = accounts.getDevice(door.integrationDeviceId)
  if (!device?.hasGateway) return
  const sinceIso = toIso(context.clock.nowMs() - FRESH_LIST_MS)
  if (accounts.gatewaysOfDevice(device.id, sinceIso).length > 0) return
  const answer = await provider.listGatewaysOfLock(door.externalId, callContext(run, door))
  if (answer.ok) accounts.recordDeviceGateways(device.id, answer.value, toIso(context.clock.nowMs()))
}
