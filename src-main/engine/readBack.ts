import type { LockReading } from '../domain/code/actualCode.ts'
import type { OperationId } from '../domain/ids.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { OperationRecord } from '../ports/stores/operationStore.ts'
import { abortableDelay } from './abortableDelay.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import { type DoorTarget, isFinal, type SentOperation, settleByReading, sightOf } from './operations.ts'
import { readLock } from './readLock.ts'
import { mayStillShowUntil } from './settlingTime.ts'

type SettledState = 'confirmed' | 'failed' | 'unconfirmed' | 'already_so'

/** `queued`: the provider keeps it for a lock that sleeps. `not_taken`: it was kept so, and the lock refused it. */
type SeenState = SettledState | 'queued' | 'not_taken'

export interface ReadBack {
  readonly states: ReadonlyMap<OperationId, SeenState>
  /** Why the lock could not be read; null when it was. */
  readonly error: ProviderError | null
  /** Epoch ms before which nothing can be said of a lost command; null when everything is settled. */
  readonly openUntilMs: number | null
}

/**
 * Lists the lock after something was sent and settles each operation by what the list shows. A list that does not show
 * it may merely be old: it is read again, patiently, before the absence counts. Operations stay open when the lock
 * cannot be read, and while a lost command may still be on its way; the next run settles them.
 */
export async function readBack(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  sent: readonly SentOperation[],
): Promise<ReadBack> {
  const states = new Map<OperationId, SeenState>()
  const isScheduleSent = sent.some((operation) => operation.kind === 'schedule')
  const delays = [...context.settings.readBackDelaysMs]
  for (;;) {
    const answer = await readLock(context, run, target, isScheduleSent ? 'if_decided' : 'no')
    if (answer.reading.kind === 'unreadable') return { states, error: answer.error, openUntilMs: null }
    context.onStep?.('listed_after', run.job.type)
    const { reading } = answer
    const delayMs = delays.shift()
    const seen = context.store.write(() => settleSeen(context, { target, sent, states, reading, delayMs }))
    context.onStep?.('settled', run.job.type)
    if (!seen.isAnyMissing || delayMs === undefined || !(await abortableDelay(delayMs, run.signal))) {
      return { states, error: null, openUntilMs: seen.openUntilMs }
    }
  }
}

/** Settles what a list shows, or will not show any more. Joins the caller's transaction: one for all of the door. */
function settleSeen(
  context: EngineContext,
  look: {
    readonly target: DoorTarget
    readonly sent: readonly SentOperation[]
    readonly states: Map<OperationId, SeenState>
    readonly reading: Extract<LockReading, { kind: 'known' }>
    /** The pause before the next look; undefined at the last one. */
    readonly delayMs: number | undefined
  },
): { readonly isAnyMissing: boolean; readonly openUntilMs: number | null } {
  const { states, reading } = look
  let isAnyMissing = false
  let openUntilMs: number | null = null
  for (const operation of look.sent) {
    if (states.has(operation.id)) continue
    const record = sentRecord(context, operation.id)
    const sight = sightOf(record, reading, look.target.clockOffsetMs)
    if (!isFinal(sight) && !isLastLook(operation, look.delayMs)) {
      isAnyMissing = true
      continue
    }
    const untilMs = mayStillShowUntil(record, context.settings, context.clock.nowMs())
    if (sight.kind === 'not_shown' && operation.answer === 'lost' && untilMs !== null) {
      openUntilMs = Math.max(openUntilMs ?? 0, untilMs)
      continue
    }
    const state = settleByReading(context, record, {
      sight,
      answer: operation.answer,
      by: 'read_back',
      readAtMs: reading.readAtMs,
    })
    // Unread it stays as it was sent, and a later reading settles it.
    if (sight.kind === 'unread') continue
    if (state === null) states.set(operation.id, 'queued')
    else states.set(operation.id, sight.kind === 'not_taken' ? 'not_taken' : state)
  }
  return { isAnyMissing, openUntilMs }
}

/** What the provider refused is looked for once; everything else while there are pauses left. */
function isLastLook(operation: SentOperation, delayMs: number | undefined): boolean {
  return delayMs === undefined || operation.answer === 'refused'
}

function sentRecord(context: EngineContext, id: OperationId): OperationRecord {
  const record = context.store.operations.get(id)
  if (!record) throw new Error('An operation that was sent is not in the store')
  return record
}
