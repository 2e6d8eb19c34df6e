import type { LockReading } from '../domain/code/actualCode.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import type { Answer } from '../domain/operation/settleFromReadBack.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import { asOfOneLock, isUnanswered } from './answeredSince.ts'
import { answerOnRecord, LATE_LIFE_MS } from './earlierTry.ts'
import type { EngineContext } from './engineContext.ts'
import { type JobRun, recordStep } from './jobRun.ts'
import { lookAtAccount } from './nextCheck.ts'
import { type DoorTarget, isFinal, settleByReading, sightOf } from './operations.ts'
import { outcomeOfError } from './outcomeOfError.ts'
import { readLock } from './readLock.ts'
import { mayStillShowUntil } from './settlingTime.ts'

const MAY_ARRIVE_MESSAGE =
  'An earlier command to this lock has no answer and may still take effect. Nothing is sent until that is known.'

export type SettledReading =
  | {
      readonly kind: 'read'
      readonly reading: Extract<LockReading, { kind: 'known' }>
      /** Why nothing may be sent to the lock yet, or null. */
      readonly notYet: JobOutcome | null
    }
  | {
      readonly kind: 'unreadable'
      readonly reading: Extract<LockReading, { kind: 'unreadable' }>
      readonly error: ProviderError | null
      /** What it means for a job that needed the reading. */
      readonly outcome: JobOutcome
    }

/**
 * Lists a lock and settles what an earlier run left open on it: an intent that was never sent, a command whose answer
 * nobody has, one that no list has shown yet.
 */
export async function readAndSettle(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
): Promise<SettledReading> {
  settleNeverSent(context, run, target)
  const { waitingSince } = run.job
  const sinceMs = waitingSince === null ? context.clock.nowMs() : fromIso(waitingSince)
  const { reading, error } = await readLock(context, run, target)
  if (reading.kind === 'unreadable') {
    const outcome: JobOutcome = error
      ? asOfOneLock(context, target.door, { outcome: outcomeOfError(error, context.clock.nowMs()), sinceMs })
      : { kind: 'retry', error: reading.reason }
    if (isUnanswered(outcome) && waitingSince === null) lookAtAccount(context, target.door)
    return { kind: 'unreadable', reading, error, outcome }
  }
  const openUntilMs = settleSent(context, run, target, reading)
  confirmLate(context, run, target, reading)
  const notYet: JobOutcome | null =
    openUntilMs === null ? null : { kind: 'look_again', atMs: openUntilMs, message: MAY_ARRIVE_MESSAGE }
  return { kind: 'read', reading, notYet }
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
  let openUntilMs: number | null = null
  for (const operation of context.store.operations.unsettledOfDevice(target.door.integrationDeviceId)) {
    const sight = sightOf(operation, reading, target.clockOffsetMs)
    const untilMs = mayStillShowUntil(operation, context.settings, context.clock.nowMs())
    if (!isFinal(sight) && untilMs !== null) {
      openUntilMs = Math.max(openUntilMs ?? 0, untilMs)
      continue
    }
    const answer = operation.answeredAt !== null && operation.error === null ? 'ok' : 'lost'
    settle(context, run, target, { operation, sight, answer, readAtMs: reading.readAtMs })
  }
  return openUntilMs
}

/** Accepted commands that no list had shown: this one may. */
function confirmLate(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  reading: Extract<LockReading, { kind: 'known' }>,
): void {
  const sinceIso = toIso(context.clock.nowMs() - LATE_LIFE_MS)
  for (const operation of context.store.operations.unconfirmedOfDoor(target.door.id, sinceIso)) {
    const sight = sightOf(operation, reading, target.clockOffsetMs)
    if (sight.kind !== 'shown') continue
    const answer = answerOnRecord(operation)
    settle(context, run, target, { operation, sight, answer, readAtMs: reading.readAtMs })
  }
}

function settle(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  seen: {
    readonly operation: OperationRecord
    readonly sight: ReturnType<typeof sightOf>
    readonly answer: Answer
    readonly readAtMs: number
  },
): void {
  const { operation, sight, answer, readAtMs } = seen
  context.store.write(() => {
    const state = settleByReading(context, operation, { sight, answer, by: 'recovery_read', readAtMs })
    if (state !== null) recordSettled(context, run, target, operation, state)
  })
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
