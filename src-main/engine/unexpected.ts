import { attemptLimit } from '../domain/job/retryPolicy.ts'
import { type ApplyAnswer, NO_DIALOG, rememberedAnswer, type Unexpected } from '../domain/plan/applyDialog.ts'
import type { ProviderErrorCause } from '../domain/providerError/providerError.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'
import type { ApplyResult } from './applyDoor.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import type { LineOutcome } from './lineOutcome.ts'

/** A door by itself: others of the account may go on. What stops the whole account waits without asking. */
const DOOR_CAUSES: readonly ProviderErrorCause[] = ['gateway_offline', 'lock_unreachable', 'no_gateway']

/**
 * What a person is asked about after a door's lines were sent; null when there is nothing to ask. What another try by
 * itself may mend (a busy gateway, a lost answer, a list that lags) is asked about when the tries are used up.
 */
function unexpectedIn(applied: ApplyResult, isLastTry: boolean): Unexpected | null {
  const { stop } = applied
  if (stop?.kind === 'error') {
    return DOOR_CAUSES.includes(stop.error.cause)
      ? { kind: stop.error.cause, sentence: stop.error.sentence }
      : null
  }
  if (stop) return null
  const refused = applied.outcomes.find((line) => line.result === 'failed' && !line.isWorthRetrying)
  const open = refused ?? (isLastTry ? applied.outcomes.find(isUsedUp) : undefined)
  return open ? { kind: kindOf(open), sentence: open.sentence ?? '' } : null
}

/** What nothing but the provider's list is waited for costs no try. */
function isUsedUp(line: LineOutcome): boolean {
  return line.isWorthRetrying && line.isAwaited !== true
}

function kindOf(line: LineOutcome): Unexpected['kind'] {
  return line.result === 'failed' ? (line.cause ?? 'not_done') : 'unconfirmed'
}

export type Verdict =
  | { readonly kind: 'go_on' }
  | { readonly kind: 'ask'; readonly unexpected: Unexpected }
  | { readonly kind: 'retry' | 'skip_door' | 'stop'; readonly answer: ApplyAnswer }

/** Asks, unless a person said what to do with every result of the kind. */
export function verdictOn(
  context: EngineContext,
  run: JobRun,
  planId: PlanRecord['id'],
  applied: ApplyResult,
): Verdict {
  const unexpected = unexpectedIn(applied, run.job.attemptCount >= attemptLimit(run.job.type))
  if (!unexpected) return { kind: 'go_on' }
  const dialog = context.store.plans.get(planId)?.dialog ?? NO_DIALOG
  const answer = rememberedAnswer(dialog, unexpected.kind)
  return answer ? { kind: answer.choice, answer } : { kind: 'ask', unexpected }
}
