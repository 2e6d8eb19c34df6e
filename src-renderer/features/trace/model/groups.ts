import type { LogRecordView } from '../../../../src-preload/contract/views/traces.ts'

export interface LockGroup {
  readonly lockKey: string
  readonly doorName: string | null
  readonly logs: readonly LogRecordView[]
  readonly failed: number
  /** Our own engine, not a lock. */
  readonly isEngine: boolean
}

/** Logs by lock key in the order the locks were first spoken to; our own engine comes last. */
export function groupByLock(logs: readonly LogRecordView[]): readonly LockGroup[] {
  const groups = new Map<string, LogRecordView[]>()
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
