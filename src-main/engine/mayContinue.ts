import type { JobOutcome } from '../domain/job/transitions.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { holdOf } from '../planning/holds.ts'
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
  /** The account has another address now: what was listed at the old one says nothing of it. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'cancelled' }

const OLD_LIST_MESSAGE =
  'The first command waited too long for its gateway. The lock is listed and planned again.'

const MOVED_MESSAGE =
  'The address of the TTLock account was changed meanwhile. The lock is listed and planned again.'

/** Null while the account is reached by the client that the lock was listed with. */
export function accountMoved(
  { providers }: EngineContext,
  { door, provider }: DoorTarget,
): Extract<ApplyStop, { kind: 'moved' }> | null {
  const accountId = door.integrationCustomerId
  return accountId !== null && providers.forAccount(accountId) !== provider ? { kind: 'moved' } : null
}

/** Asked before each operation: null to go on. */
export function mayContinue(context: EngineContext, run: JobRun, target: DoorTarget): ApplyStop | null {
  if (run.signal.aborted || run.isCancelRequested()) return { kind: 'cancelled' }
  const moved = accountMoved(context, target)
  if (moved) return moved
  const site = context.store.sites.get(target.door.siteId)
  const now = { nowMs: context.clock.nowMs(), ignoresHours: run.job.ignoresHours }
  const hold = site && holdOf(site, context.store.doors.state(target.door.id), now)
  return hold ? { kind: 'held', ...hold } : null
}

export function outcomeOfStop(stop: ApplyStop, nowMs: number): JobOutcome {
  switch (stop.kind) {
    case 'cancelled':
      return { kind: 'cancelled' }
    case 'held':
      return { kind: 'held', by: stop.by, until: stop.untilMs, message: stop.message }
    case 'old_list':
      return { kind: 'look_again', atMs: stop.atMs, message: OLD_LIST_MESSAGE }
    case 'moved':
      return { kind: 'look_again', atMs: nowMs, message: MOVED_MESSAGE }
    case 'error':
      return outcomeOfError(stop.error, nowMs)
  }
}
