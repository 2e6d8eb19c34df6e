import { fromIso } from '../domain/instant.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import type { EngineSettings } from './engineContext.ts'

/**
 * Epoch ms before which it says nothing that a list does not show the operation: a lost command may still be on its
 * way, and the list may lag behind an accepted one. Null when that time has passed.
 */
export function mayStillShowUntil(
  operation: Pick<OperationRecord, 'intentAt' | 'sentAt' | 'answeredAt' | 'error'>,
  settings: Pick<EngineSettings, 'commandDeadlineMs' | 'readBackDelaysMs'>,
  nowMs: number,
): number | null {
  const isAccepted = operation.answeredAt !== null && operation.error === null
  const patienceMs = isAccepted
    ? settings.readBackDelaysMs.reduce((sum, ms) => sum + ms, 0)
    : settings.commandDeadlineMs
  const sinceMs = fromIso(operation.answeredAt ?? operation.sentAt ?? operation.intentAt)
  // Written while the clock was ahead: nobody knows when it was, and nobody waits until that day.
  if (sinceMs > nowMs + patienceMs) return null
  const untilMs = sinceMs + patienceMs
  return nowMs < untilMs ? untilMs : null
}
