import type { LockReading } from '../domain/code/actualCode.ts'
import { toIso } from '../domain/instant.ts'
import type { DoorPlan, ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { DoorPlanInput } from '../domain/plan/doorPlanInput.ts'
import { planDoor } from '../domain/plan/planDoor.ts'
import { isActionLine } from '../domain/plan/planLine.ts'
import { doorFacts, sharedFacts } from '../planning/doorFacts.ts'
import type { DoorRecord, DoorStateRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'
import type { DoorTarget } from './operations.ts'

/** Plans one door from a reading that just came, and writes down what follows without sending: receipts, differences. */
export function planDoorNow(
  context: EngineContext,
  target: DoorTarget,
  reading: LockReading,
): { readonly input: DoorPlanInput; readonly plan: DoorPlan } {
  const input = doorFacts(
    context.store,
    { door: target.door, reading, shared: sharedFacts(context.store) },
    { nowMs: context.clock.nowMs(), clockOffsetMs: target.clockOffsetMs },
  )
  const plan = planDoor(input, (text) => context.vault.hmac('fingerprint', text))
  context.store.write(() => {
    if (plan.kind === 'planned') {
      adopt(context, target.door, plan)
      context.store.doors.setFindings(target.door.id, findingsOf(plan))
    }
  })
  return { input, plan }
}

/** What the door's state keeps of a plan. */
export function findingsOf(
  plan: ReadableDoorPlan,
): Pick<DoorStateRecord, 'differences' | 'foreignNamesakes'> {
  return { differences: countDifferences(plan), foreignNamesakes: plan.foreignNamesakes }
}

/** Lines that say the lock is not as it should be, whether or not anything may be done about it now. */
function countDifferences(plan: ReadableDoorPlan): number {
  return plan.lines.filter(
    (line) =>
      isActionLine(line) ||
      line.kind === 'blocked_by_grace' ||
      line.kind === 'invalid_expected' ||
      isUnwanted(line),
  ).length
}

/** A reported line is a difference unless a person or the mode decided to leave it be. */
function isUnwanted(line: ReadableDoorPlan['lines'][number]): boolean {
  if (line.kind !== 'reported') return false
  switch (line.heldBecause) {
    case 'strays_kept_by_mode':
    case 'never_delete':
    case 'tolerated':
    case 'paused_on_door':
    case 'unknown_code_type':
    case 'unknown_status':
      return false
    default:
      return true
  }
}

/** Our code whose receipt was lost: the receipt is written, nothing is sent. */
function adopt(context: EngineContext, door: DoorRecord, plan: ReadableDoorPlan): void {
  const atIso = toIso(plan.readAtMs)
  for (const adoption of plan.adopt) {
    context.store.codes.voidReceipt(door.integrationDeviceId, adoption.vendorPinId, atIso)
    context.store.codes.insertReceipt({
      credentialId: adoption.credentialId,
      doorId: door.id,
      deviceId: door.integrationDeviceId,
      vendorPinId: adoption.vendorPinId,
      operationId: null,
      evidenceGrade: 'listed',
      evidenceAt: atIso,
    })
  }
}
