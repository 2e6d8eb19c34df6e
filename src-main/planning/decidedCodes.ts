import type { ActualCode } from '../domain/code/actualCode.ts'
import type { VendorPinId } from '../domain/ids.ts'
import { createMarkFinder } from '../domain/plan/marks.ts'
import type { MarkOnLine } from '../domain/plan/planLine.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { Vault } from '../ports/vault.ts'
import { codeMarks } from './doorFacts.ts'

/** The mark in force on each listed code of a door, found as the planner finds it. */
export function marksOnDoor(
  parts: { readonly store: Store; readonly vault: Vault; readonly nowMs: number },
  door: DoorRecord,
): ReadonlyMap<VendorPinId, MarkOnLine> {
  const { store, vault, nowMs } = parts
  const found = new Map<VendorPinId, MarkOnLine>()
  const marks = codeMarks(store, store.decisions.marks(door.integrationDeviceId))
  if (marks.length === 0) return found
  const findMark = createMarkFinder(marks, {
    nowMs,
    externalDeviceId: door.externalId,
    hmac: (text) => vault.hmac('fingerprint', text),
  })
  for (const code of store.codes.actualCodes(door.integrationDeviceId)) keep(found, code, findMark(code))
  return found
}

function keep(found: Map<VendorPinId, MarkOnLine>, code: ActualCode, mark: MarkOnLine | null): void {
  if (mark) found.set(code.vendorPinId, mark)
}
