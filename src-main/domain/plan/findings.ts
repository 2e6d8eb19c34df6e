import type { ReadableDoorPlan } from './doorPlan.ts'
import { isScheduleLineId } from './lineId.ts'
import { type ActionLine, type HeldReason, isActionLine, type PlanLine } from './planLine.ts'

/** What is wrong with a door, as far as its state keeps it. */
export interface DoorFindings {
  /** Lines that say the lock is not as it should be, one about the open schedule among them, whether or not anything may be done about it now. */
  readonly differences: number
  /** Of those that are about codes: codes that should be there and are not. */
  readonly missing: number
  /** Codes with another PIN or other times than decided. */
  readonly changed: number
  /** Codes that should not be there. */
  readonly unwanted: number
  /** Codes that cannot be put on the lock as they are. */
  readonly undeliverable: number
  /** Codes with our kind of name that this database never gave out. */
  readonly foreignNamesakes: number
}

type Wrong = Exclude<keyof DoorFindings, 'differences' | 'foreignNamesakes'>

export function findingsOf({ lines, foreignNamesakes }: ReadableDoorPlan): DoorFindings {
  const found = { missing: 0, changed: 0, unwanted: 0, undeliverable: 0 }
  let differences = 0
  for (const line of lines) {
    const wrong = wrongOf(line)
    if (wrong === null) continue
    differences += 1
    if (!isScheduleLineId(line.lineId)) found[wrong] += 1
  }
  return { ...found, differences, foreignNamesakes }
}

const WRONG_OF_STEP: Readonly<Record<ActionLine['kind'], Wrong>> = {
  add: 'missing',
  change: 'changed',
  replace: 'changed',
  delete: 'unwanted',
  schedule: 'changed',
}

/** A reported line is a difference unless a person or the mode decided to leave it be. */
const LEFT_BE: readonly HeldReason[] = [
  'strays_kept_by_mode',
  'never_delete',
  'tolerated',
  'paused_on_door',
  'unknown_code_type',
  'unknown_status',
]

function wrongOf(line: PlanLine): Wrong | null {
  if (isActionLine(line)) return WRONG_OF_STEP[line.kind]
  switch (line.kind) {
    case 'blocked_by_grace':
      return 'unwanted'
    case 'invalid_expected':
      return 'undeliverable'
    case 'reported':
      return LEFT_BE.includes(line.heldBecause) ? null : WRONG_OF_STEP[line.would]
    case 'under_way':
      return null
  }
}
