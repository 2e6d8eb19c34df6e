import type { DoorId } from '../domain/ids.ts'
import { fromIso } from '../domain/instant.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import { planDoor } from '../domain/plan/planDoor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { doorFacts, type SharedFacts, sharedFacts } from './doorFacts.ts'

/**
 * The door as its last complete reading and today's decisions make it, without asking the lock. Null before any reading.
 * For one door after the other, `shared` is read once.
 */
export function planFromLastReading(
  context: { readonly store: Store; readonly clock: Clock },
  vault: Vault,
  doorId: DoorId,
  shared: SharedFacts = sharedFacts(context.store),
): DoorPlan | null {
  const { store, clock } = context
  const door = store.doors.get(doorId)
  if (!door) return null
  const { lastReadAt } = store.doors.state(doorId)
  if (lastReadAt === null) return null
  const reading = {
    kind: 'known' as const,
    codes: shared.lastCodesOf(door),
    readAtMs: fromIso(lastReadAt),
  }
  const input = doorFacts(store, { door, reading, shared }, { nowMs: clock.nowMs(), clockOffsetMs: 0 })
  return planDoor(input, (text) => vault.hmac('fingerprint', text))
}
