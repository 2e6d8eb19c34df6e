import type { PlanId } from '../domain/ids.ts'
import type { DoorPlan } from '../domain/plan/doorPlan.ts'
import type { DoorPlanInput } from '../domain/plan/doorPlanInput.ts'
import type { AddLine, ChangeLine, ReplaceLine } from '../domain/plan/planLine.ts'
import { undoDoor } from '../domain/plan/undoDoor.ts'
import { codesBefore, doneLines } from '../planning/doneLines.ts'
import type { UndoPlan } from '../planning/undoDecisions.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import { pinOfCredential } from './applyDoor.ts'
import type { EngineContext } from './engineContext.ts'

/** The door as an undo is judged by it: without what this very undo wrote down before its first command. */
export function withoutOwnDecisions(input: DoorPlanInput, undoPlanId: PlanId): DoorPlanInput {
  return { ...input, marks: input.marks.filter((mark) => mark.undoPlanId !== undoPlanId) }
}

/** The reverse of what a plan did to this door, as the lock is now. */
export function undoDoorNow(context: EngineContext, input: DoorPlanInput, undone: PlanId): DoorPlan {
  return undoDoor(input, doneLines(context.store, undone, input.doorId), (text) =>
    context.vault.hmac('fingerprint', text),
  )
}

/** Where the digits of an undo's lines come from: the undone plan's sealed inventory. */
export function pinOfRestored(
  context: EngineContext,
  undo: UndoPlan,
  door: DoorRecord,
): (line: AddLine | ChangeLine | ReplaceLine) => string {
  const codes = codesBefore(context.store, undo.undone, door.id)
  return (line) => {
    if (line.restores === null) return pinOfCredential(context, line)
    const code = codes.get(line.restores)
    if (!code) throw new Error('The inventory of the undone plan no longer has this code')
    return code.pin
  }
}
