import { fromIso } from '../domain/instant.ts'
import { isNotTaken } from '../domain/operation/settleFromReadBack.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { EngineContext } from './engineContext.ts'

/** What no list showed at first may be shown by a later one, for as long as this. */
export const LATE_LIFE_MS = 24 * 3_600_000
export const RECENT_OPERATIONS = 50
const SHORTEST_LOOK_MS = 30_000
const LONGEST_LOOK_MS = 15 * 60_000

/**
 * An add of these digits on this door that was sent before, and of which no answer said that it was refused: it may be
 * why the lock has the digits already, though no list shows them. Null when there is none of the last day.
 */
export function earlierAddOf(
  context: Pick<EngineContext, 'store' | 'clock'>,
  add: Pick<OperationRecord, 'id' | 'kind' | 'pin' | 'doorId'>,
): OperationRecord | null {
  if (add.kind !== 'add' || add.pin === null) return null
  const sinceMs = context.clock.nowMs() - LATE_LIFE_MS
  const earlier = context.store.operations
    .ofDoor(add.doorId, RECENT_OPERATIONS)
    .find(
      (other) =>
        other.id < add.id &&
        other.kind === 'add' &&
        other.pin === add.pin &&
        other.sentAt !== null &&
        fromIso(other.sentAt) >= sinceMs &&
        mayHaveArrived(other),
    )
  return earlier ?? null
}

function mayHaveArrived(add: OperationRecord): boolean {
  switch (add.state) {
    case 'sent':
      return true
    case 'unconfirmed':
      return add.error === null
    case 'failed':
      return add.settledBy !== 'answer' && !isNotTaken(add)
    default:
      return false
  }
}

/** Of an operation that no list has shown yet: accepted, or refused because of an earlier one. */
export function answerOnRecord({ state, error }: OperationRecord): 'ok' | 'refused_as_ours' {
  return state === 'unconfirmed' && error !== null ? 'refused_as_ours' : 'ok'
}

/** When the list is looked at again for what an add of that time must have done: soon at first, then less often. */
export function nextLookMs(add: OperationRecord, nowMs: number): number {
  const ageMs = nowMs - fromIso(add.sentAt ?? add.intentAt)
  return nowMs + Math.min(Math.max(ageMs / 4, SHORTEST_LOOK_MS), LONGEST_LOOK_MS)
}
