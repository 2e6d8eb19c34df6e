import type { DoorPlan, ReadableDoorPlan } from './doorPlan.ts'
import type { DoorPlanInput, Hmac } from './doorPlanInput.ts'
import { compareLines } from './lineOrder.ts'
import { planDoor, summarise } from './planDoor.ts'
import { type ActionLine, isActionLine, type PlanLine } from './planLine.ts'
import { cannotUndoLine, linesOfSteps } from './undoLines.ts'
import { placeSteps } from './undoPins.ts'
import { undoScheduleLine } from './undoSchedule.ts'
import { type DoneLine, type UndoStep, undoContext, undoStepOf } from './undoStep.ts'

/**
 * The plan that takes back what another plan did to this door, line by line; what cannot be taken back is a reported
 * line that says why. Its fingerprint is that of any plan of the door, so that it is previewed, approved and found
 * stale like any other.
 */
export function undoDoor(input: DoorPlanInput, done: readonly DoneLine[], hmac: Hmac): DoorPlan {
  const base = planDoor(input, hmac)
  if (base.kind === 'unreadable' || input.reading.kind === 'unreadable') return base
  const context = undoContext(input, input.reading.codes, hmac)
  const lines: PlanLine[] = []
  const steps: UndoStep[] = []
  for (const item of done) {
    if (item.line.kind === 'schedule') {
      const line = undoScheduleLine(item, item.line, input)
      if (line !== null)
        lines.push(typeof line === 'string' ? cannotUndoLine(input.doorId, item, line) : line)
      continue
    }
    const step = undoStepOf(item, context)
    if (typeof step === 'string') lines.push(cannotUndoLine(input.doorId, item, step))
    else if (step) steps.push(step)
  }
  const { placed, refused } = placeSteps(steps, context)
  for (const [step, because] of refused) lines.push(cannotUndoLine(input.doorId, step.done, because))
  lines.push(...linesOfSteps(placed, input))
  lines.sort(compareLines)
  return withLines(base, lines)
}

function withLines(base: ReadableDoorPlan, lines: readonly PlanLine[]): ReadableDoorPlan {
  const touched = new Set(
    lines.filter(isActionLine).flatMap((line) => (line.kind === 'add' ? [] : (line.vendorPinId ?? []))),
  )
  const unchanged = base.unchanged.filter((item) => !touched.has(item.vendorPinId))
  const summary = summarise(lines, { unchanged: unchanged.length, later: base.summary.later })
  return { ...base, lines, unchanged, summary }
}

/**
 * What keeps the next check from reverting a line of an undo. `tolerate`: the code that comes back, by its digits;
 * `pause`: the credential, which on this door stays as it is now until a person decides. `decide`: the open schedule, which
 * is decided anew in the moment in which it is proven to be back.
 */
export function decisionOfUndo(line: ActionLine): 'tolerate' | 'pause' | 'decide' {
  if (line.kind === 'schedule') return 'decide'
  return line.kind === 'add' && line.why.facts.undoes === 'delete' ? 'tolerate' : 'pause'
}
