import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import type { ReadableDoorPlan } from './doorPlan.ts'
import type { ActionLine, AddLine, DeleteLine, ReplaceLine } from './planLine.ts'
import { needsRoom, opensAtMs } from './selection.ts'

/** One command to the lock. A replace is two of them. */
export interface PlanStep {
  readonly line: ActionLine
  readonly action: 'add' | 'change' | 'delete' | 'schedule'
  /** List the lock before this step, to see that the deletes before it took effect. */
  readonly readsBackFirst: boolean
  /**
   * Lines whose steps before this one must have succeeded, or it is not sent: deletes and replaces whose code
   * must be gone, and changes whose code must have its new digits.
   */
  readonly needsLineIds: readonly string[]
}

interface Lines {
  readonly adds: readonly AddLine[]
  readonly replaces: readonly ReplaceLine[]
  readonly deletes: readonly DeleteLine[]
}

/**
 * The commands of one door in the order they are sent: adds, changes, replaces, deletes, and last the open schedule, so
 * that nobody waits for a code behind it. Two things come earlier
 * than their kind: on a lock without room as many deletes as the adds need, expired ones first; and what frees
 * a PIN comes before the line that sends it. In a chain of replaces all deletes come first.
 */
export function orderSteps(plan: ReadableDoorPlan, lines: readonly ActionLine[]): PlanStep[] {
  const steps: PlanStep[] = []
  const sentDeletes = new Set<string>()
  const sorted: Lines = {
    adds: lines.filter((line) => line.kind === 'add').sort(compareOpening),
    replaces: lines.filter((line) => line.kind === 'replace'),
    deletes: lines.filter((line) => line.kind === 'delete'),
  }
  const deleteById = new Map(sorted.deletes.map((line) => [line.lineId, line]))
  const sendDelete = (line: DeleteLine | undefined): void => {
    if (!line || sentDeletes.has(line.lineId)) return
    sentDeletes.add(line.lineId)
    steps.push({ line, action: 'delete', readsBackFirst: false, needsLineIds: [] })
  }
  const sendFirst = (lineIds: readonly string[]): void => {
    for (const lineId of lineIds) sendDelete(deleteById.get(lineId))
  }

  const plainAdds = sorted.adds.filter((line) => line.afterLineIds.length === 0)
  const makingRoom = deletesForRoom(plan, lines.filter(needsRoom).length, sorted.deletes)
  for (const line of makingRoom) sendDelete(line)
  for (const [index, line] of plainAdds.entries()) {
    steps.push({
      line,
      action: 'add',
      readsBackFirst: index === 0 && makingRoom.length > 0,
      needsLineIds: [],
    })
  }
  for (const line of lines) {
    if (line.kind === 'change')
      steps.push({ line, action: 'change', readsBackFirst: false, needsLineIds: [] })
  }
  for (const group of replaceGroups(sorted.replaces)) {
    const members = new Set(group.map((line) => line.lineId))
    const needed = group.flatMap((line) => line.afterLineIds).filter((lineId) => !members.has(lineId))
    sendFirst(needed)
    // Nobody loses a code for digits that did not come free.
    for (const [index, line] of group.entries()) {
      const readsBackFirst = index === 0 && needed.length > 0
      steps.push({ line, action: 'delete', readsBackFirst, needsLineIds: needed })
    }
    for (const [index, line] of group.entries()) {
      const needsLineIds = [line.lineId, ...line.afterLineIds]
      steps.push({ line, action: 'add', readsBackFirst: index === 0, needsLineIds })
    }
  }
  for (const line of sorted.adds) {
    if (line.afterLineIds.length === 0) continue
    sendFirst(line.afterLineIds)
    steps.push({ line, action: 'add', readsBackFirst: true, needsLineIds: line.afterLineIds })
  }
  for (const line of sorted.deletes) sendDelete(line)
  for (const line of lines) {
    if (line.kind === 'schedule')
      steps.push({ line, action: 'schedule', readsBackFirst: false, needsLineIds: [] })
  }
  return steps
}

function compareOpening(a: AddLine, b: AddLine): number {
  const [opensA, opensB] = [opensAtMs(a), opensAtMs(b)]
  return opensA === opensB ? (a.credentialId ?? 0) - (b.credentialId ?? 0) : opensA < opensB ? -1 : 1
}

/** Expired ones before others, only as many as are needed for all that needs room. */
function deletesForRoom(
  plan: ReadableDoorPlan,
  neededCount: number,
  deletes: readonly DeleteLine[],
): readonly DeleteLine[] {
  const missing = neededCount - (plan.capacity - plan.customCodesListed)
  if (missing <= 0) return []
  return deletes
    .filter((line) => line.isCustom)
    .sort(
      (a, b) =>
        Number(b.reason === 'expired') - Number(a.reason === 'expired') ||
        compareVendorPinIds(a.vendorPinId, b.vendorPinId),
    )
    .slice(0, missing)
}

/** Chains together, lone replaces alone, in the order of their first line. */
function replaceGroups(replaces: readonly ReplaceLine[]): readonly (readonly ReplaceLine[])[] {
  const groups = new Map<string, ReplaceLine[]>()
  for (const line of replaces) {
    const key = line.chainId ?? line.lineId
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}
