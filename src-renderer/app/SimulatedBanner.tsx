import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { enterSession } from '../api/session.ts'
import { ErrorLine } from '../components/Feedback.tsx'
import { SimulatedBand } from '../components/SimulatedBand.tsx'
import { ask } from '../lib/ipcClient.ts'
import { texts } from '../texts/texts.ts'

const words = texts.shell

interface SimulatedBannerProps {
  /** Goes to a place of the screens, or keeps it until there are screens. */
  readonly goTo: (place: string) => void
}

/** Never leaves the screen while the locks are simulated; leads to the real ones. */
export function SimulatedBanner({ goTo }: SimulatedBannerProps): ReactElement {
  const queryClient = useQueryClient()
  const open = useMutation({
    mutationFn: () => ask(window.lockstep.session.openProfile({ profile: 'real' })),
    onSuccess: (session) => {
      // The form waits behind the welcome or the sign-in of the real profile.
      goTo('/connect')
      enterSession(queryClient, session)
    },
  })
  return (
    <SimulatedBand>
      <ErrorLine error={open.error} />
      <Button size="compact-sm" variant="default" loading={open.isPending} onClick={() => open.mutate()}>
        {words.connectAccount}
      </Button>
    </SimulatedBand>
  )
}
