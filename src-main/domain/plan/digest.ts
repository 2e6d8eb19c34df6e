import { createHash } from 'node:crypto'
import { type CanonicalValue, canonicalJson } from './canonicalJson.ts'
import type { DoorPlan, EnforcePlan } from './doorPlan.ts'
import { isActionLine, type PlanLine } from './planLine.ts'

/** What of a line is approved. No times of reading and no countdowns: an identical new preview has the same digest. */
function lineContent(line: PlanLine): CanonicalValue {
  const content: Record<string, CanonicalValue> = { line_id: line.lineId }
  if (line.kind === 'reported') content.held_because = line.heldBecause
  else if ('reason' in line) content.reason = line.reason
  if (isActionLine(line) && line.kind !== 'delete') {
    content.window = line.window.kind === 'permanent' ? 'permanent' : [line.window.startMs, line.window.endMs]
  }
  return content
}

function doorContent(door: DoorPlan): CanonicalValue {
  if (door.kind === 'unreadable') return { door_id: door.doorId, unreadable: true }
  return {
    door_id: door.doorId,
    fingerprint: door.fingerprint,
    lines: door.lines.filter((line) => line.kind !== 'under_way').map(lineContent),
  }
}

/** SHA-256 (hex) over the doors' fingerprints and lines, in the order of door ids. */
export function digestPlan(plan: Pick<EnforcePlan, 'doors'>): string {
  const hash = createHash('sha256')
  for (const door of plan.doors) hash.update(`${canonicalJson(doorContent(door))}\n`)
  return hash.digest('hex')
}
