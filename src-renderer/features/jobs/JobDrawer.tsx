import { Button, Drawer } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { JobRow } from '../../../src-preload/contract/views/jobs.ts'
import { sessionQuery } from '../../api/session.ts'
import { useRunNow } from '../../api/useRunNow.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { FactColumn } from '../../components/FactList.tsx'
import { HoldText } from '../../components/HoldText.tsx'
import { JobStatusMark } from '../../components/marks.tsx'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './jobs.module.css'

const words = texts.jobs

interface JobDrawerProps {
  readonly job: JobRow
  readonly isBusy: boolean
  readonly onRetry: () => void
  readonly onCancel: () => void
  readonly onClose: () => void
}

export function JobDrawer({ job, isBusy, onRetry, onCancel, onClose }: JobDrawerProps): ReactElement {
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const canRunNow = session.data?.operator?.role === 'manager'
  const [isAsking, setAsking] = useState(false)
  const run = useRunNow([job.jobId], () => {
    setAsking(false)
    notifications.show({ message: words.ranNow })
  })
  return (
    <Drawer opened onClose={onClose} title={job.title} size={460}>
      <div className={classes.drawer}>
        <JobStatusMark status={job.status} />
        {job.lastError !== null && (
          <p className={classes.errorBox}>
            <strong>{words.lastError}.</strong> {job.lastError}
          </p>
        )}
        {job.isStuckRunning && <p className={classes.note}>{words.stuck}</p>}
        {job.waitReason !== null && (
          <p className={job.isWaitAlarm ? classes.alarmNote : classes.note}>
            {job.isWaitAlarm && <strong className={classes.alarmWord}>{words.waitAlarm}. </strong>}
            {words.waits(texts.words.waitReason(job.waitReason))}
            {job.waitingSince !== null && (
              <>
                {' '}
                {texts.standstills.since} <DateTime iso={job.waitingSince} zone={job.timezone} />.
              </>
            )}{' '}
            {texts.standstills.nextStepOf(job.waitReason)}
          </p>
        )}
        {job.hold !== null && (
          <p className={classes.note}>
            {words.heldBecause} <HoldText hold={job.hold} zone={job.timezone} />.
          </p>
        )}
        <FactColumn
          facts={[
            { name: words.reason, value: job.reason },
            { name: words.columns.door, value: job.doorName },
            { name: words.attempts, value: String(job.attemptCount) },
            {
              name: words.nextRun,
              value:
                job.nextRunAt === null ? null : (
                  <DateTime iso={job.nextRunAt} zone={job.timezone} isPrecise />
                ),
            },
            { name: words.created, value: <DateTime iso={job.createdAt} zone={job.timezone} isPrecise /> },
            { name: words.changed, value: <DateTime iso={job.updatedAt} zone={job.timezone} isPrecise /> },
            { name: words.correlation, value: <span className="mono">{job.correlationId}</span> },
          ]}
        />
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
          {job.canRunNow && canRunNow && (
            <Button disabled={isBusy} onClick={() => setAsking(true)}>
              {words.runNow}
            </Button>
          )}
          {job.canRetry && (
            <Button disabled={isBusy} onClick={onRetry}>
              {words.retry}
            </Button>
          )}
          {job.canCancel && (
            <Button disabled={isBusy} onClick={onCancel}>
              {words.cancel}
            </Button>
          )}
        </div>
      </div>
      {isAsking && (
        <ReasonDialog
          title={words.runNowTitle}
          text={words.runNowText}
          action={words.runNow}
          isPending={run.isPending}
          error={run.error}
          onSubmit={(reason) => run.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </Drawer>
  )
}
