import { digestPlan } from './digest.ts'
import type {
  DoorPlanLines,
  EnforcePlan,
  EnforcePlanSummary,
  PlanFilters,
  UnreadableDoorPlan,
} from './doorPlan.ts'
import type { DoorPlanInput, Hmac } from './doorPlanInput.ts'
import { planDoor } from './planDoor.ts'

export interface ScopeOptions {
  readonly generatedAtMs: number
  readonly filters: PlanFilters
  readonly hmac: Hmac
}

/** The plan of several doors, each planned by itself. Doors come in the order of their ids. */
export function planScope(inputs: readonly DoorPlanInput[], options: ScopeOptions): EnforcePlan {
  return gatherPlans(
    inputs.map((input) => planDoor(input, options.hmac)),
    options,
  )
}

/** Puts plans of single doors together, so that re-planning one door need not plan the others again. */
export function gatherPlans<Door extends DoorPlanLines | UnreadableDoorPlan>(
  doorPlans: readonly Door[],
  options: Pick<ScopeOptions, 'generatedAtMs' | 'filters'>,
): EnforcePlan<Door> {
  const doors = [...doorPlans].sort((a, b) => a.doorId - b.doorId)
  return {
    generatedAtMs: options.generatedAtMs,
    mode: shared(doors.map((door) => door.mode)),
    graceWindowSeconds: shared(doors.map((door) => door.graceWindowSeconds)),
    filters: options.filters,
    doors,
    summary: sumUp(doors),
    digest: digestPlan({ doors }),
  }
}

function shared<T>(values: readonly T[]): T | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}

type Sums = { -readonly [Key in keyof EnforcePlanSummary]: number }

function sumUp(doors: readonly (DoorPlanLines | UnreadableDoorPlan)[]): EnforcePlanSummary {
  const sums: Sums = {
    doors: doors.length,
    unreadableDoors: 0,
    adds: 0,
    changes: 0,
    replaces: 0,
    deletes: 0,
    blocked: 0,
    invalidExpected: 0,
    reported: 0,
    underWay: 0,
    unchanged: 0,
    graceBypassedDeletes: 0,
    later: 0,
  }
  for (const door of doors) {
    if (door.kind === 'unreadable') {
      sums.unreadableDoors++
      continue
    }
    const { summary } = door
    sums.adds += summary.adds
    sums.changes += summary.changes
    sums.replaces += summary.replaces
    sums.deletes += summary.deletes
    sums.blocked += summary.blocked
    sums.invalidExpected += summary.invalidExpected
    sums.reported += summary.reported
    sums.underWay += summary.underWay
    sums.unchanged += summary.unchanged
    sums.graceBypassedDeletes += summary.graceBypassedDeletes
    sums.later += summary.later
  }
  return sums
}
