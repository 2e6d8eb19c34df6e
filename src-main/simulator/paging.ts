import { type Answer, data, refuse } from './envelope.ts'
import { integerOf, type Parameters } from './parameters.ts'
import type { Switches } from './switches.ts'

export interface PageCaps {
  readonly defaultSize: number
  readonly maxSize: number
}

/** Answers one page as `{list,pageNo,pageSize,pages,total}`; no rows at all give pages 0 and total 0 (facts 0.3). */
export function answerPage<Row>(call: {
  readonly rows: readonly Row[]
  readonly parameters: Parameters
  readonly caps: PageCaps
  readonly switches: Switches
  readonly view: (row: Row) => Readonly<Record<string, unknown>>
}): Answer {
  const pageNo = integerOf(call.parameters, 'pageNo') ?? 1
  const asked = integerOf(call.parameters, 'pageSize') ?? call.caps.defaultSize
  if (Number.isNaN(pageNo) || Number.isNaN(asked) || pageNo < 1 || asked < 1) return refuse(-3)
  if (asked > call.caps.maxSize && call.switches.overCapPageSize === '-3') return refuse(-3)
  const pageSize = Math.min(asked, call.caps.maxSize)
  const from = (pageNo - 1) * pageSize
  return data({
    list: call.rows.slice(from, from + pageSize).map(call.view),
    pageNo,
    pageSize,
    pages: Math.ceil(call.rows.length / pageSize),
    total: call.rows.length,
  })
}

/** `orderBy` 0 name ascending, 1 newest first, 2 name descending; left out it is newest first (facts 0.3). */
export function sortRows<Row>(
  rows: readonly Row[],
  orderBy: number | null,
  by: { readonly name: (row: Row) => string; readonly time: (row: Row) => number },
): Row[] {
  const sorted = [...rows]
  if (orderBy === 0) return sorted.sort((a, b) => compareText(by.name(a), by.name(b)))
  if (orderBy === 2) return sorted.sort((a, b) => compareText(by.name(b), by.name(a)))
  return sorted.sort((a, b) => by.time(b) - by.time(a))
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
