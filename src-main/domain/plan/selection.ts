import type { ReadableDoorPlan } from './doorPlan.ts'
import { type ActionLine, isActionLine, type PlanLine } from './planLine.ts'

export const LEFT_OUT_REASONS = [
  /** A person did not select it. */
  'not_selected',
  /** A line that frees its PIN was left out. */
  'needs_other_line',
  /** Too few deletes were selected to make room. */
  'lock_full',
  /** The door is already as the line wanted it. */
  'already_so',
  /** The provider is still at it. */
  'under_way',
  /** The line's kind changed since: it needs approval again. */
  'needs_approval_again',
] as const
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number]

export interface LeftOut {
  readonly lineId: string
  readonly because: LeftOutReason
}

export interface LineSelection {
  /** In the plan's order. */
  readonly lines: readonly ActionLine[]
  readonly leftOut: readonly LeftOut[]
}

/** The lines of one door that run when a person selected `lineIds`; null selects all. It may shrink, never grow. */
export function selectLines(plan: ReadableDoorPlan, lineIds: ReadonlySet<string> | null): LineSelection {
  const leftOut: LeftOut[] = []
  let lines = plan.lines.filter(isActionLine)
  if (lineIds) {
    lines = keep(lines, leftOut, 'not_selected', (line) => lineIds.has(line.lineId))
  }
  lines = dropUnserved(lines, leftOut)
  lines = dropOverfull(plan, lines, leftOut)
  return { lines: dropUnserved(lines, leftOut), leftOut }
}

/**
 * What of an approval still runs against a newer plan of the same door: lines approved and still called for.
 * Approved lines that the newer plan has no more are `already_so`, `under_way`, or need approval again. A replace that was cut
 * off half-way goes on: what is left of it was approved with it, and runs under its line id.
 */
export function shrinkToApproved(
  newerPlan: ReadableDoorPlan,
  approvedLineIds: ReadonlySet<string>,
): LineSelection {
  const plan = withRestsOfReplaces(newerPlan, approvedLineIds)
  const selection = selectLines(plan, approvedLineIds)
  const present = new Set(plan.lines.filter(isActionLine).map((line) => line.lineId))
  const targets = new Set(plan.lines.map(targetOf))
  const underWay = new Set(plan.lines.flatMap(targetsUnderWay))
  const missing: LeftOut[] = []
  for (const lineId of [...approvedLineIds].sort()) {
    if (!lineId.startsWith(`d${plan.doorId}/`) || present.has(lineId)) continue
    if (underWay.has(targetOfId(lineId))) missing.push({ lineId, because: 'under_way' })
    else if (targets.has(targetOfId(lineId))) missing.push({ lineId, because: 'needs_approval_again' })
    else missing.push({ lineId, because: 'already_so' })
  }
  // Never approved is not left out: it was not part of what was asked for.
  const leftOut = selection.leftOut.filter((line) => line.because !== 'not_selected')
  return { lines: selection.lines, leftOut: [...leftOut, ...missing] }
}

/** Gives what is left of approved replaces the ids under which it was approved. */
function withRestsOfReplaces(plan: ReadableDoorPlan, approvedLineIds: ReadonlySet<string>): ReadableDoorPlan {
  const replaces = new Map<string, { readonly lineId: string; readonly vendorPinId: string }>()
  for (const lineId of approvedLineIds) {
    const [door, kind, credential, code] = lineId.split('/')
    if (door !== `d${plan.doorId}` || kind !== 'replace' || !credential || !code) continue
    replaces.set(credential, { lineId, vendorPinId: code.slice(1) })
  }
  if (replaces.size === 0) return plan
  const listed = new Set<string>(plan.actual.map((code) => code.vendorPinId))
  const approvedIdOf = new Map<string, string>()
  for (const line of plan.lines) {
    if (line.kind !== 'add' && line.kind !== 'change') continue
    const replace = replaces.get(`c${line.credentialId}`)
    if (!replace) continue
    // The old code is gone and only the add is left; or its PIN came free, and a change does instead.
    const isRest =
      line.kind === 'add' ? !listed.has(replace.vendorPinId) : line.vendorPinId === replace.vendorPinId
    if (isRest) approvedIdOf.set(line.lineId, replace.lineId)
  }
  if (approvedIdOf.size === 0) return plan
  const rename = (lineId: string) => approvedIdOf.get(lineId) ?? lineId
  const lines = plan.lines.map((line) => ({
    ...line,
    lineId: rename(line.lineId),
    ...(line.kind === 'add' || line.kind === 'replace'
      ? { afterLineIds: line.afterLineIds.map(rename) }
      : {}),
  }))
  return { ...plan, lines }
}

