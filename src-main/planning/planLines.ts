import type { DoorPlanLines, UnreadableDoorPlan } from '../domain/plan/doorPlan.ts'
import { linesOf, sortedCodes } from '../domain/plan/planDoor.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { Vault } from '../ports/vault.ts'
import { isNameOfOneInStep, partCodes } from './codesInStep.ts'
import { doorFacts, type SharedFacts } from './doorFacts.ts'
import { lastSchedule } from './lastSchedule.ts'
import { planFromReading } from './planFromLastReading.ts'

export interface PlanningRun {
  readonly store: Store
  readonly vault: Vault
  readonly shared: SharedFacts
  /** One moment for all doors of the run, so that what they expect is worked out once. */
  readonly nowMs: number
}

/**
 * The lines of a door's plan from its last complete reading: the same as `planDoor` makes. Only codes that may need
 * something become objects and are judged; on any doubt all of them do.
 */
export function planLines(
  run: PlanningRun,
  door: DoorRecord,
  readAtMs: number,
): DoorPlanLines | UnreadableDoorPlan {
  return linesOfRest(run, door, readAtMs) ?? planFromReading(run, door, readAtMs)
}

function linesOfRest(run: PlanningRun, door: DoorRecord, readAtMs: number): DoorPlanLines | null {
  const { store, shared, nowMs } = run
  const deviceId = door.integrationDeviceId
  const listed = store.codes.listDigest(deviceId)
  const wanted = shared.expectedOn(door, nowMs, run.vault)
  if (listed === null || wanted === null) return null
  const parted = partCodes(store.codes.codesAtAGlance({ doorId: door.id, deviceId }), wanted.looks)
  if (!parted) return null
  const codes = store.codes.actualCodesAmong(deviceId, parted.listed, shared.peopleOn(door).pins)
  const receipts = store.codes.receiptsAmong(door.id, parted.receiptsOf)
  if (isNameOfOneInStep(codes, receipts, parted)) return null
  const reading = { kind: 'known', codes, readAtMs, ...lastSchedule(store, door) } as const
  const input = doorFacts(store, { door, reading, shared, receipts }, { nowMs, clockOffsetMs: 0 })
  const { at } = wanted.looks
  return linesOf(
    input,
    {
      expected: { ...at, codes: parted.expected },
      actual: sortedCodes(codes),
      readAtMs,
      inStep: parted.inStep,
      digests: { listed, expected: wanted.digest },
    },
    (text) => run.vault.hmac('fingerprint', text),
  )
}
