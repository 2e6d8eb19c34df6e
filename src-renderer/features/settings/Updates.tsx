import { Button, Progress } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { UpdateView } from '../../../src-preload/contract/routes/updates.ts'
import { sessionQuery } from '../../api/session.ts'
import { updatesKey, updatesQuery } from '../../api/updates.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.updates

type Step = 'check' | 'download' | 'cancelDownload' | 'restart'

/** Which buttons make sense, the most likely one first. */
const STEPS: Record<UpdateView['stage'], readonly Step[]> = {
  not_set_up: [],
  address_refused: [],
  not_installed: [],
  idle: ['check'],
  checking: [],
  up_to_date: ['check'],
  available: ['download', 'check'],
  downloading: ['cancelDownload'],
  downloaded: ['restart'],
  failed: ['check'],
}

/** Newer versions of the program: looked for and brought here only when somebody asks. */
export function Updates(): ReactElement | null {
  const queryClient = useQueryClient()
  const updates = useQuery(updatesQuery)
  const session = useQuery(sessionQuery)
  const take = useMutation({
    mutationFn: (step: Step) => ask(window.lockstep.updates[step]({})),
    onSuccess: (view) => queryClient.setQueryData(updatesKey, view),
  })
  if (updates.isLoadingError)
    return <ErrorState error={updates.error} what={words.unread} onRetry={() => void updates.refetch()} />
  if (updates.data === undefined) return null
  const view = updates.data
  const isManager = session.data?.operator?.role === 'manager'
  return (
    <section className={classes.freeze} aria-labelledby="updates-heading">
      <h3 id="updates-heading">{words.heading}</h3>
      <p role="status">{sentenceOf(view)}</p>
      {view.stage === 'downloading' && (
        <Progress
          className={classes.updateProgress ?? ''}
          value={view.percent ?? 0}
          aria-label={sentenceOf(view)}
        />
      )}
      {STEPS[view.stage].length > 0 && !isManager && <p className="muted">{words.managerAsks}</p>}
      {isManager && (
        <div className={classes.actions}>
          {STEPS[view.stage].map((step, index) => (
            <Button
              key={step}
              variant={index === 0 && step !== 'cancelDownload' ? 'filled' : 'default'}
              loading={take.isPending && take.variables === step}
              onClick={() => take.mutate(step)}
            >
              {words.steps[step]}
            </Button>
          ))}
        </div>
      )}
      <ErrorLine error={take.error} />
    </section>
  )
}

function sentenceOf({ stage, version, percent, failure }: UpdateView): string {
  if (stage === 'failed') return words.failures[failure ?? 'unknown']
  if (stage === 'downloading') return words.downloading(version ?? '', percent ?? 0)
  return words.stages[stage](version ?? '')
}
