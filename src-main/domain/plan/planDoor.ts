import type { ActualCode, LockReading } from '../code/actualCode.ts'
import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import { type ExpectedAtDoor, expectedAt } from '../credential/expectedAt.ts'
import { type DoorDecisions, decideDoor } from './decideDoor.ts'
import type {
  ActualItem,
  DoorPlan,
  DoorPlanLines,
  DoorPlanSummary,
  ReadableDoorPlan,
  UnreadableDoorPlan,
} from './doorPlan.ts'
import type { DoorPlanInput, Hmac, SitePolicy } from './doorPlanInput.ts'
import { digestsOf, fingerprintText, type ListDigests, schedulePartOf } from './fingerprint.ts'
import { compareLines } from './lineOrder.ts'
import { materialiseLines, underWayLine } from './materialiseLines.ts'
import { modeInForce, rulesOfMode } from './modes.ts'
import type { PlanLine } from './planLine.ts'
import { scheduleLineOf, scheduleReadingOf } from './scheduleLine.ts'

/** A row under way is read again within this time. */
const UNDER_WAY_REREAD_MS = 5 * 60_000

/** From this many codes of our name that this database never had, another installation is suspected. */
const FOREIGN_NAMESAKE_ALARM = 3

/** One site is enforced by one installation: two would take each other's codes off. */
export function isAnotherInstallationSuspected(foreignNamesakes: number): boolean {
  return foreignNamesakes >= FOREIGN_NAMESAKE_ALARM
}

/**
 * The plan of one door: what should be on its lock, what is, and what would bring it in step. Pure: the same
 * input, in whatever order its lists come, gives the same plan. A list that was not complete gives no lines.
 * Throws a `RangeError` for a time zone that does not exist.
 */
export function planDoor(input: DoorPlanInput, hmac: Hmac): DoorPlan {
  const { reading } = input
  if (reading.kind === 'unreadable') return unreadablePlan(input, reading)
  let lists: DoorLists | null = null
  const listsOnce = (): DoorLists => {
    lists ??= listsOf(input, allCodes(input, reading), hmac)
    return lists
  }
  const codes = allCodes(input, reading)
  const digests = digestsOf({ actual: codes.actual, expected: codes.expected.codes }, hmac)
  return {
    ...linesOf(input, { ...codes, digests }, hmac),
    get expected() {
      return listsOnce().expected
    },
    get actual() {
      return listsOnce().actual
    },
    get unchanged() {
      return listsOnce().unchanged
    },
  }
}

/** Pairs of an expected code and its listed one of which is known, without looking at them, that they need nothing. */
export interface InStep {
  readonly pairs: number
  /** How many of the listed ones are custom codes. */
  readonly custom: number
}

const NOTHING_IN_STEP: InStep = { pairs: 0, custom: 0 }

/** The codes of a door that are to be looked at, and how many others are in step. */
export interface DoorToDecide {
  /** But for those in step; the moments are those of all. */
  readonly expected: ExpectedAtDoor
  /** But for those in step, by provider id. */
  readonly actual: readonly ActualCode[]
  readonly readAtMs: number
  readonly inStep: InStep
  /** Of all codes. */
  readonly digests: ListDigests
}

/**
 * The plan of a door without its lists. The same as `planDoor` makes, if nothing hangs on a pair in step: no code to be
 * looked at without a receipt bears the name of its credential, and no expected one to be looked at has its digits.
 */
