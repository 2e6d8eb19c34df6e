import type { DoorId } from '../ids.ts'
import { COMMAND_SECONDS } from './chains.ts'
import type { EnforcePlan, ReadableDoorPlan } from './doorPlan.ts'
import { isReplaceLineId } from './lineId.ts'
import type { ActionLine } from './planLine.ts'
import { isActionLine } from './planLine.ts'
import { orderSteps } from './stepOrder.ts'

/** Rows of one page of the provider's passcode list. */
const LIST_PAGE_SIZE = 200

export interface CostOptions {
  /** Gateways that listed the door's lock in the last 30 minutes. A door without an entry is a lane of its own. */
  readonly gatewaysByDoor: ReadonlyMap<DoorId, readonly string[]>
  /** Only these lines; null takes all. */
  readonly selectedLineIds: ReadonlySet<string> | null
  /** One command with the spacing after it. */
  readonly secondsPerCommand?: number
}

export interface PricedDoor {
  readonly calls: number
  readonly commands: number
  readonly externalDeviceId: string
  /** Gateways that listed its lock in the last 30 minutes. Without one it is a lane of its own. */
  readonly gateways: readonly string[]
}

export interface LaneCost {
  /** A gateway's id, or `lock:<lockId>` for a lock without a known gateway. */
  readonly lane: string
  readonly commands: number
  readonly seconds: number
}

export interface PlanCost {
  /** Calls to the provider: lists before, between and after, and commands. */
  readonly calls: number
  /** Commands that change a lock. */
  readonly commands: number
  /** By lane; a command holds the lanes of all gateways near its lock. */
  readonly lanes: readonly LaneCost[]
  /** How long it takes at least: the busiest lane. */
  readonly seconds: number
}

/** What applying a plan costs in calls and in time on each gateway. Estimates, never promises. */
export function costOfPlan(plan: Pick<EnforcePlan, 'doors'>, options: CostOptions): PlanCost {
  const doors = plan.doors.flatMap((door) => {
    if (door.kind === 'unreadable') return []
    const lines = door.lines
      .filter(isActionLine)
      .filter((line) => options.selectedLineIds?.has(line.lineId) ?? true)
    const gateways = options.gatewaysByDoor.get(door.doorId) ?? []
    return [{ ...costOfDoor(door, lines), externalDeviceId: door.externalDeviceId, gateways }]
  })
  return costOfDoors(doors, options.secondsPerCommand)
}

/** The same from what each door costs by itself. */
export function costOfDoors(doors: readonly PricedDoor[], secondsPerCommand = COMMAND_SECONDS): PlanCost {
  const commandsByLane = new Map<string, number>()
  let calls = 0
  let commands = 0
  for (const door of doors) {
    if (door.commands === 0) continue
    calls += door.calls
    commands += door.commands
    const lanes = door.gateways.length > 0 ? new Set(door.gateways) : [`lock:${door.externalDeviceId}`]
    for (const lane of lanes) commandsByLane.set(lane, (commandsByLane.get(lane) ?? 0) + door.commands)
  }
  const lanes = [...commandsByLane]
    .map(([lane, count]) => ({ lane, commands: count, seconds: count * secondsPerCommand }))
    .sort((a, b) => b.seconds - a.seconds || (a.lane < b.lane ? -1 : 1))
  return { calls, commands, lanes, seconds: lanes[0]?.seconds ?? 0 }
}

/** Commands of these lines, in whatever order they are sent: a replace is a delete and an add. */
export function countCommands(lineIds: readonly string[]): number {
  return lineIds.reduce((sum, lineId) => sum + (isReplaceLineId(lineId) ? 2 : 1), 0)
}

/** One door: a list before the first write, read-backs between, the commands, and a list after the last. */
export function costOfDoor(
  door: ReadableDoorPlan,
  lines: readonly ActionLine[],
): { readonly calls: number; readonly commands: number } {
  const steps = orderSteps(door, lines)
  if (steps.length === 0) return { calls: 0, commands: 0 }
  const pages = Math.max(1, Math.ceil(door.actual.length / LIST_PAGE_SIZE))
  const lists = 2 + steps.filter((step) => step.readsBackFirst).length
  // The schedule is read before and after, apart from the list.
  const scheduleReads = lines.some((line) => line.kind === 'schedule') ? 2 : 0
  return { calls: lists * pages + scheduleReads + steps.length, commands: steps.length }
}
