import type { FlatRow } from './doorScene.ts'

interface Difference {
  readonly kind: 'add' | 'change' | 'delete'
  readonly row: FlatRow
}

/**
 * The same over rows that were made ready before: what is listed already stands under its credential, as if nothing had
 * to be matched. A limit no planner can come near, kept to see whether the other anchor drifts.
 */
export function differenceOfFlatRows(
  desired: readonly FlatRow[],
  actual: readonly FlatRow[],
): readonly Difference[] {
  const byDoor = new Map<number, Map<number, FlatRow>>()
  for (const row of actual) {
    let ofDoor = byDoor.get(row.doorId)
    if (!ofDoor) {
      ofDoor = new Map()
      byDoor.set(row.doorId, ofDoor)
    }
    ofDoor.set(row.codeId, row)
  }
  const differences: Difference[] = []
  for (const row of desired) {
    const ofDoor = byDoor.get(row.doorId)
    const listed = ofDoor?.get(row.codeId)
    if (!listed) {
      differences.push({ kind: 'add', row })
      continue
    }
    if (listed.pin !== row.pin || listed.startMs !== row.startMs || listed.endMs !== row.endMs) {
      differences.push({ kind: 'change', row })
    }
    ofDoor?.delete(row.codeId)
  }
  for (const ofDoor of byDoor.values()) {
    for (const row of ofDoor.values()) differences.push({ kind: 'delete', row })
  }
  return differences
}
