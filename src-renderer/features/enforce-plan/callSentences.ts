import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { QuotaView } from '../../../src-preload/contract/views/session.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan

/** What applying takes of the month's calls, and what is left of them: of each application where it takes of several. */
export function callSentences(
  { totalCalls, callsOfAccounts }: Pick<PlanView, 'totalCalls' | 'callsOfAccounts'>,
  quotas: readonly Pick<QuotaView, 'accounts' | 'limit' | 'used' | 'isUsedUp'>[],
): readonly string[] {
  const takes = quotas.flatMap(({ accounts, limit, used, isUsedUp }) => {
    const own = callsOfAccounts.filter(({ accountId }) => accounts.some(({ id }) => id === accountId))
    const calls = own.reduce((sum, account) => sum + account.calls, 0)
    const left = isUsedUp ? null : Math.max(0, limit - used)
    return calls === 0 ? [] : [{ calls, left, names: accounts.map(({ name }) => name) }]
  })
  const [only, ...others] = takes
  if (only === undefined) return [words.calls(totalCalls)]
  if (others.length === 0) return [words.callsOf(totalCalls, only.left)]
  return [
    words.calls(totalCalls),
    ...takes.map(({ names, calls, left }) => words.callsOfAccounts(names, calls, left)),
  ]
}
