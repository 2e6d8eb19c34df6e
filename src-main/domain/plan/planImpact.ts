import type { CredentialId, DoorId, PersonId } from '../ids.ts'
import type { EnforcePlan, ReadableDoorPlan } from './doorPlan.ts'
import type { ActionLine } from './planLine.ts'
import { isActionLine } from './planLine.ts'

/** What a plan does to one person at one door. */
export interface PersonImpact {
  readonly personId: PersonId
  readonly credentialId: CredentialId
  readonly doorId: DoorId
  /**
   * `gains` or `loses` the door; `changes`: the code there changes; `interrupted`: without a code for a moment.
   * Losing one of two codes at a door is `changes`, for the door stays open to that person.
   */
  readonly effect: 'gains' | 'loses' | 'changes' | 'interrupted'
  readonly lineId: string
  /** True when the person's window is running as the plan is made: they may stand at the door. */
  readonly isInsideWindow: boolean
  /** For `interrupted`. */
  readonly secondsWithoutCode: number | null
}

export interface PlanImpact {
  /** In the order of doors and lines. */
  readonly people: readonly PersonImpact[]
  /** Deletes of codes that no known person holds. */
  readonly unknownCodesRemoved: number
}

/** Who gains or loses which door, and who is inside a running window. */
export function impactOfPlan(
  plan: Pick<EnforcePlan, 'doors'>,
  selectedLineIds: ReadonlySet<string> | null,
): PlanImpact {
  const people: PersonImpact[] = []
  let unknownCodesRemoved = 0
  for (const door of plan.doors) {
    if (door.kind === 'unreadable') continue
    const lines = door.lines.filter(isActionLine).filter((line) => selectedLineIds?.has(line.lineId) ?? true)
    if (lines.length === 0) continue
    const { held, staying } = peopleOnDoor(door, lines)
    for (const line of lines) {
      const impact = impactOfLine(line, { door, held, staying })
      if (impact) people.push(impact)
      else unknownCodesRemoved++
    }
  }
  return { people, unknownCodesRemoved }
}

interface DoorPeople {
  /** Persons who have a code on the door now. */
  readonly held: ReadonlySet<PersonId>
  /** Persons who have one afterwards. */
  readonly staying: ReadonlySet<PersonId>
}

function peopleOnDoor(door: ReadableDoorPlan, lines: readonly ActionLine[]): DoorPeople {
  const personOf = new Map(door.expected.map((item) => [item.credentialId, item.personId]))
  const held = new Set<PersonId>()
  const staying = new Set<PersonId>()
  for (const item of door.unchanged) {
    const personId = personOf.get(item.credentialId)
    if (personId === undefined) continue
    held.add(personId)
    staying.add(personId)
  }
  const selected = new Set(lines.map((line) => line.lineId))
  for (const line of door.lines) {
    if (!('personId' in line) || line.personId === null) continue
    const isOnLock = line.kind !== 'add' && line.vendorPinId !== null
    if (isOnLock) held.add(line.personId)
    if (
      line.kind === 'add'
        ? selected.has(line.lineId)
        : isOnLock && !(line.kind === 'delete' && selected.has(line.lineId))
    ) {
      staying.add(line.personId)
    }
  }
  return { held, staying }
}

interface LineContext extends DoorPeople {
  readonly door: ReadableDoorPlan
}

function impactOfLine(line: ActionLine, context: LineContext): PersonImpact | null {
  const { personId, credentialId } = line
  if (personId === null || credentialId === null) return null
  const { doorId, plannedAtMs } = context.door
  const window = line.kind === 'delete' ? line.listedWindow : line.window
  const base = {
    personId,
    credentialId,
    doorId,
    lineId: line.lineId,
    isInsideWindow:
      window.kind === 'permanent' ||
      (window.kind === 'period' && window.startMs <= plannedAtMs && plannedAtMs < window.endMs),
    secondsWithoutCode: null,
  }
  switch (line.kind) {
    case 'add':
      return { ...base, effect: context.held.has(personId) ? 'changes' : 'gains' }
    case 'delete':
      return { ...base, effect: context.staying.has(personId) ? 'changes' : 'loses' }
    case 'change':
      return { ...base, effect: 'changes' }
    case 'replace':
      return { ...base, effect: 'interrupted', secondsWithoutCode: line.secondsWithoutCode }
  }
}
