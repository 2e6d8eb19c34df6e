import type { ListedWindow } from '../code/actualCode.ts'
import { type CodeWindow, hasEnded, isRunning } from '../code/codeWindow.ts'
import type { CredentialId, DoorId, PersonId } from '../ids.ts'
import type { ReadableDoorPlan } from './doorPlan.ts'
import { type ActionLine, isActionKind, isActionLine, type LineKind, type PlanLine } from './planLine.ts'

/** What one line that may be sent means to a person, whatever else is sent to the door. */
export interface LineImpact {
  readonly credentialId: CredentialId
  /** True when the person's window is running as the plan is made: they may stand at the door. */
  readonly isInsideWindow: boolean
  /** The code that goes or changes had ended by then. */
  readonly hasEnded: boolean
  readonly changesPin: boolean
  readonly changesWindow: boolean
  /** The window afterwards; null where the code goes. */
  readonly window: CodeWindow | null
  /** The window as listed; null where the lock has no code yet. */
  readonly listedWindow: ListedWindow | null
  /** For a replace. */
  readonly secondsWithoutCode: number | null
}

/** A line as far as the impact needs it; made when the door is stored. */
export interface ImpactBrief {
  readonly lineId: string
  readonly kind: LineKind
  readonly personId: PersonId | null
  /** A code of that person that has not ended stands on the lock, by this line. */
  readonly isHeld: boolean
  /** Another code of that person opens the door and is in no line. */
  readonly keepsDoor: boolean
  /** Null for what is never sent, and for codes that nobody here holds. */
  readonly impact: LineImpact | null
}

/**
 * `gains` or `loses` the door. `gains_second` and `loses_one`: another code opens it before and after. `ended`: a code goes
 * that opened nothing any more. `changes`: the code's PIN or times. `interrupted`: without a code for a moment.
 */
export type ImpactEffect =
  | 'gains'
  | 'gains_second'
  | 'loses'
  | 'loses_one'
  | 'ended'
  | 'changes'
  | 'interrupted'

/** What a plan does to one person at one door. */
export interface PersonImpact extends LineImpact {
  readonly personId: PersonId
  readonly doorId: DoorId
  readonly lineId: string
  readonly effect: ImpactEffect
}

export interface DoorImpact {
  /** In the order of lines. */
  readonly people: readonly PersonImpact[]
  /** Deletes of codes that no known person holds. */
  readonly unknownCodesRemoved: number
}

/** Who gains or loses the door when these of its lines are sent, and who is inside a running window. */
export function impactOfDoor(
  doorId: DoorId,
  briefs: readonly ImpactBrief[],
  isSent: (lineId: string) => boolean,
): DoorImpact {
  const held = new Set<PersonId>()
  const staying = new Set<PersonId>()
  for (const { personId, lineId, kind, isHeld, keepsDoor } of briefs) {
    if (personId === null) continue
    if (isHeld || keepsDoor) held.add(personId)
    const staysHere = kind === 'add' ? isSent(lineId) : isHeld && !(kind === 'delete' && isSent(lineId))
    if (staysHere || keepsDoor) staying.add(personId)
  }
  const people: PersonImpact[] = []
  let unknownCodesRemoved = 0
  for (const { personId, lineId, kind, impact } of briefs) {
    // By an open schedule everybody gains the door, which its own line says.
    if (!isActionKind(kind) || kind === 'schedule' || !isSent(lineId)) continue
    if (personId !== null && impact !== null) {
      const effect = effectOf(kind, impact, { held: held.has(personId), stays: staying.has(personId) })
      people.push({ ...impact, personId, doorId, lineId, effect })
    } else if (kind === 'delete') unknownCodesRemoved++
  }
  return { people, unknownCodesRemoved }
}

type CodeActionKind = Exclude<ActionLine['kind'], 'schedule'>

function effectOf(
  kind: CodeActionKind,
  { hasEnded }: LineImpact,
  person: { readonly held: boolean; readonly stays: boolean },
): ImpactEffect {
  switch (kind) {
    case 'add':
      return person.held ? 'gains_second' : 'gains'
    case 'delete':
      if (hasEnded) return 'ended'
      return person.stays ? 'loses_one' : 'loses'
    case 'change':
      return hasEnded && !person.held ? 'gains' : 'changes'
    case 'replace':
      return hasEnded && !person.held ? 'gains' : 'interrupted'
  }
}

/** Gives a door's lines as the impact needs them. */
export function impactBriefer(door: ReadableDoorPlan): (line: PlanLine) => ImpactBrief {
  const personOf = new Map(door.expected.map((item) => [item.credentialId, item.personId]))
  const keeping = new Set(door.unchanged.map(({ credentialId }) => personOf.get(credentialId)))
  return (line) => {
    const personId = 'personId' in line ? line.personId : null
    return {
      lineId: line.lineId,
      kind: line.kind,
      personId,
      isHeld: personId !== null && isHeldBy(line, door.plannedAtMs),
      keepsDoor: personId !== null && keeping.has(personId),
      impact: isActionLine(line) ? impactOfLine(line, door.plannedAtMs) : null,
    }
  }
}

function isHeldBy(line: PlanLine, nowMs: number): boolean {
  if (line.kind === 'add' || !('vendorPinId' in line) || line.vendorPinId === null) return false
  return !('listedWindow' in line && line.listedWindow !== null && hasEnded(line.listedWindow, nowMs))
}

function impactOfLine(line: ActionLine, nowMs: number): LineImpact | null {
  if (line.kind === 'schedule' || line.personId === null || line.credentialId === null) return null
  const listedWindow = line.kind === 'add' ? null : line.listedWindow
  const isChange = line.kind === 'change' || line.kind === 'replace'
  return {
    credentialId: line.credentialId,
    isInsideWindow: isRunning(line.kind === 'delete' ? line.listedWindow : line.window, nowMs),
    hasEnded: listedWindow !== null && hasEnded(listedWindow, nowMs),
    changesPin: isChange && line.changesPin,
    changesWindow: isChange && line.changesWindow,
    window: line.kind === 'delete' ? null : line.window,
    listedWindow,
    secondsWithoutCode: line.kind === 'replace' ? line.secondsWithoutCode : null,
  }
}
