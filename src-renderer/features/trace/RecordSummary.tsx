import type { ReactElement } from 'react'
import { type Fact, FactColumn } from '../../components/FactList.tsx'
import { JobStatusWordMark } from '../../components/marks.tsx'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { formatDuration, formatFullMoment } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import type { Selected, Selection } from './model/selection.ts'
import classes from './trace.module.css'

const words = texts.trace.detail
const names = words.facts

interface RecordSummaryProps {
  readonly selected: Selected
  readonly zone: string
  readonly onSelect: (selection: Selection) => void
}

export function RecordSummary({ selected, zone, onSelect }: RecordSummaryProps): ReactElement {
  const error =
    selected.kind === 'log'
      ? selected.record.error_message
      : selected.kind === 'job'
        ? selected.record.last_error
        : null
  return (
    <>
      {error !== null && (
        <p className={classes.errorBox}>
          <strong>{names.error}</strong> {error}
        </p>
      )}
      <FactColumn facts={listFacts({ selected, zone, onSelect })} />
    </>
  )
}

function listFacts({ selected, zone, onSelect }: RecordSummaryProps): readonly Fact[] {
  switch (selected.kind) {
    case 'audit': {
      const { record } = selected
      return [
        ...timeFacts(names.time, record.time, zone),
        { name: names.operator, value: record.operator },
        { name: names.entity, value: record.entity },
        { name: names.action, value: record.action },
        { name: names.debug, value: record.debug_session_id },
        { name: names.chain, value: mono(record.chain_hash) },
      ]
    }
    case 'job': {
      const { record } = selected
      return [
        { name: names.status, value: <JobStatusWordMark status={record.status} /> },
        ...timeFacts(names.created, record.created_at, zone),
        { name: names.updated, value: splitMoment(record.updated_at, zone).local },
        { name: names.type, value: mono(record.job_type) },
        { name: names.reason, value: record.reason },
        { name: names.job, value: String(record.reconcile_job_id) },
        { name: names.attempt, value: String(record.attempt_count) },
        {
          name: names.nextRun,
          value: record.next_run_at === null ? null : splitMoment(record.next_run_at, zone).local,
        },
        { name: names.debug, value: record.debug_session_id },
      ]
    }
    case 'log': {
      const { record } = selected
      return [
        {
          name: names.status,
          value: (
            <StateMark
              glyph={record.ok ? 'check' : 'cross'}
              tone={record.ok ? 'good' : 'bad'}
              word={record.ok ? words.ok : words.failedWord}
            />
          ),
        },
        ...timeFacts(names.time, record.started_at, zone),
        { name: names.duration, value: formatDuration(record.duration_ms) },
        { name: names.http, value: numberText(record.http_status) },
        { name: names.attempt, value: numberText(record.attempt) },
        { name: names.lock, value: mono(record.lock_key) },
        { name: names.door, value: record.door_name },
        { name: names.provider, value: mono(record.provider_type) },
        { name: names.job, value: jobLink(record.reconcile_job_id, onSelect) },
        { name: names.operation, value: numberText(record.operation_id) },
        { name: names.debug, value: record.debug_session_id },
      ]
    }
  }
}

function timeFacts(name: string, iso: string, zone: string): readonly Fact[] {
  const { local, utc } = splitMoment(iso, zone)
  return [
    { name, value: local },
    { name: names.utc, value: utc },
  ]
}

function splitMoment(iso: string, zone: string): { readonly local: string; readonly utc: string } {
  const [local = iso, utc = ''] = formatFullMoment(iso, zone).split(' · ')
  return { local, utc }
}

/** The decision that a record followed from, shown in this pane. */
function jobLink(id: number | null, onSelect: RecordSummaryProps['onSelect']): ReactElement | null {
  if (id === null) return null
  return (
    <button type="button" className={classes.placeButton} onClick={() => onSelect({ kind: 'job', id })}>
      {words.showJob(id)}
    </button>
  )
}

function mono(text: string): ReactElement {
  return <span className="mono">{text}</span>
}

function numberText(value: number | null): string | null {
  return value === null ? null : String(value)
}
