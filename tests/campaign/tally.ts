export interface TallyRow {
  readonly group: string
  readonly name: string
  readonly count: number
  /** What was found after these tries; null where the round as a whole is judged. */
  readonly violations: number | null
}

/** Counts of what was tried, by group and name. */
export interface Tally {
  count(group: string, name: string): void
  /** A try that was judged by itself. */
  judged(group: string, name: string, violations: number): void
  /** Groups in the order they were first counted; names by count, those that were judged in the order they were tried. */
  rows(): readonly TallyRow[]
}

export function createTally(): Tally {
  const groups = new Map<string, Map<string, TallyRow>>()

  function add(group: string, name: string, violations: number | null): void {
    const rows = groups.get(group) ?? new Map<string, TallyRow>()
    const before = rows.get(name)
    groups.set(group, rows)
    rows.set(name, {
      ...{ group, name, count: 1 + (before?.count ?? 0) },
      violations: violations === null ? null : violations + (before?.violations ?? 0),
    })
  }

  return {
    count: (group, name) => add(group, name, null),
    judged: add,
    rows() {
      return [...groups.values()].flatMap((rows) => {
        const all = [...rows.values()]
        return all.some((row) => row.violations !== null) ? all : all.sort((a, b) => b.count - a.count)
      })
    },
  }
}
