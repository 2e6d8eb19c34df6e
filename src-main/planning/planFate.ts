import type { LineResult, PlanDoorProgress } from '../ports/stores/planStore.ts'

/** The lock is as the line wanted it. */
export function isSo(result: LineResult | undefined): boolean {
  return result === 'ok' || result === 'already_so'
}

/** What became of a plan whose apply has ended. */
export function fateOf(doors: readonly PlanDoorProgress[]): 'applied' | 'partly_applied' | 'stale' {
  const approved = doors.filter((door) => (door.approvedLines ?? []).length > 0)
  if (approved.length > 0 && approved.every((door) => door.state === 'stale')) return 'stale'
  const isWhole = approved.every((door) =>
    (door.approvedLines ?? []).every((lineId) => isSo(door.results[lineId]?.result)),
  )
  return isWhole ? 'applied' : 'partly_applied'
}
