import type { DeviceId, SiteId, VendorPinId } from '../ids.ts'
import { lineDeadlineMs, type NearestDeadlines, nearestDeadlines } from './doorOrder.ts'
import type { DoorPlan } from './doorPlan.ts'
import type { EnforceMode } from './enforceMode.ts'
import { costOfDoor } from './planCost.ts'
import { type ImpactBrief, impactBriefer } from './planImpact.ts'
import { isActionLine, type LineKind } from './planLine.ts'
import { type DoorGuard, type GuardedLine, guardedLine, guardOf } from './safeguards.ts'

/** A door of a plan without its lines: what a page of a thousand doors needs before anybody looks at one. */
export interface PlanDoorHead {
  readonly doorName: string
  readonly timezone: string
  readonly siteId: SiteId
  readonly integrationDeviceId: DeviceId
  readonly externalDeviceId: string
  readonly mode: EnforceMode
  /** Null for a door that could be read. */
  readonly unreadableBecause: string | null
  /** How many lines of a kind; a kind without any is left out. Lines stand by kind, in the order of `LINE_KINDS`. */
  readonly counts: Readonly<Partial<Record<LineKind, number>>>
  /** Deletes that the limits count. */
  readonly countedDeletes: number
  readonly unchanged: number
  readonly calls: number
  readonly commands: number
  /** Of all its lines that may be sent: what its place among the doors hangs on. */
  readonly nearest: NearestDeadlines
  /** What safeguards ask of it; null for a door that could not be read. */
  readonly guard: DoorGuard | null
}

/** A line as far as it is searched, told and judged before it is shown. */
export interface PlanLineBrief extends ImpactBrief, GuardedLine {
  /** When it becomes urgent; null for what is never sent. */
  readonly deadlineMs: number | null
  readonly codeName: string | null
  readonly vendorPinId: VendorPinId | null
}

export interface PlanDoorOutline {
  readonly head: PlanDoorHead
  /** In the order of the plan's lines. */
  readonly lines: readonly PlanLineBrief[]
}

/** Made once, when a door's plan is stored. */
export function outlineOfDoor(plan: DoorPlan): PlanDoorOutline {
  const { doorName, timezone, siteId, integrationDeviceId, externalDeviceId, mode } = plan
  const base = { doorName, timezone, siteId, integrationDeviceId, externalDeviceId, mode }
  if (plan.kind === 'unreadable') {
    const nothing = { counts: {}, countedDeletes: 0, unchanged: 0, calls: 0, commands: 0, guard: null }
    const nearest = nearestDeadlines([])
    return { head: { ...base, ...nothing, nearest, unreadableBecause: plan.reason }, lines: [] }
  }
  const counts: Partial<Record<LineKind, number>> = {}
  for (const { kind } of plan.lines) counts[kind] = (counts[kind] ?? 0) + 1
  const impactBriefOf = impactBriefer(plan)
  const lines = plan.lines.map((line) => ({
    ...guardedLine(line),
    ...impactBriefOf(line),
    deadlineMs: lineDeadlineMs(line, plan.plannedAtMs),
    codeName: line.codeName,
    vendorPinId: 'vendorPinId' in line ? line.vendorPinId : null,
  }))
  return {
    head: {
      ...base,
      ...costOfDoor(plan, plan.lines.filter(isActionLine)),
      unreadableBecause: null,
      counts,
      countedDeletes: plan.lines.filter((line) => line.kind === 'delete' && line.countsTowardLimits).length,
      unchanged: plan.summary.unchanged,
      nearest: nearestDeadlines(lines),
      guard: guardOf(plan),
    },
    lines,
  }
}

/** Lines of a door that may be sent. */
export function countActions({ counts }: Pick<PlanDoorHead, 'counts'>): number {
  return (
    (counts.add ?? 0) +
    (counts.change ?? 0) +
    (counts.replace ?? 0) +
    (counts.delete ?? 0) +
    (counts.schedule ?? 0)
  )
}
