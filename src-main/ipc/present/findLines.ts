import type { FoundLines } from '../../../src-preload/contract/views/plans.ts'
import type { PlanId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import { titleOf } from './planLines.ts'

/** The lines of a plan whose title holds the text, whatever its case. Null where there is no such plan. */
export function findLines(store: Store, planId: PlanId, text: string): readonly FoundLines[] | null {
  if (!store.plans.get(planId)) return null
  const search = text.toLocaleLowerCase()
  const names = store.people.names()
  return [...store.plans.lineBriefs(planId)].flatMap(([doorId, lines]) => {
    const indexes = lines.flatMap((line, index) => {
      const name = line.personId === null ? null : (names.get(line.personId) ?? null)
      return titleOf({ ...line, name })
        .toLocaleLowerCase()
        .includes(search)
        ? [index]
        : []
    })
    return indexes.length === 0 ? [] : [{ doorId, indexes }]
  })
}
