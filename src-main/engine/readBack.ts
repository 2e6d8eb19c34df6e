import type { OperationId } from '../domain/ids.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { abortableDelay } from './abortableDelay.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import { type DoorTarget, type SentOperation, settleByReading, sightOf } from './operations.ts'
import { readLock } from './readLock.ts'

export type SettledState = 'confirmed' | 'failed' | 'unconfirmed' | 'already_so'

/**
 * Lists the lock after something was sent and settles each operation by what the list shows. A list that does not show
 * it may merely be old: it is read again, patiently, before the absence counts. Operations stay open when the lock
 * cannot be read; the next run settles them.
 */
export async function readBack(
  context: EngineContext,
  run: JobRun,
  target: DoorTarget,
  sent: readonly SentOperation[],
): Promise<{
  readonly states: ReadonlyMap<OperationId, SettledState>
  readonly error: ProviderError | null
}> {
  const states = new Map<OperationId, SettledState>()
  const delays = [...context.settings.readBackDelaysMs]
  for (;;) {
    const answer = await readLock(context, run, target)
    if (answer.reading.kind === 'unreadable') return { states, error: answer.error }
    const { codes, readAtMs } = answer.reading
    const delayMs = delays.shift()
    let isAnyMissing = false
    for (const operation of sent) {
      if (states.has(operation.id)) continue
      const record = context.store.operations.get(operation.id)
      if (!record) throw new Error('An operation that was sent is not in the store')
      const sight = sightOf(record, codes, target.clockOffsetMs)
      const isLastLook =
        delayMs === undefined || (sight.kind === 'not_shown' && operation.answer === 'refused')
      if (sight.kind !== 'shown' && !isLastLook) {
        isAnyMissing = true
        continue
      }
      const state = settleByReading(context, record, {
        sight,
        answer: operation.answer,
        by: 'read_back',
        readAtMs,
      })
      if (state !== null) states.set(operation.id, state)
    }
    if (!isAnyMissing || delayMs === undefined || !(await abortableDelay(delayMs, run.signal))) {
      return { states, error: null }
    }
  }
}
