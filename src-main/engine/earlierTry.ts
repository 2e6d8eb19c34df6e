import { fromIso, toIso } from '../domain/instant.ts'
import { isNotTaken } from '../domain/operation/settleFromReadBack.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { EngineContext } from './engineContext.ts'

/** What no list showed at first may be shown by a later one, for as long as this. */
export const LATE_LIFE_MS = 24 * 3_600_000
const SHORTEST_LOOK_MS = 30_000
const LONGEST_LOOK_MS = 15 * 60_000

/**
 * An add of these digits, or a delete of this code, that was sent to the door before, and of which no answer said that it
 * was refused: it may be why the lock has them, or has it no more, though no list says so. Null when there is none of the
 * last day.
 */
export function earlierTryOf(
  context: Pick<EngineContext, 'store' | 'clock'>,
  command: Pick<OperationRecord, 'id' | 'kind' | 'pin' | 'vendorPinId' | 'doorId'>,
): OperationRecord | null {
  const sinceIso = toIso(context.clock.nowMs() - LATE_LIFE_MS)
  const earlier = context.store.operations
    .doubtfulOfDoor(command.doorId, sinceIso)
    .find((other) => other.id < command.id && isSameAim(other, command) && mayHaveArrived(other))
  return earlier ?? null
}

function isSameAim(
  other: OperationRecord,
  { kind, pin, vendorPinId }: Pick<OperationRecord, 'kind' | 'pin' | 'vendorPinId'>,
): boolean {
  if (other.kind !== kind) return false
  if (kind === 'add') return pin !== null && other.pin === pin
  return kind === 'delete' && vendorPinId !== null && other.vendorPinId === vendorPinId
}

function mayHaveArrived(command: OperationRecord): boolean {
  switch (command.state) {
    case 'sent':
      return true
    case 'unconfirmed':
      return command.error === null
    case 'failed':
      return command.settledBy !== 'answer' && !isNotTaken(command)
    default:
      return false
  }
}

/** Of an operation that no list has shown yet: accepted, or refused because of an earlier one. */
export function answerOnRecord({ state, error }: OperationRecord): 'ok' | 'refused_as_ours' {
  return state === 'unconfirmed' && error !== null ? 'refused_as_ours' : 'ok'
}

/** When the list is looked at again for what a command of that time must have done: soon at first, then less often. */
export function nextLookMs(command: OperationRecord, nowMs: number): number {
  const ageMs = nowMs - fromIso(command.sentAt ?? command.intentAt)
  return nowMs + Math.min(Math.max(ageMs / 4, SHORTEST_LOOK_MS), LONGEST_LOOK_MS)
}
