import type { DoorId } from '../ids.ts'
import { isActionLine, type LineKind, type PlanLine } from './planLine.ts'
import { opensAtMs } from './selection.ts'

/** The nearest deadlines of lines that are to be sent (epoch ms, may be past); null where there are none of the kind. */
export interface NearestDeadlines {
  /** Of codes that somebody waits for. */
  readonly openingMs: number | null
  readonly removalMs: number | null
}

export interface OrderedDoor {
  readonly doorId: DoorId
  readonly nearest: NearestDeadlines
}

/**
 * When a line becomes urgent (epoch ms, may be past): an added or changed code when its window opens, a removal
 * when it was allowed. A permanent code has opened long ago, so it is urgent from the plan on. Null for what is not sent.
 */
export function lineDeadlineMs(line: PlanLine, plannedAtMs: number): number | null {
  if (!isActionLine(line)) return null
  if (line.kind === 'delete') return line.grace.eligibleAtMs
  const opens = opensAtMs(line)
  return opens === Number.NEGATIVE_INFINITY ? plannedAtMs : opens
}

export function nearestDeadlines(
  lines: readonly { readonly kind: LineKind; readonly deadlineMs: number | null }[],
): NearestDeadlines {
  let openingMs: number | null = null
  let removalMs: number | null = null
  for (const { kind, deadlineMs } of lines) {
    if (deadlineMs === null) continue
    if (kind === 'delete') removalMs = Math.min(removalMs ?? deadlineMs, deadlineMs)
    else openingMs = Math.min(openingMs ?? deadlineMs, deadlineMs)
  }
  return { openingMs, removalMs }
}

/**
 * Doors in the order in which they are served: people who wait for a code first, by the nearest deadline, then
 * removals, then those with nothing to send; equal ones by door id.
 */
export function orderDoors<Door extends OrderedDoor>(doors: readonly Door[]): readonly Door[] {
  return doors.toSorted(
    ({ doorId: idA, nearest: a }, { doorId: idB, nearest: b }) =>
      rankOf(a) - rankOf(b) ||
      (a.openingMs ?? a.removalMs ?? 0) - (b.openingMs ?? b.removalMs ?? 0) ||
      idA - idB,
  )
}

function rankOf({ openingMs, removalMs }: NearestDeadlines): number {
  if (openingMs !== null) return 0
  return removalMs === null ? 2 : 1
}
