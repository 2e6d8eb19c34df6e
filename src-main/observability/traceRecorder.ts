import type { DoorId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { AnswerMemory } from '../domain/redaction/answerMemory.ts'
import type { Store } from '../ports/store.ts'
import type { IntegrationLogEntry, TraceRecorder } from '../ports/traceRecorder.ts'

/**
 * The one way into `integration_log`. Every row is redacted by field and by value before it is stored; among the values
 * are all present and former PINs of the door concerned.
 */
export function createTraceRecorder(store: Store): TraceRecorder {
  const answers = new AnswerMemory()
  const pinsByDoor = new Map<DoorId, readonly string[]>()
  store.onCommitted((topics) => {
    if (topics.has('people') || topics.has('doors')) pinsByDoor.clear()
  })

  function pinsOf(doorId: DoorId | null): readonly string[] {
    if (doorId === null) return []
    const known = pinsByDoor.get(doorId)
    if (known) return known
    const pins = store.people.pinsOfDoor(doorId)
    pinsByDoor.set(doorId, pins)
    return pins
  }

  return {
    record(entry: IntegrationLogEntry, secrets) {
      const pins = pinsOf(entry.doorId)
      store.traces.appendLogSoon(() => ({
        createdAt: toIso(entry.startedAtMs + entry.durationMs),
        startedAt: toIso(entry.startedAtMs),
        durationMs: entry.durationMs,
        action: entry.action,
        ok: entry.ok,
        providerType: entry.providerType,
        lockKey: entry.lockKey,
        doorId: entry.doorId,
        doorName: entry.doorName,
        externalId: entry.externalId,
        reconcileJobId: entry.jobId,
        operationId: entry.operationId,
        correlationId: entry.correlationId,
        attempt: entry.attempt,
        httpStatus: entry.httpStatus,
        ...answers.redact(entry, [...secrets, ...pins]),
      }))
    },
  }
}
