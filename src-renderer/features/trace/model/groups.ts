import type { ListedLog } from '../../../../src-preload/contract/views/traces.ts'

export interface LockGroup {
  readonly lockKey: string
  readonly doorName: string | null
  readonly logs: readonly ListedLog[]
  readonly failed: number
  /** Our own engine, not a lock. */
  readonly isEngine: boolean
}

/** Logs by lock key in the order the locks were first spoken to; our own engine comes last. */
export function groupByLock(logs: readonly ListedLog[]): readonly LockGroup[] {
  const groups = new Map<string, ListedLog[]>()
  for (const log of logs) {
    const group = groups.get(log.lock_key)
    if (group === undefined) groups.set(log.lock_key, [log])
    else group.push(log)
  }
  return [...groups]
    .map(([lockKey, members]) => ({
      lockKey,
      doorName: members.find((log) => log.door_name !== null)?.door_name ?? null,
      logs: members,
      failed: members.filter((log) => !log.ok).length,
      isEngine: lockKey.startsWith('ACCESS_BROKER'),
    }))
    .sort((a, b) => Number(a.isEngine) - Number(b.isEngine))
}

/**
 * How many rows of each lock are drawn at first: a few each, and so many in all. A small trace is drawn whole; in a
 * large one, which would bury the timeline, the locks after the first few stand with their counts alone.
 */
export function shareRows(groups: readonly LockGroup[]): readonly number[] {
  const total = groups.reduce((sum, group) => sum + group.logs.length, 0)
  const isWhole = total <= MOST_ROWS
  let left = isWhole ? MOST_ROWS : MOST_OF_LARGE
  return groups.map(({ logs }) => {
    const share = Math.min(logs.length, isWhole ? logs.length : MOST_OF_LOCK, left)
    left -= share
    return share
  })
}

const MOST_ROWS = 20
/** Few: each stays in the page while the timeline below is scrolled. */
const MOST_OF_LARGE = 12
const MOST_OF_LOCK = 4
