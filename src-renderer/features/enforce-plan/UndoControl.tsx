import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { PlanLink, PlanView } from '../../../src-preload/contract/views/plans.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { readLocalZone } from '../../lib/time.ts'
import { errorSentence } from '../../texts/en/errors.ts'
import { texts } from '../../texts/texts.ts'
import classes from './undo.module.css'

const words = texts.undo

/** Starts the reverse of an applied plan; what it would do is read and approved like any plan. */
export function UndoButton({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const router = useRouter()
  const undo = useMutation({
    mutationFn: () => ask(window.lockstep.plans.undo({ planId: plan.row.id })),
    onSuccess: (reply) => router.history.push(`/plans/${reply.planId}`),
    onError: showFailure,
  })
  if (plan.undo?.isOpen !== true) return null
  return (
    <Button
      leftSection={<IconArrowBackUp size={16} stroke={1.75} />}
      loading={undo.isPending}
      title={words.explain}
      onClick={() => undo.mutate()}
    >
      {words.undo}
    </Button>
  )
}

/** Which plan this one takes back, which one took it back, and until when or why not it can be. */
export function UndoNote({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const { undo, undoOf, undoneBy } = plan
  if (undoOf !== null) return <Note text={words.takesBack} link={undoOf} />
  if (undoneBy !== null) return <Note text={words.undoneBy} link={undoneBy} />
  if (undo === null) return null
  if (undo.isOpen && undo.until !== null) {
    const zone = plan.row.timezone ?? readLocalZone()
    return (
      <p className={classes.note}>
        {words.until} <DateTime iso={undo.until} zone={zone} isAmongSites />
      </p>
    )
  }
  if (undo.because === null || undo.because === 'undo_nothing_done') return null
  const { what, next } = errorSentence(undo.because)
  return (
    <p className={classes.note}>
      {what} {next}
    </p>
  )
}

function Note({ text, link }: { readonly text: string; readonly link: PlanLink }): ReactElement {
  return (
    <p className={classes.note}>
      {text}{' '}
      <Link to="/plans/$planId" params={{ planId: String(link.planId) }}>
        {link.title}
      </Link>
    </p>
  )
}
