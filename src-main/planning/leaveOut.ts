import type { Store } from '../ports/store.ts'
import type { PlanDoorProgress, PlanRecord } from '../ports/stores/planStore.ts'

/** The door is through: what of its approved lines was not sent is left out, and the line says who decided it. */
export function leaveOutDoor(store: Store, record: PlanDoorProgress, sentence: string): void {
  leaveOutLines(store, record, sentence)
  store.plans.setDoorState(record.planId, record.doorId, 'skipped')
}

/** An apply was stopped: each line that was not sent says by whom. */
export function leaveOutRest(store: Store, plan: PlanRecord): void {
  const by = plan.stopRequestedBy
  const sentence = `Not sent: ${by === null ? 'a person' : store.operators.nameOf(by)} stopped the apply.`
  for (const record of store.plans.doorHeads(plan.id)) {
    if (record.state === 'planned') leaveOutLines(store, record, sentence)
  }
}

/** An apply has ended by itself: each line that it never came to says why, by its door. */
export function leaveOutUnreached(
  store: Store,
  plan: PlanRecord,
  reasons: ReadonlyMap<PlanDoorProgress['doorId'], string>,
): void {
  for (const record of store.plans.doorHeads(plan.id)) {
    const reason = reasons.get(record.doorId)
    if (record.state !== 'planned' || reason === undefined) continue
    for (const lineId of record.approvedLines ?? []) {
      if (record.results[lineId] !== undefined) continue
      store.plans.setLineResult(plan.id, record.doorId, lineId, 'skipped', `Not sent: ${reason}`)
    }
  }
}

export function skippedSentence(store: Store, by: PlanRecord['stopRequestedBy']): string {
  return `Left out: ${by === null ? 'a person' : store.operators.nameOf(by)} skipped this door.`
}

function leaveOutLines(store: Store, record: PlanDoorProgress, sentence: string): void {
  for (const lineId of record.approvedLines ?? []) {
    const result = record.results[lineId]?.result
    if (result !== undefined && result !== 'skipped') continue
    store.plans.setLineResult(record.planId, record.doorId, lineId, 'skipped', sentence)
  }
}
