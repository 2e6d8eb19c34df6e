import { SYSTEM_OPERATOR_ID } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import { type ActionLine, isActionLine } from '../domain/plan/planLine.ts'
import { decisionOfUndo } from '../domain/plan/undoDoor.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { PlanDoorRecord, PlanRecord } from '../ports/stores/planStore.ts'
import { codesBefore } from './doneLines.ts'

const TOLERANCE_MS = 7 * 86_400_000

/** An undo and the plan it reverses. */
export interface UndoPlan {
  readonly plan: PlanRecord
  readonly undone: PlanRecord['id']
}

export function asUndo(plan: PlanRecord): UndoPlan | null {
  return plan.undoOf === null ? null : { plan, undone: plan.undoOf }
}

/**
 * Writes down, before anything is sent, what keeps the next check from reverting these lines: a code that comes back is
 * tolerated for a week, a credential whose code goes or changes back is held where it is. Does nothing twice.
 */
export function writeUndoDecisions(
  store: Store,
  undo: UndoPlan,
  door: DoorRecord,
  work: { readonly lines: readonly ActionLine[]; readonly nowMs: number },
): void {
  const { plan } = undo
  const base = {
    reason: plan.approvalReason ?? '',
    operatorId: plan.approvedBy ?? SYSTEM_OPERATOR_ID,
    undoPlanId: plan.id,
  }
  const marks = store.decisions.marks(door.integrationDeviceId)
  const pauses = store.decisions.pauses(door.id)
  for (const line of work.lines) {
    if (decisionOfUndo(line) === 'tolerate') {
      const pinHash = hashOfRestored(store, undo, door, line)
      if (pinHash === null) continue
      if (marks.some((mark) => mark.undoPlanId === plan.id && mark.pinHash === pinHash)) continue
      store.decisions.insertMark(door.integrationDeviceId, {
        ...base,
        vendorPinId: null,
        pinHash,
        mark: 'tolerated',
        until: toIso(work.nowMs + TOLERANCE_MS),
      })
    } else if (line.credentialId !== null) {
      const { credentialId } = line
      if (pauses.some((pause) => pause.credentialId === credentialId)) continue
      store.decisions.insertPause(door.id, { ...base, credentialId })
    }
  }
}

/** After an undo ended: what it did not do is decided no more, and what came back is known by its new id as well. */
export function settleUndoDecisions(store: Store, plan: PlanRecord): void {
  const undo = asUndo(plan)
  if (!undo) return
  for (const record of store.plans.doors(plan.id)) {
    const door = store.doors.get(record.doorId)
    if (door) settleOnDoor(store, undo, door, record)
  }
}

function settleOnDoor(store: Store, undo: UndoPlan, door: DoorRecord, record: PlanDoorRecord): void {
  const approved = new Set(record.approvedLines ?? [])
  // Written by the engine from a domain DoorPlan only.
  const planned = record.plan as DoorPlan
  const lines = planned.kind === 'planned' ? planned.lines.filter(isActionLine) : []
  const adds = store.operations.ofPlan(undo.plan.id).filter(({ kind, state }) => {
    return kind === 'add' && state === 'confirmed'
  })
  for (const line of lines.filter(({ lineId }) => approved.has(lineId))) {
    const result = record.results[line.lineId]?.result
    const isStanding = result === 'ok' || result === 'already_so' || result === 'unconfirmed'
    if (decisionOfUndo(line) === 'pause') {
      if (!isStanding && line.credentialId !== null)
        store.decisions.endPause(door.id, line.credentialId, undo.plan.id)
      continue
    }
    const pinHash = hashOfRestored(store, undo, door, line)
    if (pinHash === null) continue
    const added = adds.findLast((operation) => operation.lineId === line.lineId)
    const code = { vendorPinId: added?.vendorPinId ?? null, pinHash }
    if (!isStanding) store.decisions.removeMarks(door.integrationDeviceId, code, undo.plan.id)
    else if (added) store.decisions.nameMarkedCode(door.integrationDeviceId, undo.plan.id, code)
  }
}

function hashOfRestored(store: Store, undo: UndoPlan, door: DoorRecord, line: ActionLine): string | null {
  if (line.kind === 'delete' || line.kind === 'schedule' || line.restores === null) return null
  const code = codesBefore(store, undo.undone, door.id).get(line.restores)
  return code ? store.decisions.markHash(door.externalId, code.pin) : null
}
