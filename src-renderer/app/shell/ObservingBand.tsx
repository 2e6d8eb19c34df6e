import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

const words = texts.shell

/** Stays while nothing may be sent because the database is older than what was done with it. */
export function ObservingBand({ doorsToRead }: { readonly doorsToRead: number }): ReactElement {
  const queryClient = useQueryClient()
  const end = useMutation({
    mutationFn: () => ask(window.lockstep.sites.endObservation({})),
    // All that is shown told of it: plans, codes, modes.
    onSuccess: () => queryClient.invalidateQueries(),
  })
  return (
    <section className={classes.notice} role="status">
      <IconEye size={16} stroke={1.75} aria-hidden="true" />
      <span>{words.observing(doorsToRead)}</span>
      <span className={classes.statusSpace} />
      <ErrorLine error={end.error} />
      <Button
        size="compact-sm"
        variant="default"
        disabled={doorsToRead > 0}
        loading={end.isPending}
        onClick={() => end.mutate()}
      >
        {words.endObserving}
      </Button>
    </section>
  )
}
