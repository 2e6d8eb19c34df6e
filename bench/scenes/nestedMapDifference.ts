import type { FlatRow } from './doorScene.ts'

interface Difference {
  readonly kind: 'add' | 'change' | 'delete'
  readonly row: FlatRow
}

/**
 * The anchor of the planner: a Map of Maps over what is there, then one pass over what should be. No reasons, no rules,
 * no fingerprints; every planner that looks at each code does at least this.
 */
export function differenceByNestedMaps(
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
