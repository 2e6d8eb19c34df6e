import type { DoorId, PlanId, VendorPinId } from '../domain/ids.ts'
import type { ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { FingerprintCode, FingerprintParts } from '../domain/plan/fingerprint.ts'
import { type ActionLine, isActionLine } from '../domain/plan/planLine.ts'
import type { DoneLine } from '../domain/plan/undoStep.ts'
import type { Store } from '../ports/store.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'

/** What a plan did to a door, line by line, with the codes as they were before. */
export function doneLines(store: Store, planId: PlanId, doorId: DoorId): readonly DoneLine[] {
  const before = codesBefore(store, planId, doorId)
  const operations = store.operations.ofPlan(planId, doorId)
  return linesOf(store, planId, doorId).map((line) => doneLine(line, operations, before))
}

/** The codes of a plan's sealed inventory by their ids; empty once it was erased. */
export function codesBefore(
  store: Store,
  planId: PlanId,
  doorId: DoorId,
): ReadonlyMap<VendorPinId, FingerprintCode> {
  // Written by `fingerprintPartsOf` and sealed; nothing else writes that column.
  const inventory = store.plans.inventory(planId, doorId) as FingerprintParts | null
  return new Map((inventory?.actual ?? []).map((code) => [code.vendorPinId, code]))
}

function linesOf(store: Store, planId: PlanId, doorId: DoorId): readonly ActionLine[] {
  // Written by the engine from a domain DoorPlan only.
  const plan = store.plans.door(planId, doorId)?.plan as ReadableDoorPlan | { kind: 'unreadable' } | undefined
  return plan?.kind === 'planned' ? plan.lines.filter(isActionLine) : []
}

function doneLine(
  line: ActionLine,
  operations: readonly OperationRecord[],
  before: ReadonlyMap<VendorPinId, FingerprintCode>,
): DoneLine {
  const ofLine = operations.filter((operation) => operation.lineId === line.lineId)
  const removals = ofLine.filter((operation) => operation.kind === 'delete')
  const writes = ofLine.filter((operation) => operation.kind !== 'delete')
  const last = writes.findLast((operation) => operation.state === 'confirmed')
  return {
    line,
    before:
      'vendorPinId' in line && line.vendorPinId !== null ? (before.get(line.vendorPinId) ?? null) : null,
    isRemoved: removals.some((operation) => operation.state === 'confirmed'),
    written:
      last?.vendorPinId != null && last.pin !== null && last.window !== null
        ? { vendorPinId: last.vendorPinId, pin: last.pin, window: last.window }
        : null,
    ...(last?.kind === 'schedule' ? { isScheduled: true } : {}),
    isOpen: [removals, writes].some(isLeftOpen),
  }
}

function isLeftOpen(operations: readonly OperationRecord[]): boolean {
  const last = operations.at(-1)
  const isSettled = operations.some((operation) => operation.state === 'confirmed')
  return !isSettled && (last?.state === 'sent' || last?.state === 'unconfirmed')
}
