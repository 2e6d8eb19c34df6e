import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { enterSession, sessionQuery } from '../api/session.ts'
import { ErrorState } from '../components/Feedback.tsx'
import { SimulatedBand } from '../components/SimulatedBand.tsx'
import { Wordmark } from '../components/Wordmark.tsx'
import { RecoveryKey } from '../features/session/RecoveryKey.tsx'
import { SignIn } from '../features/session/SignIn.tsx'
import { Welcome } from '../features/session/Welcome.tsx'
import { texts } from '../texts/texts.ts'
import classes from './Gate.module.css'
import { SimulatedBanner } from './SimulatedBanner.tsx'

type Screens = () => ReactElement

/** A window that is hidden is given no idle time. */
const AT_THE_LATEST = { timeout: 1_000 } as const

/** Welcome, sign-in or the screens, as the session says. A fresh recovery key comes before all of them. */
export function Gate(): ReactElement {
  const queryClient = useQueryClient()
  const session = useQuery(sessionQuery)
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null)
  const isKnown = session.data !== undefined
  const isClosed = isKnown && session.data.stage !== 'ready'
  const Screens = useScreens(isKnown)

  // Once the frame is on the screen; until then main keeps its hands off what no sign-in needs.
  useEffect(() => {
    if (!isKnown) return
    const waiting = requestIdleCallback(() => void window.lockstep.system.pageDrawn({}), AT_THE_LATEST)
    return () => cancelIdleCallback(waiting)
  }, [isKnown])

  // Where main wants the window to be is kept in the address until there is a router to go there.
  useEffect(() => {
    if (isClosed) return window.lockstep.events.navigate(({ to }) => keepPlace(to))
  }, [isClosed])

  const isSimulated = session.data?.profile === 'simulated'

  if (recoveryKey !== null) {
    // Without the way to the real locks: nothing goes on before the key is kept.
    return (
      <Framed band={isSimulated && <SimulatedBand />}>
        <RecoveryKey recoveryKey={recoveryKey} onContinue={() => setRecoveryKey(null)} />
      </Framed>
    )
  }
  if (session.isPending) return <Starting />
  if (session.isError) {
    return (
      <div className={classes.starting}>
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </div>
    )
  }
  switch (session.data.stage) {
    case 'welcome':
      return (
        <Welcome
          restorable={session.data.restorable}
          onRestored={(next) => enterSession(queryClient, next)}
          onBegun={(reply, choice) => {
            setRecoveryKey(reply.recoveryKey)
            enterSession(queryClient, reply.session)
            keepPlace(choice === 'connect' ? '/connect' : '/')
          }}
        />
      )
    case 'sign_in':
      return (
        <Framed band={isSimulated && <SimulatedBanner goTo={keepPlace} />}>
          <SignIn
            // The operators of one profile are not those of the other.
            key={session.data.profile}
            operators={session.data.operators}
            hasKeyring={session.data.notices.every(({ code }) => code !== 'keyring_unavailable')}
            onSignedIn={(next) => enterSession(queryClient, next)}
            onRecovered={(reply) => {
              setRecoveryKey(reply.recoveryKey)
              enterSession(queryClient, reply.session)
            }}
          />
        </Framed>
      )
    case 'ready':
      return Screens ? <Screens /> : <Starting />
  }
}

/** The screens without the gate: a trace window says by itself when nobody is signed in. */
export function OpenScreens(): ReactElement {
  const Screens = useScreens(true)
  return Screens ? <Screens /> : <Starting />
}

/**
 * Most of the page's code, fetched while somebody types the passcode. Not `lazy`: Suspense holds back what it reveals
 * for 300 ms.
 */
function useScreens(isWanted: boolean): Screens | null {
  const [loaded, setLoaded] = useState<{ readonly Screens: Screens } | null>(null)
  useEffect(() => {
    if (!isWanted) return
    const waiting = requestIdleCallback(() => void import('./Screens.tsx').then(setLoaded))
    return () => cancelIdleCallback(waiting)
  }, [isWanted])
  return loaded?.Screens ?? null
}

function Framed({
  band,
  children,
}: {
  readonly band: ReactNode
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={classes.framed}>
      {band}
      <div className={classes.page}>{children}</div>
    </div>
  )
}

function Starting(): ReactElement {
  return (
    <div className={classes.starting} role="status" aria-label={texts.session.starting}>
      <Wordmark />
    </div>
  )
}

function keepPlace(to: string): void {
  if (to.startsWith('/')) window.location.hash = to
}
