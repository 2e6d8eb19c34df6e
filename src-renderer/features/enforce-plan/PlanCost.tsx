import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { QuotaView } from '../../../src-preload/contract/views/session.ts'
import { statusQuery } from '../../api/session.ts'
import { texts } from '../../texts/texts.ts'
import { gatewayTimes } from './gatewayTimes.ts'
import { countSelectable } from './model/lines.ts'
import classes from './plan.module.css'

const words = texts.plan

/** What applying costs, before anybody does: calls of the month and minutes of each gateway. */
export function PlanCost({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const status = useQuery(statusQuery)
  const isOpen = plan.row.status === 'previewed' || plan.row.status === 'approved'
  if (!isOpen || plan.totalCalls === 0) return null
  const calls = callSentences(plan, status.data?.quotas ?? [])
  const isOrdered = plan.doors.filter((door) => countSelectable(door) > 0).length > 1
  const order = isOrdered ? [words.order] : []
  return <p className={classes.planCost}>{[...calls, ...gatewayTimes(plan), ...order].join(' ')}</p>
}

/** Of each application whose calls the plan takes, what is left. */
function callSentences(
  { totalCalls, callsOfAccounts }: Pick<PlanView, 'totalCalls' | 'callsOfAccounts'>,
  quotas: readonly QuotaView[],
): readonly string[] {
  const takes = quotas.flatMap(({ accounts, limit, used }) => {
    const own = callsOfAccounts.filter(({ accountId }) => accounts.some(({ id }) => id === accountId))
    const calls = own.reduce((sum, account) => sum + account.calls, 0)
    const left = Math.max(0, limit - used)
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
