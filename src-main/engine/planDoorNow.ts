import type { LockReading } from '../domain/code/actualCode.ts'
import { toIso } from '../domain/instant.ts'
import type { DoorPlan, ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { DoorPlanInput } from '../domain/plan/doorPlanInput.ts'
import { findingsOf } from '../domain/plan/findings.ts'
import { planDoor } from '../domain/plan/planDoor.ts'
import { doorFacts, sharedFacts } from '../planning/doorFacts.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'
import type { DoorTarget } from './operations.ts'

/** Plans one door from a reading that just came, and writes down what follows without sending: receipts, differences. */
export function planDoorNow(
  context: EngineContext,
  target: Pick<DoorTarget, 'door' | 'clockOffsetMs'>,
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
