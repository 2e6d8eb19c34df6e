import type { PlanDoorView, PlanLineHead } from '../../../../src-preload/contract/views/plans.ts'
import { type KindFilter, passesKind } from './lines.ts'

/** One row of the plan's list. A site has many thousands; only those in sight are in the page. */
export type PlanListRow =
  | { readonly kind: 'door'; readonly key: string; readonly door: PlanDoorView }
  | { readonly kind: 'line'; readonly key: string; readonly door: PlanDoorView; readonly line: PlanLineHead }
  /** Says how many codes of the door need nothing, and unfolds them. */
  | { readonly kind: 'fold'; readonly key: string; readonly door: PlanDoorView; readonly isOpen: boolean }
  | { readonly kind: 'unchanged'; readonly key: string; readonly door: PlanDoorView; readonly index: number }

export interface ListOptions {
  readonly filter: KindFilter
  /** What is typed: part of a door's name, of a person's or of a code's. */
  readonly search: string
  readonly closedDoors: ReadonlySet<number>
  /** Doors whose unchanged codes are shown. */
  readonly unfoldedDoors: ReadonlySet<number>
}

/** The rows of doors in their order. A door whose name is searched for keeps all its lines, else those found. */
export function listRows(doors: readonly PlanDoorView[], options: ListOptions): readonly PlanListRow[] {
  const rows: PlanListRow[] = []
  const search = options.search.trim().toLocaleLowerCase()
  const isNarrowed = options.filter !== 'all' || search !== ''
  for (const door of doors) {
    const isDoorFound = door.doorName.toLocaleLowerCase().includes(search)
    const lines = door.lines.filter(
      (line) =>
        passesKind(line, options.filter) && (isDoorFound || line.title.toLocaleLowerCase().includes(search)),
    )
    if (isNarrowed && lines.length === 0 && !(isDoorFound && options.filter === 'all')) continue
    rows.push({ kind: 'door', key: `d${door.doorId}`, door })
    if (options.closedDoors.has(door.doorId)) continue
    for (const line of lines) rows.push({ kind: 'line', key: line.lineId, door, line })
    if (door.unchanged === 0 || isNarrowed) continue
    const isOpen = options.unfoldedDoors.has(door.doorId)
    rows.push({ kind: 'fold', key: `d${door.doorId}/fold`, door, isOpen })
    for (let index = 0; isOpen && index < door.unchanged; index++) {
      rows.push({ kind: 'unchanged', key: `d${door.doorId}/unchanged/${index}`, door, index })
    }
  }
  return rows
}
