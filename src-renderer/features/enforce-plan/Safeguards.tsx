import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView, SafeguardView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './planGate.module.css'

const words = texts.plan
const SHOWN_AT_FIRST = 4

interface SafeguardsProps {
  readonly plan: PlanView
  readonly canAllow: boolean
}

/** What makes the plan more than usual. Under policy `auto` each stands in the way until it is allowed once. */
export function Safeguards({ plan, canAllow }: SafeguardsProps): ReactElement | null {
  const [asked, setAsked] = useState<SafeguardView | null>(null)
  const queryClient = useQueryClient()
  const allow = useMutation({
    mutationFn: (reason: string) =>
      ask(window.lockstep.plans.allowSafeguard({ planId: plan.row.id, key: asked?.key ?? '', reason })),
    onSuccess: (next) => {
      queryClient.setQueryData(planKeys.detail(plan.row.id), next)
      setAsked(null)
    },
  })
  const [showsAll, setShowsAll] = useState(false)
  const isOpen = plan.row.status === 'previewed'
  // Once it is decided, what was allowed is what counts.
  const safeguards = plan.safeguards.filter((each) => isOpen || each.allowed !== null)
  if (safeguards.length === 0) return null
  const isInTheWay = safeguards.some((each) => each.mustBeAllowed && each.allowed === null)
  const shown = showsAll || isInTheWay ? safeguards : safeguards.slice(0, SHOWN_AT_FIRST)
  return (
    <section className={classes.safeguards} aria-labelledby="safeguards-heading">
      <h2 id="safeguards-heading">{isOpen && isInTheWay ? words.safeguards : words.safeguardsSeen}</h2>
      <ul>
        {shown.map((each) => (
          <li key={each.key}>
            <span>{each.sentence}</span>
            {each.allowed !== null && (
              <span className={classes.allowed}>
                <IconCheck size={16} stroke={1.75} aria-hidden="true" />
                {words.allowedOnce(each.allowed.by)} “{each.allowed.reason}”
              </span>
            )}
            {each.mustBeAllowed && each.allowed === null && isOpen && canAllow && (
              <Button
                size="compact-sm"
                aria-label={`${words.allowOnce}: ${each.sentence}`}
                onClick={() => setAsked(each)}
              >
                {words.allowOnce}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {shown.length < safeguards.length && (
        <Button className={classes.more} size="compact-sm" variant="subtle" onClick={() => setShowsAll(true)}>
          {words.impactMore(safeguards.length - shown.length)}
        </Button>
      )}
      {asked !== null && (
        <ReasonDialog
          title={words.allowTitle}
          text={`${asked.sentence} ${words.allowText}`}
          action={words.allowOnce}
          isPending={allow.isPending}
          error={allow.error}
          onSubmit={(reason) => allow.mutate(reason)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  )
}
