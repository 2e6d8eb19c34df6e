import type { DoorId, SiteId } from '../ids.ts'
import type { EnforcePlan, ReadableDoorPlan } from './doorPlan.ts'
import type { EnforcePolicy } from './enforceMode.ts'
import {
  APPROVAL_CAUSES,
  type ApprovalCause,
  isActionLine,
  type LineKind,
  type PlanLine,
} from './planLine.ts'

export const SAFEGUARD_KINDS = [
  'too_many_deletes_on_door',
  'too_many_deletes_on_site',
  'expected_is_empty',
  'first_run',
  'foreign_namesake',
  'confirm_delete_mark',
] as const
export type SafeguardKind = (typeof SAFEGUARD_KINDS)[number]

/** A safeguard that stands in the way of an unattended apply. */
export interface Safeguard {
  readonly kind: SafeguardKind
  /** Names it in `allowOnce`: `first_run/d2`, `too_many_deletes_on_site/s1`. */
  readonly key: string
  readonly siteId: SiteId
  /** Under `auto` it stands in the way until it is allowed; under `approve` a person decides in any case. */
  readonly policy: EnforcePolicy
  /** Null for a safeguard of the whole site. */
  readonly doorId: DoorId | null
  /** Deletes this plan brings that concern it; above the limits this is the number a person types in. */
  readonly plannedDeletes: number
  /** Deletes of the last 24 hours that count. */
  readonly recentDeletes: number
  readonly codesHeld: number
}

export interface SafeguardLimits {
  /** More than this many deletes in 24 hours on one door. */
  readonly doorDeletes: number
  /** More than this share, where the door holds `doorPercentFrom` codes or more. */
  readonly doorPercent: number
  readonly doorPercentFrom: number
  readonly siteDeletes: number
  readonly sitePercent: number
  readonly sitePercentFrom: number
}

export const DEFAULT_SAFEGUARD_LIMITS: SafeguardLimits = {
  doorDeletes: 5,
  doorPercent: 30,
  doorPercentFrom: 10,
  siteDeletes: 25,
  sitePercent: 10,
  sitePercentFrom: 100,
}

/** Counts over the last 24 hours, without `expired` and operators' own revocations; absent is 0. */
export interface RecentDeletes {
  readonly byDoor: ReadonlyMap<DoorId, number>
  readonly bySite: ReadonlyMap<SiteId, number>
}

/** What safeguards ask of a line that may be sent. */
export interface GuardedLine {
  readonly lineId: string
  readonly kind: LineKind
  readonly countsTowardLimits: boolean
  readonly needsApprovalBecause: readonly ApprovalCause[]
}

/** What safeguards ask of a door that could be read, beside its lines. */
export interface DoorGuard {
  readonly policy: EnforcePolicy
  readonly isFirstRun: boolean
  readonly allowFirstRunUnattended: boolean
  readonly allowEmptyExpectedUnattended: boolean
  readonly expectedCount: number
  readonly codesHeld: number
}

export interface GuardedDoor extends DoorGuard {
  readonly doorId: DoorId
  readonly siteId: SiteId
  /** Those that may be sent. */
  readonly lines: readonly GuardedLine[]
}

export interface SafeguardInput {
  readonly doors: readonly GuardedDoor[]
  limitsOf(siteId: SiteId): SafeguardLimits
  readonly recentDeletes: RecentDeletes
  /** Codes on all doors of a site; without an entry the doors of the plan are counted. */
  readonly codesHeldBySite: ReadonlyMap<SiteId, number>
  /** Keys of safeguards a person allowed this once, each with a reason kept elsewhere. */
  readonly allowOnce: ReadonlySet<string>
  /** Only these lines are judged; null judges all. */
  readonly selectedLineIds: ReadonlySet<string> | null
  /** The lines take back what an applied plan did. */
  readonly isUndo: boolean
}

export interface SafeguardJudgement {
  /** `apply` also when nothing would be sent. */
  readonly decision: 'apply' | 'await_approval'
  /** In the way: not allowed by `allowOnce`. */
  readonly tripped: readonly Safeguard[]
  /** Would be in the way, but was allowed this once. */
  readonly allowed: readonly Safeguard[]
}

/**
 * Whether a plan may be applied unattended. Policy `approve` always waits; `auto` waits for each safeguard that
 * trips. An approval of a plan is refused, too, while a safeguard stands that was not allowed by its own key.
 */
export function judgeSafeguards(input: SafeguardInput): SafeguardJudgement {
  const acting = actingDoors(input)
  const found = [
    ...acting.flatMap((door) => safeguardsOfDoor(door, input)),
    ...safeguardsOfSites(acting, input),
  ].filter(({ kind }) => !(input.isUndo && NOT_OF_UNDOS.has(kind)))
  const tripped = found.filter((safeguard) => !input.allowOnce.has(safeguard.key))
  const allowed = found.filter((safeguard) => input.allowOnce.has(safeguard.key))
  const isAuto = acting.every(({ door }) => door.policy === 'auto')
  return { decision: isAuto && tripped.length === 0 ? 'apply' : 'await_approval', tripped, allowed }
}

/** That nobody should have a door, or that it is new, says nothing about putting back what stood there. */
const NOT_OF_UNDOS: ReadonlySet<SafeguardKind> = new Set(['expected_is_empty', 'first_run'])

interface ActingDoor {
  readonly door: GuardedDoor
  /** Those that are judged. */
  readonly lines: readonly GuardedLine[]
  readonly countedDeletes: number
}

