import type { ComparedStep } from './compare.ts'

export type CompareRow =
  | { readonly kind: 'step'; readonly place: number; readonly step: ComparedStep }
  /** Steps in which the runs are alike; `place` is that of the first of them. */
  | { readonly kind: 'fold'; readonly place: number; readonly count: number }

/** Alike steps that stay beside a difference, to show where one is. */
const CONTEXT = 2
/** Fewer are quicker read than unfolded. */
const FEWEST_FOLDED = 4

/** The steps with long alike stretches folded, except those that were unfolded. Linear. */
export function foldAlike(
  steps: readonly ComparedStep[],
  unfolded: ReadonlySet<number>,
): readonly CompareRow[] {
  const rows: CompareRow[] = []
  const push = (from: number, to: number): void => {
    for (let place = from; place < to; place += 1) {
      const step = steps[place]
      if (step !== undefined) rows.push({ kind: 'step', place, step })
    }
  }
  let place = 0
  while (place < steps.length) {
    let end = place
    while (steps[end]?.kind === 'same') end += 1
    const from = place === 0 ? 0 : place + CONTEXT
    const to = end === steps.length ? end : end - CONTEXT
    if (to - from >= FEWEST_FOLDED && !unfolded.has(from)) {
      push(place, from)
      rows.push({ kind: 'fold', place: from, count: to - from })
      push(to, end)
    } else push(place, end)
    push(end, end + 1)
    place = end + 1
  }
  return rows
}
