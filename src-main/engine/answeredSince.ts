import type { JobOutcome } from '../domain/job/transitions.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'

/** Whether work waits because what it asked of TTLock got no answer. */
export function isUnanswered(outcome: JobOutcome | null): boolean {
  return outcome?.kind === 'wait' && outcome.reason === 'provider_down'
}

/** Whether TTLock answered anything of the door's account since then: what gets no answer lies with the one lock. */
export function isAnsweredSince(context: EngineContext, door: DoorRecord, sinceMs: number): boolean {
  if (door.integrationCustomerId === null) return false
  const answeredAtMs = context.providers.forAccount(door.integrationCustomerId).answeredAtMs()
  return answeredAtMs !== null && answeredAtMs >= sinceMs
}

/**
 * An account may be mended while a run that met it as signed out still works on doors of others. Whoever mends it finds
 * nothing that waits, so the run itself asks again, in the transaction that puts it to rest.
 */
export function asSignedInNow(context: EngineContext, outcome: JobOutcome): JobOutcome {
  if (outcome.kind !== 'wait' && outcome.kind !== 'held') return outcome
  const beside = outcome.beside ?? []
  const isMended = [outcome, ...beside].some((wait) => {
    if (wait.kind !== 'wait' || wait.reason !== 'not_signed_in' || !wait.met) return false
    const answeredAtMs = context.providers.forAccount(wait.met.accountId).answeredAtMs()
    return answeredAtMs !== null && answeredAtMs >= wait.met.atMs
  })
  if (!isMended) return outcome
  const look = { kind: 'look_again', atMs: context.clock.nowMs(), message: MENDED_MESSAGE } as const
  return { ...outcome, beside: [...beside, look] }
}

const MENDED_MESSAGE = 'The account was signed in again meanwhile.'

/** A lock whose reading gets no answer, while others of its account get theirs, waits for itself and not for TTLock. */
export function asOfOneLock(
  context: EngineContext,
  door: DoorRecord,
  asked: { readonly outcome: JobOutcome; readonly sinceMs: number },
): JobOutcome {
  const { outcome, sinceMs } = asked
  if (outcome.kind !== 'wait' || !isUnanswered(outcome)) return outcome
  return isAnsweredSince(context, door, sinceMs) ? { ...outcome, reason: 'lock_unreachable' } : outcome
}
