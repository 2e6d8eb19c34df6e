import { assertNever } from '../domain/assertNever.ts'
import type { LockReading } from '../domain/code/actualCode.ts'
import { type OperationId, SYSTEM_OPERATOR_ID, type VendorPinId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { OperationKind } from '../domain/operation/operation.ts'
import { type Answer, lookFor, type Sight, settledState } from '../domain/operation/settleFromReadBack.ts'
import type {
  ProviderError,
  ProviderErrorCause,
  ProviderResult,
} from '../domain/providerError/providerError.ts'
import { isSameSchedule, type OpenSchedule, weekText } from '../domain/schedule/openSchedule.ts'
import { scheduleWords } from '../domain/schedule/scheduleWords.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { AccountClient } from '../ports/providers.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { NewOperation, OperationRecord } from '../ports/stores/operationStore.ts'
import { earlierTryOf } from './earlierTry.ts'
import type { EngineContext } from './engineContext.ts'
import { callContext, type JobRun, recordStep } from './jobRun.ts'

/** A door's lock and the client that reaches it. */
export interface DoorTarget {
  readonly door: DoorRecord
  readonly provider: AccountClient
  /** The provider's clock minus ours, in ms. */
  readonly clockOffsetMs: number
}

/** An operation after its answer came, or was lost. */
export interface SentOperation {
  readonly id: OperationId
  readonly lineId: string
  readonly kind: OperationKind
  readonly answer: Answer
  readonly error: ProviderError | null
  /** False when it was stopped before it left this computer. */
  readonly wasSent: boolean
}

/** Its code, lock or gateway began to rest while it waited for its turn: nothing of it is on record. */
export interface RestingOperation {
  readonly rests: ProviderError
}

/** What keeps a command that has its turn from being sent, because something of it failed too often. */
const REST_CAUSES: readonly ProviderErrorCause[] = ['code_resting', 'lock_unreachable', 'gateway_offline']

/** One command and what is asked before it leaves. */
export interface Command {
  readonly operation: NewOperation
  /** Asked again when the command's turn has come: waiting for a gateway may take a while. */
  mayLeave(): boolean
  send(call: CallContext): Promise<ProviderResult<{ readonly vendorPinId: VendorPinId } | null>>
}

const STEP_ACTIONS: Readonly<Record<OperationKind, string>> = {
  add: 'DRIFT_ENFORCE_ADD_PIN',
  change: 'DRIFT_ENFORCE_CHANGE_PIN',
  delete: 'DRIFT_ENFORCE_DELETE_PIN',
  schedule: 'DRIFT_ENFORCE_SET_SCHEDULE',
}

/**
 * Sends one command that changes a lock. The intent is committed first, that it is sent when its turn has come, and what
 * comes back, or that nothing came back, after. A refusal settles the operation at once; everything else waits for a
 * reading. Null when the job had become somebody else's: nothing was sent.
 */
export async function sendOperation(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  { operation, mayLeave, send }: Command,
): Promise<SentOperation | RestingOperation | null> {
  const { store, clock } = context
  const startedAtMs = clock.nowMs()
  const id = await commitIntent(context, run, operation)
  if (id === null) return null
  context.onStep?.('intent_committed', run.job.type)
  let wasSent = false
  const maySend = () => {
    wasSent = commitSent(context, run, id, mayLeave)
    if (wasSent) context.onStep?.('marked_sent', run.job.type)
    return wasSent
  }
  const result = await send({ ...callContext(run, target.door, id), maySend })
  context.onStep?.('answer_came', run.job.type)
  if (!wasSent && !result.ok && REST_CAUSES.includes(result.error.cause)) {
    await store.writeTogether(() => store.operations.withdrawIntent(id))
    return { rests: result.error }
  }
  const answer = answerOf(context, result, { ...operation, id })
  const vendorPinId = result.ok ? (result.value?.vendorPinId ?? operation.vendorPinId) : operation.vendorPinId
  const error = result.ok ? null : result.error
  const atIso = toIso(clock.nowMs())
  await store.writeTogether(() => {
    if (operation.kind === 'change' && answer !== 'refused' && operation.vendorPinId !== null) {
      store.codes.recordOwnChange(operation.deviceId, operation.vendorPinId)
    }
    // Who took the job over may have settled it by reading; that stands.
    if (isOpen(store.operations.get(id))) {
      const sentence = error?.sentence ?? null
      store.operations.recordAnswer(id, { vendorPinId, error: sentence }, atIso)
      if (answer === 'refused' && error?.kind !== 'already_so') {
        store.operations.settle(id, { state: 'failed', by: 'answer', vendorPinId, error: sentence }, atIso)
      }
    }
    recordStep(context, run, {
      action: STEP_ACTIONS[operation.kind],
      door: target.door,
      operationId: id,
      startedAtMs,
      ok: result.ok,
      errorMessage: error?.sentence ?? null,
      request: {
        code_last4: null,
        correlation_id: run.job.correlationId,
        device_external_id: target.door.externalId,
        integration_device_id: target.door.integrationDeviceId,
        line_id: operation.lineId,
        name: operation.codeName,
        provider_code_id: operation.vendorPinId,
        provider_type: target.door.deviceType,
        reason: operation.reason,
        stray_id: operation.credentialId === null ? operation.vendorPinId : null,
        ...(operation.schedule && { open_schedule: scheduleWords(weekText(operation.schedule)) }),
      },
      response: {
        result: {
          answer: wasSent ? answer : 'not_sent',
          errcode: error === null ? 0 : error.errcode,
          provider_code_id: vendorPinId,
        },
      },
    })
  })
  context.onStep?.('answer_committed', run.job.type)
  return { id, lineId: operation.lineId, kind: operation.kind, answer, error, wasSent }
}

/** In one transaction with the look at the lease: who lost it leaves no intent behind. */
function commitIntent(
  context: EngineContext,
  run: JobRun,
  operation: NewOperation,
): Promise<OperationId | null> {
  const { store, clock } = context
  return store.writeTogether(() =>
    run.isLeaseHeld() ? store.operations.insertIntent(operation, toIso(clock.nowMs())) : null,
  )
}

/** Who lost the lease while the command waited for its turn sends nothing. */
function commitSent(context: EngineContext, run: JobRun, id: OperationId, mayLeave: () => boolean): boolean {
  const { store, clock } = context
  return store.write(() => {
    if (!run.isLeaseHeld() || !mayLeave()) return false
    store.operations.markSent(id, toIso(clock.nowMs()))
    return true
  })
}

function isOpen(operation: OperationRecord | null): boolean {
  return operation?.state === 'intent' || operation?.state === 'sent'
}

function answerOf(
  context: EngineContext,
  result: ProviderResult<unknown>,
  operation: NewOperation & { readonly id: OperationId },
): Answer {
  if (result.ok) return 'ok'
  const isSo = result.error.cause === (operation.kind === 'add' ? 'already_exists' : 'already_gone')
  if (isSo && earlierTryOf(context, operation) !== null) return 'refused_as_ours'
  return result.error.kind === 'unknown_outcome' ? 'lost' : 'refused'
}

/** What a complete list says of an operation that was sent. */
export function sightOf(
  operation: OperationRecord,
  reading: Extract<LockReading, { kind: 'known' }>,
  clockOffsetMs: number,
): Sight {
  return lookFor(
    {
      kind: operation.kind,
      vendorPinId: operation.vendorPinId,
      codeName: operation.codeName,
      pin: operation.pin,
      window: operation.window,
      schedule: operation.schedule,
      sentAtMs: fromIso(operation.sentAt ?? operation.intentAt),
    },
    reading,
    clockOffsetMs,
  )
}

/** No later list will say otherwise. */
export function isFinal(sight: Sight): boolean {
  return sight.kind === 'shown' || sight.kind === 'not_taken'
}

/**
 * Ends an operation by what a reading showed, and writes what follows from it: receipts and their evidence.
 * Returns the state, or null when the provider is still at it.
 */
export function settleByReading(
  context: EngineContext,
  operation: OperationRecord,
  evidence: {
    readonly sight: Sight
    readonly answer: Answer
    readonly by: 'read_back' | 'recovery_read'
    readonly readAtMs: number
  },
): 'confirmed' | 'failed' | 'unconfirmed' | 'already_so' | null {
  const state = settledState(evidence.sight, evidence.answer)
  if (state === null) return null
  const { store } = context
  const readAtIso = toIso(evidence.readAtMs)
  const isRefusal = state === 'failed' && evidence.answer === 'refused'
  const vendorPinId =
    evidence.sight.kind === 'shown'
      ? (evidence.sight.vendorPinId ?? operation.vendorPinId)
      : operation.vendorPinId
  store.write(() => {
    store.operations.settle(
      operation.id,
      {
        state,
        by: isRefusal ? 'answer' : evidence.by,
        vendorPinId,
        error: state === 'confirmed' ? null : operation.error,
      },
      readAtIso,
    )
    if (evidence.sight.kind !== 'shown') return
    writeEvidence(context, operation, vendorPinId, readAtIso)
    if (state === 'already_so') confirmEarlier(context, operation, { ...evidence, vendorPinId })
  })
  return state
}

/** The lock was so already, of a code under our name: an earlier command that was given up did it. */
function confirmEarlier(
  context: EngineContext,
  operation: OperationRecord,
  shown: {
    readonly vendorPinId: VendorPinId | null
    readonly by: 'read_back' | 'recovery_read'
    readonly readAtMs: number
  },
): void {
  const earlier = earlierTryOf(context, operation)
  if (earlier === null || earlier.codeName !== operation.codeName) return
  const { vendorPinId, by, readAtMs } = shown
  context.store.operations.settle(
    earlier.id,
    { state: 'confirmed', by, vendorPinId, error: null },
    toIso(readAtMs),
  )
}

function writeEvidence(
  context: EngineContext,
  operation: OperationRecord,
  vendorPinId: VendorPinId | null,
  readAtIso: string,
): void {
  if (operation.schedule !== null) decideAsUndone(context, operation, operation.schedule)
  if (vendorPinId === null) return
  const { codes } = context.store
  switch (operation.kind) {
    case 'add':
      if (operation.credentialId === null) return
      codes.voidReceipt(operation.deviceId, vendorPinId, readAtIso)
      codes.insertReceipt({
        credentialId: operation.credentialId,
        doorId: operation.doorId,
        deviceId: operation.deviceId,
        vendorPinId,
        operationId: operation.id,
        evidenceGrade: 'read_back',
        evidenceAt: readAtIso,
      })
      return
    case 'change':
      codes.setEvidence(operation.deviceId, vendorPinId, 'read_back', readAtIso)
      return
    case 'delete':
      codes.voidReceipt(operation.deviceId, vendorPinId, readAtIso)
      return
    case 'schedule':
      return
    default:
      assertNever(operation.kind)
  }
}

/**
 * An undo gave the lock an earlier schedule back: from now on it is the decided one, in the commit that proves it, so that no
 * check turns it back. Its approver decided it.
 */
function decideAsUndone(context: EngineContext, operation: OperationRecord, schedule: OpenSchedule): void {
  const { store, clock } = context
  const plan = operation.planId === null ? null : store.plans.get(operation.planId)
  const door = store.doors.get(operation.doorId)
  if (!door || plan?.undoOf == null) return
  const before = store.schedules.decidedOf(door)
  if (before !== null && isSameSchedule(before, schedule)) return
  store.schedules.decide(door.id, schedule)
  store.traces.appendAudit(
    {
      operatorId: plan.approvedBy ?? SYSTEM_OPERATOR_ID,
      entity: `Door #${door.id}`,
      entityId: door.id,
      action: 'set_open_schedule',
      before: { open_schedule: before },
      after: { open_schedule: schedule, undo_plan_id: plan.id },
      correlationId: operation.correlationId,
    },
    toIso(clock.nowMs()),
  )
}
