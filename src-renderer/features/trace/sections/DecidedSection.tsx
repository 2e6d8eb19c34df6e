import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import type {
  JobRecordView,
  ListedLog,
  TraceSource,
  TraceView,
} from '../../../../src-preload/contract/views/traces.ts'
import { recordQuery } from '../../../api/traces.ts'
import { DateTime } from '../../../components/DateTime.tsx'
import { LineSign } from '../../../components/LineSign.tsx'
import { JobStatusWordMark } from '../../../components/marks.tsx'
import { texts } from '../../../texts/texts.ts'
import { type DecidedLine, type Decision, decidedLines, listDecisions } from '../model/decision.ts'
import { isSelected, type Selection } from '../model/selection.ts'
import { Places } from '../Places.tsx'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'
import { MORE, ShowMore } from './ShowMore.tsx'

const words = texts.trace.detail
const MOST_PLANS = 8
/** Work on hundreds of doors would bury the timeline; the rest comes on request. */
const SHOWN_AT_ONCE = 10
const LINES_AT_ONCE = 20
/** So few long decisions are fetched without a click. */
const FETCHED_AT_ONCE = 3

interface DecidedSectionProps {
  readonly source: TraceSource
  readonly trace: TraceView
  readonly logs: readonly ListedLog[]
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function DecidedSection(props: DecidedSectionProps): ReactElement {
  const { source, trace, logs, selection, onSelect } = props
  const [jobs, setJobs] = useState(SHOWN_AT_ONCE)
  const [plans, setPlans] = useState(SHOWN_AT_ONCE)
  const decisions = useMemo(() => listDecisions(logs), [logs])
  return (
    <SectionFrame
      id="decided"
      note={<Places things={trace.planIds.map((id) => `Plan #${id}`).slice(0, MOST_PLANS)} />}
    >
      {trace.reconcile_jobs.length === 0 ? (
        <p className="muted">{words.decidedEmpty}</p>
      ) : (
        <ul className={classes.records}>
          {trace.reconcile_jobs.slice(0, jobs).map((job) => (
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
      <ShowMore left={trace.reconcile_jobs.length - jobs} onMore={() => setJobs(jobs + MORE)} />
      {decisions.slice(0, plans).map((decision, index) => (
        <DecisionOf
          key={decision.logId}
          source={source}
          decision={decision}
          zone={trace.timezone}
          isFetched={index < FETCHED_AT_ONCE}
        />
      ))}
      <ShowMore left={decisions.length - plans} onMore={() => setPlans(plans + SHOWN_AT_ONCE)} />
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

interface DecisionOfProps {
  readonly source: TraceSource
  readonly decision: Decision
  readonly zone: string
  readonly isFetched: boolean
}

/** A decision's lines; long ones are fetched, the first few at once. */
function DecisionOf({ source, decision, zone, isFetched }: DecisionOfProps): ReactElement {
  const [isAsked, setAsked] = useState(isFetched)
  const isBehind = decision.lines === null
  const whole = useQuery({
    ...recordQuery(source, { kind: 'log', id: decision.logId }),
    enabled: isBehind && isAsked,
  })
  const answer = whole.data && 'response_json' in whole.data ? whole.data.response_json : null
  const lines = useMemo(() => decision.lines ?? decidedLines(answer), [decision.lines, answer])
  if (lines !== null) return <DecisionLines lines={lines} zone={zone} />
  return (
    <>
      {whole.isError && <p className={classes.recordError}>{words.recordFailed}</p>}
      <Button
        variant="subtle"
        size="compact-sm"
        mt={8}
        loading={whole.isFetching}
        onClick={() => (isAsked ? void whole.refetch() : setAsked(true))}
      >
        {words.showDecision}
      </Button>
    </>
  )
}

function DecisionLines({
  lines,
  zone,
}: {
  readonly lines: readonly DecidedLine[]
  readonly zone: string
}): ReactElement | null {
  const [shown, setShown] = useState(LINES_AT_ONCE)
  if (lines.length === 0) return null
  return (
    <>
      <ul className={classes.decision}>
        {lines.slice(0, shown).map((line, index) => (
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
      <ShowMore left={lines.length - shown} onMore={() => setShown(shown + MORE)} />
    </>
  )
}
