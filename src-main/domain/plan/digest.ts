import { createHash } from 'node:crypto'
import type { CodeWindow } from '../code/codeWindow.ts'
import { weekText } from '../schedule/openSchedule.ts'
import { quoteJson } from './canonicalJson.ts'
import type { DoorPlanLines, EnforcePlan, UnreadableDoorPlan } from './doorPlan.ts'
import { isActionLine, type PlanLine } from './planLine.ts'

/**
 * What of a line is approved, as canonical JSON. No times of reading and no countdowns: an identical new preview has the
 * same digest.
 */
function lineText(line: PlanLine): string {
  const held = line.kind === 'reported' ? `"held_because":"${line.heldBecause}",` : ''
  const reason = line.kind !== 'reported' && 'reason' in line ? `,"reason":"${line.reason}"` : ''
  const isWritten = isActionLine(line) && line.kind !== 'delete' && line.kind !== 'schedule'
  const restores = isWritten && line.restores !== null ? `,"restores":${quoteJson(line.restores)}` : ''
  const window = isWritten ? `,"window":${windowText(line.window)}` : ''
  const week = line.kind === 'schedule' ? `,"week":${quoteJson(weekText(line.after))}` : ''
  return `{${held}"line_id":${quoteJson(line.lineId)}${reason}${restores}${week}${window}}`
}

function windowText(window: CodeWindow): string {
  return window.kind === 'permanent' ? '"permanent"' : `[${window.startMs},${window.endMs}]`
}

/** What of a door is approved, as canonical JSON. Written by hand, as `fingerprint.ts` is, and held against it by a test. */
export function doorText(door: DoorPlanLines | UnreadableDoorPlan): string {
  if (door.kind === 'unreadable') return `{"door_id":${door.doorId},"unreadable":true}`
  let lines = ''
  for (const line of door.lines) {
    if (line.kind !== 'under_way') lines += `${lines === '' ? '' : ','}${lineText(line)}`
  }
  return `{"door_id":${door.doorId},"fingerprint":${quoteJson(door.fingerprint)},"lines":[${lines}]}`
}

/** SHA-256 (hex) over the doors' fingerprints and lines, in the order of door ids. */
export function digestPlan(plan: Pick<EnforcePlan<DoorPlanLines | UnreadableDoorPlan>, 'doors'>): string {
  const hash = createHash('sha256')
  for (const door of plan.doors) hash.update(`${doorText(door)}\n`)
  return hash.digest('hex')
}
