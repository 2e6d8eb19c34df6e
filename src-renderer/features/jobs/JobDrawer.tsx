import { Button, Drawer } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { JobRow } from '../../../src-preload/contract/views/jobs.ts'
import { jobQuery } from '../../api/jobs.ts'
import { sessionQuery } from '../../api/session.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { useRunNow } from '../../api/useRunNow.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { FactColumn } from '../../components/FactList.tsx'
import { ErrorState } from '../../components/Feedback.tsx'
import { HoldText } from '../../components/HoldText.tsx'
import { JobStatusMark } from '../../components/marks.tsx'
import { RunNowDialog } from '../../components/RunNowDialog.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { texts } from '../../texts/texts.ts'
import { Attempts } from './Attempts.tsx'
import classes from './jobs.module.css'
import { useBulk } from './useBulk.ts'

const words = texts.jobs

interface JobDrawerProps {
  readonly jobId: number
  readonly onClose: () => void
}

/** One job: what really stopped it, what it waits for and what to do, and every attempt. */
export function JobDrawer({ jobId, onClose }: JobDrawerProps): ReactElement {
  const detail = useQuery(jobQuery(jobId))
  const job = detail.data?.job
  return (
    <Drawer opened onClose={onClose} title={job?.title ?? words.details} size={520}>
      {detail.isPending && <BlockSkeleton lines={4} />}
      {detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {job !== undefined && (
        <div className={classes.drawer}>
          <JobStatusMark status={job.status} />
          <WhatStopsIt job={job} />
          <JobActions job={job} />
          <JobFacts job={job} />
          <Attempts jobId={job.jobId} />
        </div>
      )}
    </Drawer>
  )
}

function WhatStopsIt({ job }: { readonly job: JobRow }): ReactElement {
  return (
    <>
      {job.lastError !== null && (
        <p className={job.status === 'failed' ? classes.errorBox : classes.alarmNote}>
          <strong>{words.lastError}.</strong> {job.lastError}
        </p>
      )}
      {job.needsNewPreview && <p className={classes.note}>{words.newPreview}</p>}
      {job.isStuckRunning && <p className={classes.note}>{words.stuck}</p>}
      {job.waitReason !== null && (
        <p className={job.isWaitAlarm ? classes.alarmNote : classes.note}>
          {job.isWaitAlarm && <strong className={classes.alarmWord}>{words.waitAlarm}. </strong>}
          {words.waits(texts.words.waitReason(job.waitReason))}
          {job.waitingSince !== null && (
            <>
              {' '}
              {texts.standstills.since} <DateTime iso={job.waitingSince} zone={job.timezone} />
            </>
          )}
          {'. '}
          {texts.standstills.nextStepOf(job.waitReason)}
        </p>
      )}
      {job.hold !== null && (
        <p className={classes.note}>
          {words.heldBecause} <HoldText hold={job.hold} zone={job.timezone} />.
        </p>
      )}
    </>
  )
}

function JobActions({ job }: { readonly job: JobRow }): ReactElement {
  const router = useRouter()
  const bulk = useBulk(() => undefined)
  const isBusy = bulk.running !== null
  const canSteer = useHasRole('manager', 'installer')
  return (
    <div className={classes.drawerActions}>
      <Button variant="filled" onClick={() => router.history.push(`/traces/${job.correlationId}`)}>
        {words.trace}
      </Button>
      {job.planId !== null && (
        <Button onClick={() => router.history.push(`/plans/${String(job.planId)}`)}>{words.plan}</Button>
      )}
      {job.doorId !== null && (
        <Button onClick={() => router.history.push(`/doors/${String(job.doorId)}`)}>{words.door}</Button>
      )}
      {job.canRunNow && <RunNow jobId={job.jobId} />}
      {job.canRetry && canSteer && (
        <Button disabled={isBusy} onClick={() => bulk.start('retry', [job.jobId])}>
          {job.status === 'scheduled' ? words.startNow : words.retry}
        </Button>
      )}
      {job.canCancel && canSteer && (
        <Button disabled={isBusy} onClick={() => bulk.start('cancel', [job.jobId])}>
          {words.cancel}
        </Button>
      )}
    </div>
  )
}

/** Outside the enforcement hours, with a reason; a manager's decision. */
function RunNow({ jobId }: { readonly jobId: number }): ReactElement | null {
  const session = useQuery(sessionQuery)
  const [isAsking, setAsking] = useState(false)
  const run = useRunNow([jobId], () => {
    setAsking(false)
    notifications.show({ message: words.ranNow })
  })
  if (session.data?.operator?.role !== 'manager') return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{words.runNow}</Button>
      {isAsking && <RunNowDialog run={run} onClose={() => setAsking(false)} />}
    </>
  )
}

function JobFacts({ job }: { readonly job: JobRow }): ReactElement {
  return (
    <FactColumn
      facts={[
        { name: words.reason, value: job.reason },
        { name: words.columns.door, value: job.doorName },
        {
          name: words.nextRun,
          value:
            job.nextRunAt === null ? null : <DateTime iso={job.nextRunAt} zone={job.timezone} isPrecise />,
        },
        { name: words.created, value: <DateTime iso={job.createdAt} zone={job.timezone} isPrecise /> },
        { name: words.changed, value: <DateTime iso={job.updatedAt} zone={job.timezone} isPrecise /> },
        { name: words.correlation, value: <span className="mono">{job.correlationId}</span> },
      ]}
    />
  )
}