export function linesOf(input: DoorPlanInput, door: DoorToDecide, hmac: Hmac): DoorPlanLines {
  const { expected, actual, inStep } = door
  const { decided, mode, rules } = judge(input, door, hmac)
  const silentBecause = rules.isSending ? null : input.isAfterRestore ? 'after_restore' : 'observe_mode'
  const lines = materialiseLines({
    doorId: input.doorId,
    decisions: decided.decisions,
    removals: decided.removals,
    silentBecause,
    allowForeignUnattended: input.site.allowFirstRunUnattended,
  })
  for (const row of decided.underWay) lines.push(underWayLine(input.doorId, row.code, row.expected))
  const scheduleLine = scheduleLineOf(input, silentBecause)
  if (scheduleLine) lines.push(scheduleLine)
  if (lines.length > 1) lines.sort(compareLines)

  const readAgainAtMs = decided.underWay.length > 0 ? input.nowMs + UNDER_WAY_REREAD_MS : null
  return {
    ...doorOf(input),
    kind: 'planned',
    mode,
    readAtMs: door.readAtMs,
    isFirstRun: input.isFirstRun,
    allowFirstRunUnattended: input.site.allowFirstRunUnattended,
    allowEmptyExpectedUnattended: input.site.allowEmptyExpectedUnattended,
    lines,
    adopt: decided.adopt,
    readAgainAtMs,
    nextDueAtMs: nextDue({ input, expected, decided, readAgainAtMs, lines }),
    fingerprint: hmac(
      fingerprintText(
        {
          mode,
          policy: input.site.policy,
          graceWindowSeconds: input.site.graceWindowSeconds,
          marks: input.marks,
          ...schedulePartOf(input),
        },
        door.digests,
      ),
    ),
    customCodesListed: countCustom(actual) + inStep.custom,
    capacity: input.capabilities.capacity,
    ...openScheduleOf(input),
    foreignNamesakes: decided.foreignNamesakes,
    isAnotherInstallationSuspected: isAnotherInstallationSuspected(decided.foreignNamesakes),
    summary: summarise(lines, {
      unchanged: decided.unchanged.length + inStep.pairs,
      later: decided.later,
    }),
  }
}

function openScheduleOf({ openSchedule, reading }: DoorPlanInput): Pick<DoorPlanLines, 'openSchedule'> {
  if (openSchedule === null) return {}
  const read = scheduleReadingOf(reading)
  return { openSchedule: { decided: openSchedule, listed: read?.kind === 'known' ? read : null } }
}

type KnownReading = Extract<LockReading, { kind: 'known' }>

type CodesToDecide = Omit<DoorToDecide, 'digests'>

/** Everything that lines are made of. */
function judge(input: DoorPlanInput, { expected, actual, readAtMs, inStep }: CodesToDecide, hmac: Hmac) {
  const mode = modeInForce(input)
  const rules = rulesOfMode(mode)
  const capacity = input.capabilities.capacity - inStep.custom
  const decided = decideDoor({ input, expected, actual, capacity, readAtMs, rules, hmac })
  return { decided, mode, rules }
}

function allCodes(input: DoorPlanInput, reading: KnownReading): CodesToDecide {
  return {
    expected: expectedOf(input),
    actual: sortedCodes(reading.codes),
    readAtMs: reading.readAtMs,
    inStep: NOTHING_IN_STEP,
  }
}

export function expectedOf({
  credentials,
  nowMs,
  site,
}: Pick<DoorPlanInput, 'credentials' | 'nowMs'> & {
  readonly site: Pick<SitePolicy, 'leadTimeSeconds' | 'timezone'>
}): ExpectedAtDoor {
  return expectedAt(credentials, {
    nowMs,
    leadTimeMs: site.leadTimeSeconds * 1_000,
    timezone: site.timezone,
  })
}

type DoorLists = Pick<ReadableDoorPlan, 'expected' | 'actual' | 'unchanged'>

/**
 * What a plan says of codes that need nothing: two hundred entries a door, asked for by few. They are made when they
 * are asked for, by judging once more: to keep them for a thousand doors costs more than all of the planning.
 */
function listsOf(input: DoorPlanInput, codes: CodesToDecide, hmac: Hmac): DoorLists {
  const { expected, actual } = codes
  const { decided } = judge(input, codes, hmac)
  return {
    expected: expected.codes.map((code) => code.item),
    actual: actual.map((code, index) => actualItem(code, decided.receiptOf[index] ?? null)),
    unchanged: decided.unchanged,
  }
}

