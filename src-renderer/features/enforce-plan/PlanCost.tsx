import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { statusQuery } from '../../api/session.ts'
import { texts } from '../../texts/texts.ts'
import { callSentences } from './callSentences.ts'
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
