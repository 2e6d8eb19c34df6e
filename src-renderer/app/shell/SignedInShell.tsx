import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { enterSession, sessionQuery } from '../../api/session.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { Wordmark } from '../../components/Wordmark.tsx'
import { RecoveryKey } from '../../features/session/RecoveryKey.tsx'
import { SignIn } from '../../features/session/SignIn.tsx'
import { Welcome } from '../../features/session/Welcome.tsx'
import { texts } from '../../texts/texts.ts'
import { Shell } from './Shell.tsx'
import classes from './shell.module.css'

/** Welcome, sign-in or the screens, as the session says. A fresh recovery key comes before all of them. */
export function SignedInShell(): ReactElement {
  const queryClient = useQueryClient()
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null)

  if (recoveryKey !== null) {
    return <RecoveryKey recoveryKey={recoveryKey} onContinue={() => setRecoveryKey(null)} />
  }
  if (session.isPending) {
    return (
      <div className={classes.starting} role="status" aria-label={texts.session.starting}>
        <Wordmark />
      </div>
    )
  }
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
          onBegun={(reply, choice) => {
            setRecoveryKey(reply.recoveryKey)
            enterSession(queryClient, reply.session)
            router.history.push(choice === 'connect' ? '/connect' : '/')
          }}
        />
      )
    case 'sign_in':
      return (
        <SignIn
          operators={session.data.operators}
          onSignedIn={(next) => enterSession(queryClient, next)}
          onRecovered={(reply) => {
            setRecoveryKey(reply.recoveryKey)
            enterSession(queryClient, reply.session)
          }}
        />
      )
    case 'ready':
      return <Shell session={session.data} />
  }
}
