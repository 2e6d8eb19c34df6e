import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { JobAttemptView, JobDetailView } from '../../../src-preload/contract/views/jobs.ts'
import { jobQuery } from '../../api/jobs.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { StateMark, type StateMarkProps } from '../../components/ui/StateMark.tsx'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './jobs.module.css'

const words = texts.jobs

const looks: Record<JobAttemptView['outcome'], Pick<StateMarkProps, 'glyph' | 'tone'>> = {
  running: { glyph: 'running', tone: 'accent' },
  done: { glyph: 'check', tone: 'good' },
  awaiting_approval: { glyph: 'decide', tone: 'warn' },
  wait: { glyph: 'clock', tone: 'wait' },
  held: { glyph: 'pause', tone: 'wait' },
  asks: { glyph: 'decide', tone: 'warn' },
  look_again: { glyph: 'clock', tone: 'wait' },
  retry: { glyph: 'cross', tone: 'warn' },
  failed: { glyph: 'cross', tone: 'bad' },
  cancelled: { glyph: 'ban', tone: 'quiet' },
  abandoned: { glyph: 'question', tone: 'quiet' },
  superseded: { glyph: 'back', tone: 'quiet' },
  retry_asked: { glyph: 'clock', tone: 'quiet' },
}

/** Every run of a job, the newest first, each with what really stopped it. */
export function Attempts({ jobId }: { readonly jobId: number }): ReactElement {
  const job = useQuery(jobQuery(jobId))
  return (
    <section className={classes.attempts} aria-labelledby="attempts-heading">
      <h3 id="attempts-heading">{words.attempts}</h3>
      {job.isPending && <BlockSkeleton lines={2} />}
      <ErrorLine error={job.error} />
      {job.isSuccess && <AttemptList detail={job.data} />}
    </section>
  )
}

function AttemptList({ detail }: { readonly detail: JobDetailView }): ReactElement {
  const { attempts, job, isCut } = detail
  if (attempts.length === 0)
    return <p className={classes.note}>{isCut ? words.attemptsGone : words.notTried}</p>
  return (
    <>
      <ol className={classes.attemptList}>
        {attempts.map((attempt) => (
          <li key={attempt.startedAt}>
            <div className={classes.attemptHead}>
              <StateMark {...looks[attempt.outcome]} word={words.attemptOutcome[attempt.outcome]} />
              <span className={classes.attemptTime}>
                <DateTime iso={attempt.startedAt} zone={job.timezone} isPrecise />
                {attempt.endedAt !== null && (
                  <> · {formatDuration(Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt))}</>
                )}
                {' · '}
                {words.calls(attempt.calls)}
              </span>
            </div>
            {attempt.causes.map((cause, index) => (
              <p key={cause} className={index === 0 ? classes.cause : classes.note}>
                {cause}
              </p>
            ))}
          </li>
        ))}
      </ol>
      {isCut && <p className={classes.note}>{words.attemptsCut}</p>}
    </>
  )
}
