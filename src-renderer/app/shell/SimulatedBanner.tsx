import { Button } from '@mantine/core'
import { IconTestPipe } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { enterSession } from '../../api/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

const words = texts.shell

/** Never leaves the screen while the locks are simulated. */
export function SimulatedBanner(): ReactElement {
  const queryClient = useQueryClient()
  const router = useRouter()
  const open = useMutation({
    mutationFn: () => ask(window.lockstep.session.openProfile({ profile: 'real' })),
    onSuccess: (session) => {
      // The form waits behind the welcome or the sign-in of the real profile.
      router.history.push('/connect')
      enterSession(queryClient, session)
    },
  })
  return (
    <section className={classes.banner} aria-label={words.simulated}>
      <IconTestPipe size={16} stroke={1.75} aria-hidden="true" />
      <strong>{words.simulated}</strong>
      <span className={classes.bannerText}>{words.simulatedMeaning}</span>
      <span className={classes.statusSpace} />
      <ErrorLine error={open.error} />
      <Button
        size="compact-sm"
        variant="default"
        className={classes.bannerButton ?? ''}
        loading={open.isPending}
        onClick={() => open.mutate()}
      >
        {words.connectAccount}
      </Button>
    </section>
  )
}
