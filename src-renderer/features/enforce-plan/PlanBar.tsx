import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { sessionQuery } from '../../api/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ApproveDialog } from './ApproveDialog.tsx'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { ImpactButton } from './Impact.tsx'
import { choose, countLines, type LeftOut } from './model/lines.ts'
import classes from './plan.module.css'
import { RejectDialog } from './RejectDialog.tsx'
import { SumsText } from './SumsText.tsx'

const words = texts.plan

interface PlanBarProps {
  readonly plan: PlanView
  readonly leftOut: LeftOut
  readonly leftOutIds: readonly string[]
}

/** Stays at the bottom: what is selected, what it costs, and the decision. */
export function PlanBar({ plan, leftOut, leftOutIds }: PlanBarProps): ReactElement | null {
  const session = useQuery(sessionQuery)
  const canDecide = session.data?.operator?.role === 'manager'
  switch (plan.row.status) {
    case 'previewed':
      return plan.doors.every((door) => countLines(door) === 0) ? null : (
        <DecideBar plan={plan} leftOut={leftOut} leftOutIds={leftOutIds} canDecide={canDecide} />
      )
    case 'approved':
      return <ApplyBar plan={plan} canDecide={canDecide} />
    case 'applying':
      return <StopBar plan={plan} canDecide={canDecide} />
    case 'stale':
    case 'expired':
    case 'rejected':
    case 'superseded':
    case 'partly_applied':
      return <AgainBar plan={plan} />
    default:
      return null
  }
}

function Bar({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <section className={classes.decisionBar} aria-label={words.barLabel}>
      {children}
    </section>
  )
}

/** They stay together: where the bar is too narrow for one line, they stand on the next. */
function Actions({
  canDecide,
  children,
}: {
  readonly canDecide: boolean
  readonly children: ReactNode
}): ReactElement {
  return canDecide ? (
    <div className={classes.barActions}>{children}</div>
  ) : (
    <span className="muted">{words.notAllowed}</span>
  )
}

interface DecideBarProps extends PlanBarProps {
  readonly canDecide: boolean
}

function DecideBar({ plan, leftOut, leftOutIds, canDecide }: DecideBarProps): ReactElement {
  const [dialog, setDialog] = useState<'approve' | 'reject' | null>(null)
  const choice = choose(plan, leftOut)
  return (
    <Bar>
      <strong className="numbers">
        {choice.lines === 0 ? words.nothingSelected : words.selected(choice.lines)}
      </strong>
      {choice.lines > 0 && <SumsText sums={choice.sums} />}
      <span className="muted numbers">{words.cost(choice.calls, formatDuration(choice.seconds * 1000))}</span>
      {choice.lines > 0 && <ImpactButton plan={plan} leftOut={leftOutIds} />}
      <Actions canDecide={canDecide}>
        <Button variant="subtle" onClick={() => setDialog('reject')}>
          {words.reject}
        </Button>
        <Button variant="filled" disabled={choice.lines === 0} onClick={() => setDialog('approve')}>
          {words.approve}
        </Button>
        <Button disabled>{words.apply}</Button>
      </Actions>
      {dialog === 'approve' && <ApproveDialog plan={plan} choice={choice} onClose={() => setDialog(null)} />}
      {dialog === 'reject' && <RejectDialog plan={plan} onClose={() => setDialog(null)} />}
    </Bar>
  )
}

/** It keeps its place in the tab order, so that whoever comes by keyboard hears why it cannot be pressed. */
const UNAVAILABLE = { 'data-disabled': true, 'aria-disabled': true }

interface ActionBarProps {
  readonly plan: PlanView
  readonly canDecide: boolean
}

function ApplyBar({ plan, canDecide }: ActionBarProps): ReactElement {
  const queryClient = useQueryClient()
  const [isRejecting, setRejecting] = useState(false)
  const [isConfirming, setConfirming] = useState(false)
  const noteId = useId()
  const isObserved = plan.observed.isEvery
  const waitsForSecond = plan.secondOperator !== null && plan.secondOperator.confirmedBy === null
  const canApply = !waitsForSecond && !isObserved
  const apply = useMutation({
    mutationFn: () => ask(window.lockstep.plans.apply({ planId: plan.row.id })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: planKeys.all }),
  })
  return (
    <Bar>
      {plan.approvedBy !== null && <strong>{words.isApprovedBy(plan.approvedBy)}</strong>}
      <span className="muted numbers">
        {words.cost(plan.totalCalls, formatDuration(plan.totalSeconds * 1000))}
      </span>
      <ErrorLine error={apply.error} />
      <Actions canDecide={canDecide}>
        <Button variant="subtle" onClick={() => setRejecting(true)}>
          {words.reject}
        </Button>
        {waitsForSecond && (
          <Button variant="filled" onClick={() => setConfirming(true)}>
            {words.confirm}
          </Button>
        )}
        <Button
          {...(canApply ? { variant: 'filled' } : { ...UNAVAILABLE, 'aria-describedby': noteId })}
          loading={apply.isPending}
          onClick={() => canApply && apply.mutate()}
        >
          {words.apply}
        </Button>
      </Actions>
      {!canApply && !isConfirming && (
        <span className={classes.barNote} id={noteId}>
          {isObserved ? words.cannotApplyObserved : words.needsSecondHint}
        </span>
      )}
      {isRejecting && <RejectDialog plan={plan} onClose={() => setRejecting(false)} />}
      {isConfirming && <ConfirmDialog plan={plan} onClose={() => setConfirming(false)} />}
    </Bar>
  )
}

function StopBar({ plan, canDecide }: ActionBarProps): ReactElement {
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => ask(window.lockstep.plans.stop({ planId: plan.row.id })),
    onSuccess: (stopped) => queryClient.setQueryData(planKeys.detail(plan.row.id), stopped),
  })
  return (
    <Bar>
      <strong>{words.applying}</strong>
      <span className="muted">{words.stopHint}</span>
      <ErrorLine error={stop.error} />
      <Actions canDecide={canDecide}>
        <Button color="red" loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.stop}
        </Button>
      </Actions>
    </Bar>
  )
}

/** The same scope, read again. */
function AgainBar({ plan }: { readonly plan: PlanView }): ReactElement {
  const router = useRouter()
  const preview = useMutation({
    mutationFn: () =>
      plan.undoOf === null
        ? ask(window.lockstep.plans.preview({ scope: plan.scope }))
        : ask(window.lockstep.plans.undo({ planId: plan.undoOf.planId })),
    onSuccess: (reply) => router.history.push(`/plans/${reply.planId}`),
  })
  return (
    <Bar>
      <strong>{texts.words.planStatus[plan.row.status]}</strong>
      <ErrorLine error={preview.error} />
      <Actions canDecide>
        <Button variant="filled" loading={preview.isPending} onClick={() => preview.mutate()}>
          {words.again}
        </Button>
      </Actions>
    </Bar>
  )
}
