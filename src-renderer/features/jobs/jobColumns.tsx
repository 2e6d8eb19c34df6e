import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { JobRow } from '../../../src-preload/contract/views/jobs.ts'
import { DateTime } from '../../components/DateTime.tsx'
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
    width: '176px',
    sortBy: (job) => JOB_STATUS_ORDER.indexOf(job.status),
    cell: (job) => <JobStatusMark status={job.status} />,
  },
  {
    id: 'title',
    header: words.title,
    sortBy: (job) => job.title,
    cell: (job) => (
      <span title={job.title}>
        <span className={classes.title}>{job.title}</span>
        <span className={classes.cause} data-failed={job.lastError !== null || undefined}>
          {causeOf(job)}
        </span>
      </span>
    ),
  },
  {
    id: 'door',
    header: words.door,
    width: '18%',
    isSecondary: true,
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
    width: '88px',
    align: 'end',
    sortBy: (job) => job.attemptCount,
    cell: (job) => job.attemptCount,
  },
  {
    id: 'next',
    header: words.next,
    width: '136px',
    isSecondary: true,
    sortBy: (job) => job.nextRunAt ?? '9999',
    cell: (job) => job.nextRunAt !== null && <DateTime iso={job.nextRunAt} zone={job.timezone} />,
  },
  {
    id: 'changed',
    header: words.changed,
    width: '136px',
    sortBy: (job) => job.updatedAt,
    cell: (job) => <DateTime iso={job.updatedAt} zone={job.timezone} />,
  },
]

/** The real cause first, then what it waits for, then why it exists. */
function causeOf(job: JobRow): ReactNode {
  if (job.lastError !== null) return job.lastError
  if (job.heldBy !== null) return texts.jobs.held(texts.words.heldBy(job.heldBy))
  if (job.waitReason !== null) return texts.jobs.waits(texts.words.waitReason(job.waitReason))
  return job.reason
}
