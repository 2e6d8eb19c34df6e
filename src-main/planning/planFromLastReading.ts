import type { ExpectedAtDoor } from '../domain/credential/expectedAt.ts'
import type { DoorId } from '../domain/ids.ts'
import { fromIso } from '../domain/instant.ts'
import type { DoorPlan, ExpectedItem } from '../domain/plan/doorPlan.ts'
import { expectedOf, planDoor } from '../domain/plan/planDoor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { Vault } from '../ports/vault.ts'
import { doorFacts, type SharedFacts, sharedFacts } from './doorFacts.ts'
import { lastSchedule } from './lastSchedule.ts'

interface StoreAndClock {
  readonly store: Store
  readonly clock: Clock
}

/** The door as its last complete reading and today's decisions make it, without asking the lock. Null before any reading. */
export function planFromLastReading(context: StoreAndClock, vault: Vault, doorId: DoorId): DoorPlan | null {
  const { store, clock } = context
  const door = store.doors.get(doorId)
  const lastReadAt = door && store.doors.state(doorId).lastReadAt
  if (!door || !lastReadAt) return null
  const run = { store, vault, shared: sharedFacts(store), nowMs: clock.nowMs() }
  return planFromReading(run, door, fromIso(lastReadAt))
}

/** What should be on a door at this moment, whether or not its lock was ever read. */
export function expectedNow(context: StoreAndClock, door: DoorRecord): readonly ExpectedItem[] {
  return expectedOn(context, door).codes.map((code) => code.item)
}

/** When a window of the door opens or closes next, or a lead time begins (epoch ms); null when none will. */
export function nextWindowMs(context: StoreAndClock, door: DoorRecord): number | null {
  return expectedOn(context, door).nextDueAtMs
}

function expectedOn({ store, clock }: StoreAndClock, door: DoorRecord): ExpectedAtDoor {
  const nowMs = clock.nowMs()
  const reading = { kind: 'unreadable', reason: '', atMs: nowMs } as const
  return expectedOf(
    doorFacts(store, { door, reading, shared: sharedFacts(store) }, { nowMs, clockOffsetMs: 0 }),
  )
}

/** The same of a door that was read. */
export function planFromReading(
  run: {
    readonly store: Store
    readonly vault: Vault
    readonly shared: SharedFacts
    readonly nowMs: number
  },
  door: DoorRecord,
  readAtMs: number,
): DoorPlan {
  const { store, vault, shared, nowMs } = run
  const codes = shared.lastCodesOf(door)
  const reading = { kind: 'known', codes, readAtMs, ...lastSchedule(store, door) } as const
  const input = doorFacts(store, { door, reading, shared }, { nowMs, clockOffsetMs: 0 })
  return planDoor(input, (text) => vault.hmac('fingerprint', text))
}
