import type { DoorId, SiteId } from '../ids.ts'
import type { EnforcePlan, ReadableDoorPlan } from './doorPlan.ts'
import type { EnforcePolicy } from './enforceMode.ts'
import type { ActionLine } from './planLine.ts'
import { isActionLine } from './planLine.ts'

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

export interface SafeguardInput {
  readonly plan: Pick<EnforcePlan, 'doors'>
  limitsOf(siteId: SiteId): SafeguardLimits
  readonly recentDeletes: RecentDeletes
  /** Codes on all doors of a site; without an entry the doors of the plan are counted. */
  readonly codesHeldBySite: ReadonlyMap<SiteId, number>
  /** Keys of safeguards a person allowed this once, each with a reason kept elsewhere. */
  readonly allowOnce: ReadonlySet<string>
  /** Only these lines are judged; null judges all. */
  readonly selectedLineIds: ReadonlySet<string> | null
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
  ]
  const tripped = found.filter((safeguard) => !input.allowOnce.has(safeguard.key))
  const allowed = found.filter((safeguard) => input.allowOnce.has(safeguard.key))
  const isAuto = acting.every(({ plan }) => plan.policy === 'auto')
  return { decision: isAuto && tripped.length === 0 ? 'apply' : 'await_approval', tripped, allowed }
}

interface ActingDoor {
  readonly plan: ReadableDoorPlan
  readonly lines: readonly ActionLine[]
  /** Deletes that count towards the limits. */
  readonly countedDeletes: number
}

function actingDoors(input: SafeguardInput): ActingDoor[] {
  const doors: ActingDoor[] = []
  for (const plan of input.plan.doors) {
    if (plan.kind === 'unreadable') continue
    const lines = plan.lines
      .filter(isActionLine)
      .filter((line) => input.selectedLineIds?.has(line.lineId) ?? true)
    if (lines.length === 0) continue
    const counted = lines.filter((line) => line.kind === 'delete' && line.countsTowardLimits)
    doors.push({ plan, lines, countedDeletes: counted.length })
  }
  return doors
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

function safeguardsOfDoor(door: ActingDoor, input: SafeguardInput): Safeguard[] {
  const { plan, lines } = door
  const limits = input.limitsOf(plan.siteId)
  const recentDeletes = input.recentDeletes.byDoor.get(plan.doorId) ?? 0
  const codesHeld = plan.actual.length
  const found: Safeguard[] = []
  const add = (kind: SafeguardKind, plannedDeletes: number): void => {
    const { doorId, siteId, policy } = plan
    found.push({
      kind,
      key: `${kind}/d${doorId}`,
      siteId,
      policy,
      doorId,
      plannedDeletes,
      recentDeletes,
      codesHeld,
    })
  }
  const isOver = isOverLimit({
    planned: door.countedDeletes,
    recent: recentDeletes,
    held: codesHeld,
    most: limits.doorDeletes,
    percent: limits.doorPercent,
    percentFrom: limits.doorPercentFrom,
  })
  const deletes = lines.filter((line) => line.kind === 'delete')
  if (isOver) add('too_many_deletes_on_door', door.countedDeletes)
  if (plan.expected.length === 0 && codesHeld > 0 && !plan.allowEmptyExpectedUnattended) {
    add('expected_is_empty', deletes.length)
  }
  if (plan.isFirstRun && !plan.allowFirstRunUnattended) add('first_run', deletes.length)
  for (const cause of ['foreign_namesake', 'confirm_delete_mark'] as const) {
    const count = lines.filter((line) => needsApproval(line, cause)).length
    if (count > 0) add(cause, count)
  }
  return found
}

function needsApproval(line: ActionLine, cause: 'foreign_namesake' | 'confirm_delete_mark'): boolean {
  return (line.kind === 'delete' || line.kind === 'replace') && line.needsApprovalBecause.includes(cause)
}

function safeguardsOfSites(doors: readonly ActingDoor[], input: SafeguardInput): Safeguard[] {
  const plannedBySite = new Map<SiteId, number>()
  const policies = new Map<SiteId, EnforcePolicy>()
  for (const { plan, countedDeletes } of doors) {
    plannedBySite.set(plan.siteId, (plannedBySite.get(plan.siteId) ?? 0) + countedDeletes)
    policies.set(plan.siteId, plan.policy)
  }
  const found: Safeguard[] = []
  for (const [siteId, planned] of plannedBySite) {
    const recent = input.recentDeletes.bySite.get(siteId) ?? 0
    const held = input.codesHeldBySite.get(siteId) ?? codesInPlan(input.plan, siteId)
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

function codesInPlan(plan: SafeguardInput['plan'], siteId: SiteId): number {
  let count = 0
  for (const door of plan.doors)
    if (door.kind === 'planned' && door.siteId === siteId) count += door.actual.length
  return count
}

/** A person must name the number of codes that go. */
export function isAboutLimits(safeguard: Safeguard): boolean {
  return safeguard.kind === 'too_many_deletes_on_door' || safeguard.kind === 'too_many_deletes_on_site'
}
