import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { JobRow } from '../../../src-preload/contract/views/jobs.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { HoldText } from '../../components/HoldText.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { JobStatusMark } from '../../components/marks.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './jobs.module.css'
import { JOB_STATUS_ORDER } from './model/jobOrder.ts'

const words = texts.jobs.columns

export const jobColumns: readonly LedgerColumn<JobRow>[] = [
  {
    id: 'status',
    header: words.status,
    width: '172px',
    sortBy: (job) => JOB_STATUS_ORDER.indexOf(job.status),
    cell: (job) => <JobStatusMark status={job.status} />,
  },
  {
    id: 'title',
    header: words.title,
    width: '28%',
    sortBy: (job) => job.title,
    cell: (job) => (
      <span className={classes.title} title={job.title}>
        {job.title}
      </span>
    ),
  },
  {
    id: 'cause',
    header: words.reason,
    cell: (job) => (
      <span className={classes.why}>
        <Cause job={job} />
      </span>
    ),
  },
  {
    id: 'door',
    header: words.door,
    width: '14%',
    priority: 'lowest',
    sortBy: (job) => job.doorName ?? '',
    cell: (job) =>
      job.doorId === null ? (
        <span className="muted">{job.doorName}</span>
      ) : (
        <Link to="/doors/$doorId" params={{ doorId: String(job.doorId) }} tabIndex={-1}>
          {job.doorName}
        </Link>
      ),
  },
  {
    id: 'attempts',
    header: words.attempts,
    width: '84px',
    align: 'end',
    priority: 'low',
    sortBy: (job) => job.attemptCount,
    cell: (job) => job.attemptCount,
  },
  {
    id: 'changed',
    header: words.changed,
    width: '172px',
    sortBy: (job) => job.updatedAt,
    cell: (job) => <DateTime iso={job.updatedAt} zone={job.timezone} isAmongSites />,
  },
]

/** What holds it, then the real cause, then what it waits for, then why it exists. */
function Cause({ job }: { readonly job: JobRow }): ReactElement {
  if (job.hold !== null) {
    return (
      <span className="muted">
        {texts.jobs.heldBecause} <HoldText hold={job.hold} zone={job.timezone} />.
      </span>
    )
  }
  if (job.isWaitAlarm && job.waitReason !== null) {
    const nextStep = texts.standstills.nextStepOf(job.waitReason)
    return (
      <span title={nextStep}>
        <span className={classes.alarmWord}>{texts.jobs.waitAlarm}</span>:{' '}
        {texts.words.waitReason(job.waitReason)}. {nextStep}
      </span>
    )
  }
  if (job.lastError !== null) {
    return (
      <span
        className={job.status === 'cancelled' || job.status === 'done' ? 'muted' : classes.error}
        title={job.lastError}
      >
        {job.lastError}
      </span>
    )
  }
  return (
    <span className="muted">
      {causeOf(job)}
      {job.nextRunAt !== null && (
        <>
          {' · '}
          {texts.jobs.nextRun.toLowerCase()} <DateTime iso={job.nextRunAt} zone={job.timezone} />
        </>
      )}
    </span>
  )
}

function causeOf(job: JobRow): string {
  if (job.waitReason !== null) return `${texts.jobs.waits(texts.words.waitReason(job.waitReason))}.`
  return job.reason
}
