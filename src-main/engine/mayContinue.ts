import type { DoorId } from '../domain/ids.ts'
import type { JobOutcome } from '../domain/job/transitions.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { type Hold, holdOf } from '../planning/holds.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import type { DoorTarget } from './operations.ts'
import { outcomeOfError } from './outcomeOfError.ts'

/** Why an apply ended before its last line. */
export type ApplyStop =
  | { readonly kind: 'error'; readonly error: ProviderError }
  | { readonly kind: 'held'; readonly by: string; readonly untilMs: number | null; readonly message: string }
  /** The list it was planned from is no longer the one just before the first write. */
  | { readonly kind: 'old_list'; readonly atMs: number }
  /** So long ago was the last command that the lock may be another by now. */
  | { readonly kind: 'slept' }
  /** The lock has another account now, or its account another address: what was listed before says nothing of it. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'cancelled' }

const OLD_LIST_MESSAGE =
  'The first command waited too long for its gateway. The lock is listed and planned again.'
const SLEPT_MESSAGE = 'This PC was asleep between two commands. The lock is listed and planned again.'
const LIFTED_MESSAGE = 'What held it was lifted meanwhile.'

const MOVED_MESSAGE =
  'The lock’s TTLock account, or its address, was changed meanwhile. The lock is listed and planned again.'

/** Null while the account that has the lock is reached by the client that the lock was listed with. */
export function accountMoved(
  { store, providers }: EngineContext,
  { door, provider }: DoorTarget,
): Extract<ApplyStop, { kind: 'moved' }> | null {
  const accountId = store.doors.get(door.id)?.integrationCustomerId ?? null
  return accountId !== null && providers.forAccount(accountId) !== provider ? { kind: 'moved' } : null
}

/** Asked before each operation: null to go on. */
export function mayContinue(context: EngineContext, run: JobRun, target: DoorTarget): ApplyStop | null {
  if (run.signal.aborted || run.isCancelRequested()) return { kind: 'cancelled' }
  const moved = accountMoved(context, target)
  if (moved) return moved
  const hold = holdNow(context, run.job, target.door.id)
  return hold ? { kind: 'held', ...hold } : null
}

function holdNow({ store, clock }: EngineContext, job: JobRecord, doorId: DoorId): Hold | null {
  const door = store.doors.get(doorId)
  const site = door && store.sites.get(door.siteId)
  const now = { nowMs: clock.nowMs(), ignoresHours: job.ignoresHours }
  return site ? holdOf(site, store.doors.state(doorId), now) : null
}

/**
 * A hold may be lifted, or end sooner, while the run that met it still reads back, or works on other doors. Who decides that
 * finds nothing that rests, so the run itself asks again, in the transaction that puts it to rest.
 */
export function asHeldNow(context: EngineContext, job: JobRecord, outcome: JobOutcome): JobOutcome {
  if (outcome.kind !== 'held' || outcome.by === 'clock') return outcome
  const doorIds = outcome.doorIds ?? (job.doorId === null ? [] : [job.doorId])
  const holds = doorIds.map((doorId) => holdNow(context, job, doorId))
  if (holds.includes(null)) {
    const beside = outcome.beside ?? []
    return { kind: 'look_again', atMs: context.clock.nowMs(), message: LIFTED_MESSAGE, beside }
  }
  const ends = [outcome.until, ...holds.map((hold) => hold?.untilMs ?? null)].flatMap((end) => end ?? [])
  return { ...outcome, until: ends.length === 0 ? null : Math.min(...ends) }
}

export function outcomeOfStop(stop: ApplyStop, nowMs: number): JobOutcome {
  switch (stop.kind) {
    case 'cancelled':
      return { kind: 'cancelled' }
    case 'held':
      return { kind: 'held', by: stop.by, until: stop.untilMs, message: stop.message }
    case 'old_list':
      return { kind: 'look_again', atMs: stop.atMs, message: OLD_LIST_MESSAGE }
    case 'slept':
      return { kind: 'look_again', atMs: nowMs, message: SLEPT_MESSAGE }
    case 'moved':
      return { kind: 'look_again', atMs: nowMs, message: MOVED_MESSAGE }
    case 'error':
      return outcomeOfError(stop.error, nowMs)
  }
}
