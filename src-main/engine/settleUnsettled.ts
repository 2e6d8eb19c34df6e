import type { LockReading } from '../domain/code/actualCode.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import { abortableDelay } from './abortableDelay.ts'
import type { EngineContext } from './engineContext.ts'
import { type JobRun, recordStep } from './jobRun.ts'
import { type DoorTarget, settleByReading, sightOf } from './operations.ts'
import { readLock } from './readLock.ts'

const PAUSE_BETWEEN_READS_MS = 5_000

/**
 * Lists a lock and settles what an earlier run left open on it: an intent that was never sent, or a command whose
 * answer nobody has. A command that may still be on its way is given its time before its absence counts.
 */
export async function readAndSettle(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
): Promise<{ readonly reading: LockReading; readonly error: ProviderError | null }> {
  settleNeverSent(context, run, target)
  for (;;) {
    const answer = await readLock(context, run, target)
    if (answer.reading.kind === 'unreadable') return answer
    const waitUntilMs = settleSent(context, run, target, answer.reading)
    if (waitUntilMs === null) return answer
    const pauseMs = Math.min(PAUSE_BETWEEN_READS_MS, Math.max(0, waitUntilMs - context.clock.nowMs()))
    if (!(await abortableDelay(pauseMs, run.signal))) return answer
  }
}

/** An intent without a send: the program ended between the two commits, so nothing left this computer. */
function settleNeverSent(context: EngineContext, run: JobRun, target: DoorTarget): void {
  for (const operation of context.store.operations.unsettledOfDevice(target.door.integrationDeviceId)) {
    if (operation.state !== 'intent') continue
    context.store.write(() => {
      context.store.operations.settle(
        operation.id,
        {
          state: 'failed',
          by: 'recovery_read',
          vendorPinId: operation.vendorPinId,
          error: 'Never sent: the program ended first.',
        },
        toIso(context.clock.nowMs()),
      )
      recordSettled(context, run, target, operation, 'failed')
    })
  }
}

/** Settles what the reading can settle. Returns until when a command may still arrive, or null when none may. */
function settleSent(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  reading: Extract<LockReading, { kind: 'known' }>,
): number | null {
  let waitUntilMs: number | null = null
  for (const operation of context.store.operations.unsettledOfDevice(target.door.integrationDeviceId)) {
    const sight = sightOf(operation, reading.codes, target.clockOffsetMs)
    const mayStillArriveUntil =
      fromIso(operation.sentAt ?? operation.intentAt) + context.settings.commandDeadlineMs
    if (sight.kind !== 'shown' && context.clock.nowMs() < mayStillArriveUntil) {
      waitUntilMs = Math.max(waitUntilMs ?? 0, mayStillArriveUntil)
      continue
    }
    context.store.write(() => {
      const state = settleByReading(context, operation, {
        sight,
        answer: operation.answeredAt !== null && operation.error === null ? 'ok' : 'lost',
        by: 'recovery_read',
        readAtMs: reading.readAtMs,
      })
      if (state !== null) recordSettled(context, run, target, operation, state)
    })
  }
  return waitUntilMs
}

function recordSettled(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  operation: OperationRecord,
  state: string,
): void {
  recordStep(context, run, {
    action: 'OPERATION_SETTLED',
    door: target.door,
    operationId: operation.id,
    correlationId: operation.correlationId,
    jobId: operation.jobId,
    request: {
      operation_id: operation.id,
      kind: operation.kind,
      line_id: operation.lineId,
      provider_code_id: operation.vendorPinId,
      intent_at: operation.intentAt,
      sent_at: operation.sentAt,
    },
    response: { state, settled_by: 'recovery_read' },
  })
}
