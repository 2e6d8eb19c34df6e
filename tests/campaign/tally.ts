/** Counts of what was tried, by group and name. */
export interface Tally {
  count(group: string, name: string): void
  /** Groups in the order they were first counted, names by count. */
  rows(): readonly { readonly group: string; readonly name: string; readonly count: number }[]
}

export function createTally(): Tally {
  const groups = new Map<string, Map<string, number>>()
  return {
    count(group, name) {
      const names = groups.get(group) ?? new Map<string, number>()
      groups.set(group, names.set(name, (names.get(name) ?? 0) + 1))
    },
    rows() {
      return [...groups].flatMap(([group, names]) =>
        [...names].sort((a, b) => b[1] - a[1]).map(([name, count]) => ({ group, name, count })),
      )
    },
  }
}
