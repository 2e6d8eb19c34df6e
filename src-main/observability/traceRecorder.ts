import type { DoorId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { AnswerMemory } from '../domain/redaction/answerMemory.ts'
import { hidePinsInText, hideTypedPins, type IsPin } from '../domain/redaction/hideTypedPins.ts'
import type { Store } from '../ports/store.ts'
import type { IntegrationLogEntry, TraceRecorder } from '../ports/traceRecorder.ts'

/**
 * The one way into `integration_log`. Every row is redacted by field and by value before it is stored; among the values
 * are all present and former PINs of the door concerned. A row of no door may concern all of them: each run of digits in
 * it that could be a PIN is asked for.
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

  /** Of a provider's body, whose fields are not ours, what looks like a PIN goes in any case. */
  function withoutPins(entry: IntegrationLogEntry): IntegrationLogEntry {
    if (entry.doorId !== null) return entry
    const asked = new Map<string, boolean>()
    const isPin: IsPin = (digits) => {
      const isKnown = asked.get(digits) ?? store.people.isKnownPin(digits)
      asked.set(digits, isKnown)
      return isKnown
    }
    return {
      ...entry,
      request: hideTypedPins(entry.request, isPin),
      response: entry.foreignBytes === undefined ? hideTypedPins(entry.response, isPin) : entry.response,
      errorMessage: entry.errorMessage === null ? null : hidePinsInText(entry.errorMessage, isPin),
    }
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
        ...answers.redact(withoutPins(entry), [...secrets, ...pins]),
      }))
    },
  }
}
