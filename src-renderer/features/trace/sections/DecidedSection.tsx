import type { ReactElement } from 'react'
import type {
  JobRecordView,
  LogRecordView,
  TraceView,
} from '../../../../src-preload/contract/views/traces.ts'
import { DateTime } from '../../../components/DateTime.tsx'
import { LineSign } from '../../../components/LineSign.tsx'
import { JobStatusWordMark } from '../../../components/marks.tsx'
import { texts } from '../../../texts/texts.ts'
import { type Decision, listDecisions } from '../model/decision.ts'
import { isSelected, type Selection } from '../model/selection.ts'
import { Places } from '../Places.tsx'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'

const words = texts.trace.detail
const MOST_PLANS = 8

interface DecidedSectionProps {
  readonly trace: TraceView
  readonly logs: readonly LogRecordView[]
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function DecidedSection({ trace, logs, selection, onSelect }: DecidedSectionProps): ReactElement {
  const decisions = listDecisions(logs)
  return (
    <SectionFrame
      id="decided"
      note={<Places things={trace.planIds.map((id) => `Plan #${id}`).slice(0, MOST_PLANS)} />}
    >
      {trace.reconcile_jobs.length === 0 ? (
        <p className="muted">{words.decidedEmpty}</p>
      ) : (
        <ul className={classes.records}>
          {trace.reconcile_jobs.map((job) => (
            <JobItem
              key={job.reconcile_job_id}
              job={job}
              zone={trace.timezone}
              isSelected={isSelected(selection, 'job', job.reconcile_job_id)}
              onSelect={() => onSelect({ kind: 'job', id: job.reconcile_job_id })}
            />
          ))}
        </ul>
      )}
      {decisions.map((decision) => (
        <DecisionLines key={decision.logId} decision={decision} zone={trace.timezone} />
      ))}
    </SectionFrame>
  )
}

interface JobItemProps {
  readonly job: JobRecordView
  readonly zone: string
  readonly isSelected: boolean
  readonly onSelect: () => void
}

function JobItem({ job, zone, isSelected: isCurrent, onSelect }: JobItemProps): ReactElement {
  return (
    <li aria-label={`${job.job_type} ${job.status}`}>
      <button type="button" className={classes.record} aria-pressed={isCurrent} onClick={onSelect}>
        <DateTime iso={job.created_at} zone={zone} isPrecise />
        <span className={classes.recordName}>
          <span className="mono">{job.job_type}</span>
        </span>
        <span className={classes.recordEnd}>
          <span className="muted numbers">{words.attempts(job.attempt_count)}</span>
          <JobStatusWordMark status={job.status} />
        </span>
      </button>
      <p className={classes.recordNote}>{job.reason}</p>
      {job.wait_reason !== null && (
        <p className={classes.recordNote}>{texts.jobs.waits(texts.words.waitReason(job.wait_reason))}</p>
      )}
      {job.held_by !== null && (
        <p className={classes.recordNote}>
          {texts.jobs.held(texts.words.heldBy(job.held_by))}
          {job.held_until !== null && (
            <>
              {' '}
              {texts.jobs.heldUntil} <DateTime iso={job.held_until} zone={zone} />
            </>
          )}
        </p>
      )}
      {job.last_error !== null && <p className={classes.recordError}>{job.last_error}</p>}
      {job.derived.is_stuck_running && <p className={classes.recordError}>{words.stuck}</p>}
    </li>
  )
}

function DecisionLines({
  decision,
  zone,
}: {
  readonly decision: Decision
  readonly zone: string
}): ReactElement | null {
  if (decision.lines.length === 0) return null
  return (
    <ul className={classes.decision}>
      {decision.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a recorded plan never changes its order
        <li key={index}>
          <LineSign kind={line.kind} />
          <span className="mono">{line.name}</span>
          <span className="muted">{line.reason === null ? '' : texts.trace.reason(line.reason)}</span>
          {line.isGraceBypassed && <span className={classes.tag}>{texts.trace.graceBypassed}</span>}
          {line.eligibleAt !== null && (
            <span className="muted">
              {texts.trace.eligibleFrom} <DateTime iso={line.eligibleAt} zone={zone} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
