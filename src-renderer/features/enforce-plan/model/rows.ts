import type { FoundLines, LineCounts, PlanDoorView } from '../../../../src-preload/contract/views/plans.ts'
import { type KindFilter, LISTED_KINDS, passesKind } from './lines.ts'

/** One row of the plan's list. A site has many thousands; only those in sight are in the page. */
export type PlanListRow =
  | { readonly kind: 'door'; readonly key: string; readonly door: PlanDoorView }
  /** What it says is read with the other lines of its door, by its place among them. */
  | {
      readonly kind: 'line'
      readonly key: string
      readonly door: PlanDoorView
      readonly index: number
      readonly lineKind: keyof LineCounts
    }
  /** Says how many codes of the door need nothing, and unfolds them. */
  | { readonly kind: 'fold'; readonly key: string; readonly door: PlanDoorView; readonly isOpen: boolean }
  | { readonly kind: 'unchanged'; readonly key: string; readonly door: PlanDoorView; readonly index: number }

type LineRow = Extract<PlanListRow, { kind: 'line' }>

export interface ListOptions {
  readonly filter: KindFilter
  /** What is typed: part of a door's name, of a person's or of a code's. */
  readonly search: string
  /** Lines whose person or code has that text in its name. */
  readonly found: readonly FoundLines[]
  readonly closedDoors: ReadonlySet<number>
  /** Doors whose unchanged codes are shown. */
  readonly unfoldedDoors: ReadonlySet<number>
}

/** The rows of doors in their order. A door whose name is searched for keeps all its lines, else those found. */
export function listRows(doors: readonly PlanDoorView[], options: ListOptions): readonly PlanListRow[] {
  const rows: PlanListRow[] = []
  const search = options.search.trim().toLocaleLowerCase()
  const isNarrowed = options.filter !== 'all' || search !== ''
  const found = new Map(options.found.map(({ doorId, indexes }) => [doorId, new Set(indexes)]))
  for (const door of doors) {
    const isDoorFound = door.doorName.toLocaleLowerCase().includes(search)
    const lines = linesOf(door, options.filter, isDoorFound ? null : (found.get(door.doorId) ?? NONE))
    if (isNarrowed && lines.length === 0 && !(isDoorFound && options.filter === 'all')) continue
    rows.push({ kind: 'door', key: `d${door.doorId}`, door })
    if (options.closedDoors.has(door.doorId)) continue
    for (const line of lines) rows.push(line)
    if (door.unchanged === 0 || isNarrowed) continue
    const isOpen = options.unfoldedDoors.has(door.doorId)
    rows.push({ kind: 'fold', key: `d${door.doorId}/fold`, door, isOpen })
    for (let index = 0; isOpen && index < door.unchanged; index++) {
      rows.push({ kind: 'unchanged', key: `d${door.doorId}/unchanged/${index}`, door, index })
    }
  }
  return rows
}

const NONE: ReadonlySet<number> = new Set()

/** The lines of a door that pass; `found` null takes all of the kind. */
function linesOf(door: PlanDoorView, filter: KindFilter, found: ReadonlySet<number> | null): LineRow[] {
  const lines: LineRow[] = []
  let index = 0
  for (const lineKind of LISTED_KINDS) {
    const end = index + (door.counts[lineKind] ?? 0)
    for (; index < end; index++) {
      if (!passesKind(lineKind, filter) || found?.has(index) === false) continue
      lines.push({ kind: 'line', key: `d${door.doorId}/${index}`, door, index, lineKind })
    }
  }
  return lines
}
