import type { DoorId } from '../domain/ids.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { UseCaseContext } from './useCaseContext.ts'

type Context = Pick<UseCaseContext, 'store' | 'providers'>

/**
 * A person wants this work tried: each lock that it sends to is sent to again, also where failures had it left alone.
 * Jobs that only look are never left alone.
 */
export function endSuspensions(
  context: Context,
  { type, doorId, planId }: Pick<JobRecord, 'type' | 'doorId' | 'planId'>,
): void {
  if (type !== 'drift_enforce_lock_truth' && type !== 'enforce_plan_apply') return
  if (doorId !== null) endSuspensionOf(context, doorId)
  else if (planId !== null)
    for (const head of context.store.plans.doorHeads(planId)) endSuspensionOf(context, head.doorId)
}

export function endSuspensionOf({ store, providers }: Context, doorId: DoorId): void {
  const door = store.doors.get(doorId)
  if (door?.integrationCustomerId == null) return
  providers.forAccount(door.integrationCustomerId).endSuspension(door.externalId)
}
