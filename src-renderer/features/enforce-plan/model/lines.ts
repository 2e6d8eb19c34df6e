import type {
  LineCounts,
  PlanDoorView,
  PlanLineKind,
  PlanLineView,
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

/** In the order in which they stand in a door's list. */
export const LISTED_KINDS = [
  'add',
  'change',
  'replace',
  'delete',
  'schedule',
  'blocked_by_grace',
  'invalid_expected',
  'reported',
  'under_way',
] as const satisfies readonly (keyof LineCounts)[]

const SUM_OF: Partial<Record<PlanLineKind, keyof Sums>> = {
  add: 'adds',
  change: 'changes',
  replace: 'changes',
  delete: 'deletes',
  schedule: 'changes',
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

const SENT_KINDS = ['add', 'change', 'replace', 'delete', 'schedule'] as const

export function countLines({ counts }: Pick<PlanDoorView, 'counts'>): number {
  return LISTED_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
}

export function countSelectable({ counts }: Pick<PlanDoorView, 'counts'>): number {
  return SENT_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
}

export function sumCounts(doors: readonly Pick<PlanDoorView, 'counts'>[]): Sums {
  const sums = { adds: 0, changes: 0, deletes: 0, blocked: 0, invalid: 0, reported: 0, underWay: 0 }
  for (const { counts } of doors) {
    for (const kind of LISTED_KINDS) {
      const key = SUM_OF[kind]
      if (key !== undefined) sums[key] += counts[kind] ?? 0
    }
  }
  return sums
}

export function passesKind(kind: PlanLineKind, filter: KindFilter): boolean {
  return filter === 'all' || SUM_OF[kind] === FILTER_OF[filter]
}

export type LeftLine = Pick<PlanLineView, 'lineId' | 'kind' | 'countsTowardLimits'>

/** The lines that a person took out, by door. All others that may be sent are selected. */
export type LeftOut = ReadonlyMap<number, readonly LeftLine[]>

/** Takes lines of a door out, or puts them back. */
export function moveLines(
  leftOut: LeftOut,
  doorId: number,
  lines: readonly LeftLine[],
  isSelected: boolean,
): LeftOut {
  const moved = new Set(lines.map((line) => line.lineId))
  const rest = (leftOut.get(doorId) ?? []).filter((line) => !moved.has(line.lineId))
  return new Map(leftOut).set(doorId, isSelected ? rest : [...rest, ...lines])
}

const NONE: readonly string[] = []

/** Their ids, in an order that does not hang on the order of clicks. */
export function listLeftOut(leftOut: LeftOut | null): readonly string[] {
  if (leftOut === null || leftOut.size === 0) return NONE
  return [...leftOut.values()].flatMap((lines) => lines.map(({ lineId }) => lineId)).sort()
}

interface PricedPlan {
  readonly doors: readonly PlanDoorView[]
  readonly totalCalls: number
  readonly totalSeconds: number
}

export interface Choice {
  readonly lines: number
  readonly sums: Sums
  /** Of the changes: open schedules. */
  readonly schedules: number
  /** Deletes that the limits count. */
  readonly countedDeletes: number
  readonly doors: number
  readonly calls: number
  readonly seconds: number
  readonly leftOut: readonly string[]
}

/**
 * What is selected and what it costs. A door is priced as a whole: its list and read-back run for one line as for ten.
 * Gateways work side by side, so that the doors' sum may be more than the plan's own total, which is the limit.
 */
export function choose(plan: PricedPlan, leftOut: LeftOut): Choice {
  const left = [...leftOut.values()].flat()
  const all = sumCounts(plan.doors)
  const gone = { adds: 0, changes: 0, deletes: 0 }
  for (const { kind } of left) {
    const key = SUM_OF[kind]
    if (key === 'adds' || key === 'changes' || key === 'deletes') gone[key] += 1
  }
  const touched = plan.doors.filter((door) => countSelectable(door) > (leftOut.get(door.doorId)?.length ?? 0))
  const total = (of: (door: PlanDoorView) => number) => touched.reduce((sum, door) => sum + of(door), 0)
  const deletesLeft = left.filter((line) => line.countsTowardLimits).length
  return {
    lines: plan.doors.reduce((sum, door) => sum + countSelectable(door), 0) - left.length,
    sums: {
      adds: all.adds - gone.adds,
      changes: all.changes - gone.changes,
      deletes: all.deletes - gone.deletes,
      ...{ blocked: 0, invalid: 0, reported: 0, underWay: 0 },
    },
    schedules:
      plan.doors.reduce((sum, door) => sum + (door.counts.schedule ?? 0), 0) -
      left.filter((line) => line.kind === 'schedule').length,
    countedDeletes: plan.doors.reduce((sum, door) => sum + door.countedDeletes, 0) - deletesLeft,
    doors: touched.length,
    calls: Math.min(
      total((door) => door.calls),
      plan.totalCalls,
    ),
    seconds: Math.min(
      total((door) => door.seconds),
      plan.totalSeconds,
    ),
    leftOut: left.map((line) => line.lineId),
  }
}

/** Doors with something to read come first, in the order of the plan; doors in step follow. */
export function orderDoors(doors: readonly PlanDoorView[]): readonly PlanDoorView[] {
  const isQuiet = (door: PlanDoorView): boolean => countLines(door) === 0 && door.state !== 'unreadable'
  return [...doors.filter((door) => !isQuiet(door)), ...doors.filter(isQuiet)]
}