function doorOf(input: DoorPlanInput) {
  return {
    doorId: input.doorId,
    doorName: input.doorName,
    siteId: input.site.siteId,
    timezone: input.site.timezone,
    integrationDeviceId: input.integrationDeviceId,
    externalDeviceId: input.externalDeviceId,
    providerType: input.providerType,
    policy: input.site.policy,
    graceWindowSeconds: input.site.graceWindowSeconds,
    plannedAtMs: input.nowMs,
  }
}

function unreadablePlan(
  input: DoorPlanInput,
  reading: { readonly reason: string; readonly atMs: number },
): UnreadableDoorPlan {
  return {
    ...doorOf(input),
    kind: 'unreadable',
    mode: modeInForce(input),
    reason: reading.reason,
    atMs: reading.atMs,
  }
}

/** By provider id. */
export function sortedCodes(codes: readonly ActualCode[]): readonly ActualCode[] {
  let last: ActualCode | null = null
  for (const code of codes) {
    if (last && compareVendorPinIds(last.vendorPinId, code.vendorPinId) > 0) {
      return [...codes].sort((a, b) => compareVendorPinIds(a.vendorPinId, b.vendorPinId))
    }
    last = code
  }
  return codes
}

function actualItem(code: ActualCode, receipt: DoorDecisions['receiptOf'][number]): ActualItem {
  return {
    vendorPinId: code.vendorPinId,
    codeName: code.name,
    receiptId: receipt?.receiptId ?? null,
    window: code.window,
    status: code.status,
    isCustom: code.isCustom,
  }
}

function countCustom(actual: readonly ActualCode[]): number {
  let count = 0
  for (const code of actual) if (code.isCustom) count++
  return count
}

interface DueInput {
  readonly input: DoorPlanInput
  readonly expected: ExpectedAtDoor
  readonly decided: DoorDecisions
  readonly readAgainAtMs: number | null
  readonly lines: readonly PlanLine[]
}

/** The nearest moment at which time alone changes this door's plan. */
function nextDue({ input, expected, readAgainAtMs, lines }: DueInput): number | null {
  let dueAtMs = Math.min(
    expected.nextDueAtMs ?? Number.POSITIVE_INFINITY,
    readAgainAtMs ?? Number.POSITIVE_INFINITY,
  )
  for (const line of lines) {
    if (line.kind === 'blocked_by_grace')
      dueAtMs = Math.min(dueAtMs, Math.max(line.grace.eligibleAtMs, input.nowMs))
    else if (line.kind === 'reported' && line.heldBecause === 'tolerated' && line.mark?.untilMs) {
      dueAtMs = Math.min(dueAtMs, line.mark.untilMs)
    }
  }
  for (const pause of input.pausedCredentials) {
    if (pause.untilMs !== null && pause.untilMs > input.nowMs) dueAtMs = Math.min(dueAtMs, pause.untilMs)
  }
  return dueAtMs === Number.POSITIVE_INFINITY ? null : dueAtMs
}

export function summarise(
  lines: readonly PlanLine[],
  decided: { readonly unchanged: number; readonly later: number },
): DoorPlanSummary {
  const counts = {
    add: 0,
    change: 0,
    replace: 0,
    delete: 0,
    schedule: 0,
    blocked_by_grace: 0,
    invalid_expected: 0,
    reported: 0,
    under_way: 0,
  }
  let graceBypassedDeletes = 0
  for (const line of lines) {
    counts[line.kind]++
    if (line.kind === 'delete' && line.grace.isBypassed) graceBypassedDeletes++
  }
  return {
    adds: counts.add,
    changes: counts.change + counts.schedule,
    replaces: counts.replace,
    deletes: counts.delete,
    blocked: counts.blocked_by_grace,
    invalidExpected: counts.invalid_expected,
    reported: counts.reported,
    underWay: counts.under_way,
    unchanged: decided.unchanged,
    graceBypassedDeletes,
    later: decided.later,
  }
}
