import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import type { OverviewView } from '../../../src-preload/contract/views/doors.ts'
import { doorsQuery, overviewQuery } from '../../api/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { Ago } from '../../components/DateTime.tsx'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { BlockSkeleton, LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { Alarms } from './Alarms.tsx'
import { Approvals, Starting } from './Attention.tsx'
import { Exceptions } from './Exceptions.tsx'
import classes from './overview.module.css'
import { ProportionBar } from './ProportionBar.tsx'

const words = texts.overview

export function OverviewPage(): ReactElement {
  const overview = useQuery(overviewQuery)

  useEffect(() => {
    document.title = `${words.title} · ${texts.common.appName}`
  }, [])

  if (overview.isPending) {
    return (
      <div className={classes.page}>
        <h1 className="visually-hidden">{words.title}</h1>
        <div className={classes.sentenceSkeleton}>
          <BlockSkeleton lines={1} />
        </div>
        <div className={classes.barSkeleton} />
        <LedgerSkeleton columns={3} rows={4} />
      </div>
    )
  }
  if (overview.isError) {
    return (
      <div className={classes.page}>
        <h1 className={classes.failedTitle}>{words.title}</h1>
        <ErrorState error={overview.error} what={words.failed} onRetry={() => void overview.refetch()} />
      </div>
    )
  }
  return overview.data.total === 0 ? <FirstDoor /> : <Standing overview={overview.data} />
}

function Standing({ overview }: { readonly overview: OverviewView }): ReactElement {
  const queryClient = useQueryClient()
  const check = useMutation({
    mutationFn: async () => {
      const doors = await queryClient.fetchQuery(doorsQuery)
      await ask(window.lockstep.doors.checkNow({ doorIds: doors.map((door) => door.id) }))
      return doors.length
    },
    onSuccess: (count) => notifications.show({ message: texts.shell.checking(count) }),
    onError: showFailure,
  })
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className="visually-hidden">{words.title}</h1>
        <h2 className={classes.sentence}>{words.sentence(overview.inStep, overview.total)}</h2>
        <div className={classes.checked}>
          <span className="muted">
            {overview.lastCheckedAt === null ? (
              words.neverChecked
            ) : (
              <>
                {words.checked} <Ago iso={overview.lastCheckedAt} zone={readLocalZone()} />
              </>
            )}
          </span>
          <Button loading={check.isPending} onClick={() => check.mutate()}>
            {words.checkNow}
          </Button>
        </div>
      </header>
      <ProportionBar overview={overview} />
      <Alarms alarms={overview.alarms} />
      <Exceptions doors={overview.exceptions} isAnythingElse={overview.alarms.length > 0} />
      <div className={classes.attention}>
        <Starting starting={overview.startingWithoutProof} />
        <Approvals plans={overview.awaitingApproval} />
      </div>
    </div>
  )
}

function FirstDoor(): ReactElement {
  const navigate = useNavigate()
  const session = useQuery(sessionQuery)
  const steps =
    session.data?.hasAccount === false ? [words.connectStep, ...words.emptySteps] : words.emptySteps
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{words.title}</h1>
      <p className={classes.sentence}>{words.emptyTitle}</p>
      <EmptyState
        title={words.emptyText}
        action={
          <Button variant="filled" onClick={() => void navigate({ to: '/doors/new' })}>
            {words.addDoor}
          </Button>
        }
      >
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </EmptyState>
    </div>
  )
}
