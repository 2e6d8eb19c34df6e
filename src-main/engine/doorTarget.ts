import type { DoorId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import type { AccountClient } from '../ports/providers.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'
import { callContext, type JobRun } from './jobRun.ts'
import type { DoorTarget } from './operations.ts'
import { outcomeOfError } from './outcomeOfError.ts'

export type OpenedDoor =
  | { readonly kind: 'open'; readonly target: DoorTarget }
  | { readonly kind: 'closed'; readonly outcome: JobOutcome }

/**
 * A door with the client that reaches its lock. A lock id typed in offline is looked for in the accounts first:
 * the first list that has it confirms it.
 */
export async function openDoor(context: EngineContext, run: JobRun, doorId: DoorId): Promise<OpenedDoor> {
  const door = context.store.doors.get(doorId)
  if (!door?.isActive) return closed({ kind: 'failed', error: 'This door no longer exists.' })
  if (door.integrationCustomerId !== null) {
    return { kind: 'open', target: targetOf(door, context.providers.forAccount(door.integrationCustomerId)) }
  }
  const outcome = await confirmDevice(context, run, door)
  if (outcome) return closed(outcome)
  const confirmed = context.store.doors.get(doorId)
  if (confirmed?.integrationCustomerId == null) {
    const error = `None of the connected accounts has a lock with the id ${door.externalId}. Check the id, or connect the account that owns the lock.`
    context.store.doors.setUnreadable(doorId, error, toIso(context.clock.nowMs()))
    return closed({ kind: 'failed', error })
  }
  return {
    kind: 'open',
    target: targetOf(confirmed, context.providers.forAccount(confirmed.integrationCustomerId)),
  }
}

function targetOf(door: DoorRecord, provider: AccountClient): DoorTarget {
  const ours = provider.clockOffsetMs()
  return { door, provider, clockOffsetMs: ours === null ? 0 : -ours }
}

function closed(outcome: JobOutcome): OpenedDoor {
  return { kind: 'closed', outcome }
}

/** Lists every account's locks until one has the door's. An account that did not answer leaves the question open. */
async function confirmDevice(
  context: EngineContext,
  run: JobRun,
  door: DoorRecord,
): Promise<JobOutcome | null> {
  const accounts = context.store.accounts.list()
  if (accounts.length === 0) {
    return { kind: 'wait', reason: 'not_signed_in', message: 'No TTLock account is connected yet.' }
  }
  let unanswered: JobOutcome | null = null
  for (const account of accounts) {
    const answer = await context.providers.forAccount(account.id).listDevices(callContext(run, door))
    if (!answer.ok) {
      unanswered = outcomeOfError(answer.error, context.clock.nowMs())
      continue
    }
    context.store.accounts.recordDevices(account.id, answer.value, toIso(context.clock.nowMs()))
    if (answer.value.some((device) => device.externalId === door.externalId)) return null
  }
  return unanswered
}
