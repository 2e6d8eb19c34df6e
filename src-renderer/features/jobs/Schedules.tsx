import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { JobScheduleView } from '../../../src-preload/contract/views/jobs.ts'
import { schedulesQuery } from '../../api/jobs.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger, type LedgerColumn } from '../../components/Ledger.tsx'
import { JobStatusMark } from '../../components/marks.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './jobs.module.css'
import { findSchedules } from './model/findSchedules.ts'

const words = texts.jobs

const columns: readonly LedgerColumn<JobScheduleView>[] = [
  {
    id: 'title',
    header: words.columns.title,
    sortBy: (schedule) => schedule.title,
    cell: (schedule) => (
      <span className={classes.title} title={schedule.title}>
        {schedule.title}
      </span>
    ),
  },
  {
    id: 'why',
    header: words.columns.reason,
    width: '20%',
    priority: 'low',
    sortBy: (schedule) => schedule.reason,
    cell: (schedule) => (
      <span className="muted" title={schedule.reason}>
        {schedule.reason}
      </span>
    ),
  },
  {
    id: 'next',
    header: words.nextRun,
    width: '188px',
    sortBy: (schedule) => schedule.nextRunAt,
    cell: (schedule) => <DateTime iso={schedule.nextRunAt} zone={schedule.timezone} isAmongSites />,
  },
  {
    id: 'last',
    header: words.lastRun,
    width: '352px',
    sortBy: (schedule) => schedule.last?.at ?? '',
    cell: (schedule) => <LastRun schedule={schedule} />,
  },
]

function LastRun({ schedule }: { readonly schedule: JobScheduleView }): ReactElement {
  const { last, timezone } = schedule
  if (last === null) return <span className="muted">{words.neverRun}</span>
  return (
    <span className={classes.lastRun} title={last.lastError ?? undefined}>
      <JobStatusMark status={last.status} />
      <DateTime iso={last.at} zone={timezone} />
      <Link to="/traces/$correlationId" params={{ correlationId: last.correlationId }} tabIndex={-1}>
        {words.trace}
      </Link>
    </span>
  )
}

/** What comes back by itself: when next, and how it went last. */
export function Schedules({
  text,
  type,
  onOpen,
}: {
  readonly text: string
  readonly type: string | undefined
  readonly onOpen: (jobId: number) => void
}): ReactElement {
  const schedules = useQuery(schedulesQuery)
  if (schedules.isPending) return <LedgerSkeleton columns={4} rows={10} />
  if (schedules.isError) {
    return <ErrorState error={schedules.error} what={words.failed} onRetry={() => void schedules.refetch()} />
  }
  const rows = findSchedules(schedules.data, { text, type })
  if (rows.length === 0) return <EmptyState title={words.noSchedules}>{words.noSchedulesText}</EmptyState>
  return (
    <Ledger
      label={words.schedules}
      rows={rows}
      columns={columns}
      rowId={(schedule) => String(schedule.jobId)}
      rowName={(schedule) => schedule.title}
      onOpen={(schedule) => onOpen(schedule.jobId)}
    />
  )
}