function actingDoors({ doors, selectedLineIds }: SafeguardInput): ActingDoor[] {
  return doors.flatMap((door) => {
    const lines = door.lines.filter((line) => selectedLineIds?.has(line.lineId) ?? true)
    if (lines.length === 0) return []
    return [{ door, lines, countedDeletes: lines.filter((line) => line.countsTowardLimits).length }]
  })
}

interface LimitInput {
  readonly planned: number
  readonly recent: number
  readonly held: number
  readonly most: number
  readonly percent: number
  readonly percentFrom: number
}

/** The share is of what was there before the deletes of the last 24 hours, so that deleting does not move the limit. */
function isOverLimit({ planned, recent, held, most, percent, percentFrom }: LimitInput): boolean {
  if (planned === 0) return false
  const heldBefore = held + recent
  const isShareOver = heldBefore >= percentFrom && (planned + recent) * 100 > heldBefore * percent
  return planned + recent > most || isShareOver
}

function safeguardsOfDoor({ door, lines, countedDeletes }: ActingDoor, input: SafeguardInput): Safeguard[] {
  const { doorId, siteId, policy, codesHeld } = door
  const limits = input.limitsOf(siteId)
  const recentDeletes = input.recentDeletes.byDoor.get(doorId) ?? 0
  const found: Safeguard[] = []
  const add = (kind: SafeguardKind, plannedDeletes: number): void => {
    const key = `${kind}/d${doorId}`
    found.push({ kind, key, siteId, policy, doorId, plannedDeletes, recentDeletes, codesHeld })
  }
  const isOver = isOverLimit({
    planned: countedDeletes,
    recent: recentDeletes,
    held: codesHeld,
    most: limits.doorDeletes,
    percent: limits.doorPercent,
    percentFrom: limits.doorPercentFrom,
  })
  const deletes = lines.filter((line) => line.kind === 'delete')
  if (isOver) add('too_many_deletes_on_door', countedDeletes)
  // An open schedule is set or taken back whoever has a code.
  const isAboutCodes = lines.some((line) => line.kind !== 'schedule')
  if (door.expectedCount === 0 && codesHeld > 0 && isAboutCodes && !door.allowEmptyExpectedUnattended) {
    add('expected_is_empty', deletes.length)
  }
  if (door.isFirstRun && !door.allowFirstRunUnattended) add('first_run', deletes.length)
  for (const cause of APPROVAL_CAUSES) {
    const count = lines.filter((line) => line.needsApprovalBecause.includes(cause)).length
    if (count > 0) add(cause, count)
  }
  return found
}

function safeguardsOfSites(acting: readonly ActingDoor[], input: SafeguardInput): Safeguard[] {
  const plannedBySite = new Map<SiteId, number>()
  const policies = new Map<SiteId, EnforcePolicy>()
  for (const { door, countedDeletes } of acting) {
    plannedBySite.set(door.siteId, (plannedBySite.get(door.siteId) ?? 0) + countedDeletes)
    policies.set(door.siteId, door.policy)
  }
  const found: Safeguard[] = []
  for (const [siteId, planned] of plannedBySite) {
    const recent = input.recentDeletes.bySite.get(siteId) ?? 0
    const held = input.codesHeldBySite.get(siteId) ?? codesInPlan(input, siteId)
    const { siteDeletes: most, sitePercent: percent, sitePercentFrom: percentFrom } = input.limitsOf(siteId)
    if (!isOverLimit({ planned, recent, held, most, percent, percentFrom })) continue
    const kind = 'too_many_deletes_on_site'
    found.push({
      kind,
      key: `${kind}/s${siteId}`,
      siteId,
      policy: policies.get(siteId) ?? 'approve',
      doorId: null,
      plannedDeletes: planned,
      recentDeletes: recent,
      codesHeld: held,
    })
  }
  return found.sort((a, b) => a.siteId - b.siteId)
}

function codesInPlan({ doors }: SafeguardInput, siteId: SiteId): number {
  return doors.reduce((sum, door) => sum + (door.siteId === siteId ? door.codesHeld : 0), 0)
}

/** What safeguards ask of a plan's doors; those that could not be read have no say. */
export function guardedDoors({ doors }: Pick<EnforcePlan, 'doors'>): readonly GuardedDoor[] {
  return doors.flatMap((door) => {
    if (door.kind === 'unreadable') return []
    const { doorId, siteId } = door
    return [{ ...guardOf(door), doorId, siteId, lines: door.lines.filter(isActionLine).map(guardedLine) }]
  })
}

export function guardOf(plan: ReadableDoorPlan): DoorGuard {
  const { policy, isFirstRun, allowFirstRunUnattended, allowEmptyExpectedUnattended } = plan
  return {
    ...{ policy, isFirstRun, allowFirstRunUnattended, allowEmptyExpectedUnattended },
    expectedCount: plan.expected.length,
    codesHeld: plan.actual.length,
  }
}

export function guardedLine(line: PlanLine): GuardedLine {
  return {
    lineId: line.lineId,
    kind: line.kind,
    countsTowardLimits: line.kind === 'delete' && line.countsTowardLimits,
    needsApprovalBecause: line.kind === 'delete' || line.kind === 'replace' ? line.needsApprovalBecause : [],
  }
}

/** A person must name the number of codes that go. */
export function isAboutLimits(safeguard: Safeguard): boolean {
  return safeguard.kind === 'too_many_deletes_on_door' || safeguard.kind === 'too_many_deletes_on_site'
}
