import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { DoorJobView } from '../../../src-preload/contract/views/doors.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { JobStatusWordMark } from '../../components/marks.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

const words = texts.doors.detail

interface DoorHistoryProps {
  readonly jobs: readonly DoorJobView[]
  readonly zone: string
}

export function DoorHistory({ jobs, zone }: DoorHistoryProps): ReactElement {
  return (
    <section className={classes.section} aria-labelledby="history-heading">
      <div className={classes.sectionHead}>
        <h2 id="history-heading">{words.history}</h2>
      </div>
      {jobs.length === 0 ? (
        <p className="muted">{words.historyEmpty}</p>
      ) : (
        <ul className={classes.history}>
          {jobs.map((job) => (
            <li key={job.jobId}>
              <DateTime iso={job.createdAt} zone={zone} />
              <JobStatusWordMark status={job.status} />
              <span className={classes.historyText}>
                <strong>{texts.words.jobType(job.jobType)}</strong>{' '}
                {job.status !== 'scheduled' && job.outcome}
                {job.dueAt !== null && (
                  <span className="muted">
                    {' '}
                    {words.dueAt} <DateTime iso={job.dueAt} zone={zone} />
                  </span>
                )}
              </span>
              <Link to="/traces/$correlationId" params={{ correlationId: job.correlationId }}>
                {words.trace}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
