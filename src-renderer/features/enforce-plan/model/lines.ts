import type {
  PlanDoorView,
  PlanLineHead,
  PlanLineKind,
} from '../../../../src-preload/contract/views/plans.ts'

export interface Sums {
  readonly adds: number
  readonly changes: number
  readonly deletes: number
  readonly blocked: number
  readonly invalid: number
  readonly reported: number
  readonly underWay: number
}

/** Kinds a filter can show alone, each under its key. */
export const KIND_FILTERS = ['all', 'add', 'change', 'delete', 'blocked', 'invalid', 'reported'] as const
export type KindFilter = (typeof KIND_FILTERS)[number]

const SUM_OF: Partial<Record<PlanLineKind, keyof Sums>> = {
  add: 'adds',
  change: 'changes',
  replace: 'changes',
  delete: 'deletes',
  blocked_by_grace: 'blocked',
  invalid_expected: 'invalid',
  reported: 'reported',
  under_way: 'underWay',
}

const FILTER_OF: Record<Exclude<KindFilter, 'all'>, keyof Sums> = {
  add: 'adds',
  change: 'changes',
  delete: 'deletes',
  blocked: 'blocked',
  invalid: 'invalid',
  reported: 'reported',
}

export function sumLines(lines: readonly PlanLineHead[]): Sums {
  const sums = { adds: 0, changes: 0, deletes: 0, blocked: 0, invalid: 0, reported: 0, underWay: 0 }
  for (const line of lines) {
    const key = SUM_OF[line.kind]
    if (key !== undefined) sums[key] += 1
  }
  return sums
}

export function passesKind(line: PlanLineHead, filter: KindFilter): boolean {
  return filter === 'all' || SUM_OF[line.kind] === FILTER_OF[filter]
}

export function listSelectable(doors: readonly PlanDoorView[]): readonly string[] {
  return doors.flatMap((door) => door.lines.filter((line) => line.isSelectable).map((line) => line.lineId))
}

export function listSelectedLines(
  doors: readonly PlanDoorView[],
  selected: ReadonlySet<string>,
): readonly PlanLineHead[] {
  return doors.flatMap((door) => door.lines.filter((line) => selected.has(line.lineId)))
}

export interface Cost {
  readonly calls: number
  readonly seconds: number
  readonly doors: number
}

interface PricedPlan {
  readonly doors: readonly PlanDoorView[]
  readonly totalCalls: number
  readonly totalSeconds: number
}

/**
 * What the selected doors cost. A door is priced as a whole: its list and read-back run for one line as for ten.
 * Gateways work side by side, so that the doors' sum may be more than the plan's own total, which is the limit.
 */
export function sumCost(plan: PricedPlan, selected: ReadonlySet<string>): Cost {
  const touched = plan.doors.filter((door) => door.lines.some((line) => selected.has(line.lineId)))
  const calls = touched.reduce((sum, door) => sum + door.calls, 0)
  const seconds = touched.reduce((sum, door) => sum + door.seconds, 0)
  return {
    calls: Math.min(calls, plan.totalCalls),
    seconds: Math.min(seconds, plan.totalSeconds),
    doors: touched.length,
  }
}

/** Doors with something to read come first, in the order of the plan; doors in step follow. */
export function orderDoors(doors: readonly PlanDoorView[]): readonly PlanDoorView[] {
  const isQuiet = (door: PlanDoorView): boolean => door.lines.length === 0 && door.state !== 'unreadable'
  return [...doors.filter((door) => !isQuiet(door)), ...doors.filter(isQuiet)]
}
