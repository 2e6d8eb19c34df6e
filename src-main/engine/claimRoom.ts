import { GatewayLoad } from '../domain/job/gatewayLoad.ts'
import type { JobType } from '../domain/job/job.ts'
import { fullTypes } from '../domain/job/placeLimits.ts'
import type { ClaimRoom, DueJob } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'

/** A job that runs, as far as it leaves less room for others. */
export interface JobInHand {
  readonly type: JobType
  readonly gateways: readonly string[]
}

/** What may begin beside these. */
export function roomBeside(
  context: Pick<EngineContext, 'store' | 'settings'>,
  inHand: Iterable<JobInHand>,
): ClaimRoom {
  const { store, settings } = context
  const running = new Map<JobType, number>()
  const load = new GatewayLoad(settings.doorsOfGateway)

  function enter({ type, gateways }: JobInHand): void {
    running.set(type, (running.get(type) ?? 0) + 1)
    load.enter(gateways)
  }

  for (const job of inHand) enter(job)
  return {
    has: (job) => !fullTypes(running).includes(job.type) && !load.isCrowded(gatewaysOfJob(store, job)),
    take: (job) => enter({ type: job.type, gateways: gatewaysOfJob(store, job) }),
    full: () => ({ types: fullTypes(running), doors: store.accounts.doorsHeardOnlyBy(load.full()) }),
  }
}

/** Those that its commands wait for. What only reads waits for none of them. */
export function gatewaysOfJob(
  store: EngineContext['store'],
  { type, doorId }: Pick<DueJob, 'type' | 'doorId'>,
): readonly string[] {
  if (type !== 'drift_enforce_lock_truth' || doorId === null) return []
  const door = store.doors.get(doorId)
  return door ? gatewaysOfDevice(store, door.integrationDeviceId) : []
}

/** Also those that heard the lock long ago: a good guess serves to spread the work. */
export function gatewaysOfDevice(
  store: EngineContext['store'],
  deviceId: Parameters<EngineContext['store']['accounts']['gatewaysOfDevice']>[0],
): readonly string[] {
  return store.accounts.gatewaysOfDevice(deviceId, '').map(({ gatewayId }) => gatewayId)
}