/** What a line id is about, without its kind: the credential where there is one, else the code. */
function targetOfId(lineId: string): string {
  return lineId.split('/')[2] ?? lineId
}

function targetOf(line: PlanLine): string {
  return targetOfId(line.lineId)
}

/** A line under way is about its code, and about the credential that waits for it. */
function targetsUnderWay(line: PlanLine): readonly string[] {
  if (line.kind !== 'under_way') return []
  const code = targetOf(line)
  return line.credentialId === null ? [code] : [code, `c${line.credentialId}`]
}

function keep(
  lines: readonly ActionLine[],
  leftOut: LeftOut[],
  because: LeftOutReason,
  isKept: (line: ActionLine) => boolean,
): ActionLine[] {
  const kept: ActionLine[] = []
  for (const line of lines) {
    if (isKept(line)) kept.push(line)
    else leftOut.push({ lineId: line.lineId, because })
  }
  return kept
}

/** Leaves out lines that need one that does not run, and those that need them in turn. */
function dropUnserved(lines: readonly ActionLine[], leftOut: LeftOut[]): ActionLine[] {
  const running = new Map(lines.map((line) => [line.lineId, line]))
  const needersOf = new Map<string, ActionLine[]>()
  const doubtful: ActionLine[] = []
  for (const line of lines) {
    if (line.kind !== 'add' && line.kind !== 'replace') continue
    for (const lineId of line.afterLineIds) {
      const needers = needersOf.get(lineId)
      if (needers) needers.push(line)
      else needersOf.set(lineId, [line])
      if (!running.has(lineId)) doubtful.push(line)
    }
  }
  for (let line = doubtful.pop(); line; line = doubtful.pop()) {
    if (running.delete(line.lineId)) doubtful.push(...(needersOf.get(line.lineId) ?? []))
  }
  return keep(lines, leftOut, 'needs_other_line', (line) => running.has(line.lineId))
}

/** True for a line that leaves one custom code more on the lock. */
export function needsRoom(line: ActionLine): boolean {
  return line.kind === 'add' || (line.kind === 'replace' && !line.isCustom)
}

/** Leaves out what would not fit: later windows first, then the newer credential; replaces before adds keep theirs. */
function dropOverfull(plan: ReadableDoorPlan, lines: ActionLine[], leftOut: LeftOut[]): ActionLine[] {
  let room = plan.capacity - plan.customCodesListed
  for (const line of lines) if (line.kind === 'delete' && line.isCustom) room++
  const needy = lines.filter(needsRoom)
  if (needy.length <= room) return lines
  const ranked = needy.sort(compareNeed).slice(0, Math.max(0, room))
  const fitting = new Set(ranked.map((line) => line.lineId))
  return keep(lines, leftOut, 'lock_full', (line) => !needsRoom(line) || fitting.has(line.lineId))
}

function compareNeed(a: ActionLine, b: ActionLine): number {
  if (a.kind !== b.kind) return a.kind === 'add' ? 1 : -1
  const [opensA, opensB] = [opensAtMs(a), opensAtMs(b)]
  if (opensA !== opensB) return opensA < opensB ? -1 : 1
  return (a.credentialId ?? 0) - (b.credentialId ?? 0)
}

/** When a line's window opens; a permanent one has opened long ago. */
export function opensAtMs(line: ActionLine): number {
  return line.kind !== 'delete' && line.kind !== 'schedule' && line.window.kind === 'period'
    ? line.window.startMs
    : Number.NEGATIVE_INFINITY
}
