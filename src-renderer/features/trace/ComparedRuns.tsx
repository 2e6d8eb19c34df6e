import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactElement, use, useState } from 'react'
import type { LogRecordView, TraceSource, TraceView } from '../../../src-preload/contract/views/traces.ts'
import { OutcomeMark } from '../../components/marks.tsx'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { formatClock, formatDuration, formatFullMoment } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './compare.module.css'
import type { ComparedStep, Comparison, StepDifference } from './model/compare.ts'
import { type CompareRow, foldAlike } from './model/compareRows.ts'
import { OwnWindow } from './ownWindow.ts'

const words = texts.traceCompare
/** Rows that are drawn before one asks for more. */
const SHOWN_AT_ONCE = 300

interface ComparedTrace {
  readonly source: TraceSource
  readonly trace: TraceView
}

interface ComparedRunsProps {
  readonly here: ComparedTrace
  readonly there: ComparedTrace
  readonly comparison: Comparison
}

export function ComparedRuns({ here, there, comparison }: ComparedRunsProps): ReactElement {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const rows = foldAlike(comparison.steps, unfolded)
  return (
    <>
      <p className={classes.verdict} role="status">
        {verdictOf(comparison)}
      </p>
      <table className={classes.runs} aria-label={words.table}>
        <thead>
          <tr>
            <RunHead name={words.here} {...here} />
            <th scope="col" className={classes.gutter}>
              <span className="visually-hidden">{words.sign}</span>
            </th>
            <RunHead name={words.there} {...there} />
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <Row
              key={row.place}
              row={row}
              zones={{ here: here.trace.timezone, there: there.trace.timezone }}
              isFirst={row.place === comparison.first}
              onUnfold={() => setUnfolded(new Set([...unfolded, row.place]))}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {words.showMore(rows.length - shown)}
        </button>
      )}
    </>
  )
}

function verdictOf({ steps, first }: Comparison): string {
  if (first === null) return words.alike(steps.length)
  const step = steps[first]
  if (step === undefined) return words.alike(steps.length)
  switch (step.kind) {
    case 'only_here':
      return words.firstOnlyHere(first, step.here.action)
    case 'only_there':
      return words.firstOnlyThere(first, step.there.action)
    case 'differs':
      return words.firstDiffers(first, step.here.action)
    case 'same':
      return words.alike(steps.length)
  }
}

function RunHead({ name, source, trace }: ComparedTrace & { readonly name: string }): ReactElement {
  const link = linkTo(source, use(OwnWindow))
  return (
    <th scope="col" className={classes.run}>
      <span className={classes.runName}>
        {name} <OutcomeMark state={trace.outcomeState} />
      </span>
      {link === null ? (
        <span className={classes.runOutcome}>{trace.outcome}</span>
      ) : (
        <Link {...link} className={classes.runOutcome ?? ''}>
          {trace.outcome}
        </Link>
      )}
    </th>
  )
}

/** Null where the run cannot be shown: files are opened in the main window alone. */
function linkTo(source: TraceSource, isOwnWindow: boolean): LinkProps | null {
  if (source.kind === 'imported') {
    if (isOwnWindow) return null
    return { to: '/traces/imported/$importId', params: { importId: String(source.importId) } }
  }
  const params = { correlationId: source.correlationId }
  return { to: isOwnWindow ? '/trace-window/$correlationId' : '/traces/$correlationId', params }
}

interface RowProps {
  readonly row: CompareRow
  readonly zones: { readonly here: string; readonly there: string }
  readonly isFirst: boolean
  readonly onUnfold: () => void
}

function Row({ row, zones, isFirst, onUnfold }: RowProps): ReactElement {
  if (row.kind === 'fold') {
    return (
      <tr className={classes.fold}>
        <td colSpan={3}>
          <button type="button" onClick={onUnfold}>
            {words.alikeSteps(row.count)}
          </button>
        </td>
      </tr>
    )
  }
  const { step } = row
  return (
    <tr
      className={classes.step}
      data-kind={step.kind}
      data-first={isFirst || undefined}
      aria-label={isFirst ? words.firstDifference : undefined}
    >
      <Side
        log={'here' in step ? step.here : null}
        zone={zones.here}
        differences={differencesOf(step)}
        side="here"
      />
      <td className={classes.gutter}>
        <span title={words.signs[step.kind]} aria-hidden="true">
          {SIGNS[step.kind]}
        </span>
        <span className="visually-hidden">{words.signs[step.kind]}</span>
      </td>
      <Side
        log={'there' in step ? step.there : null}
        zone={zones.there}
        differences={differencesOf(step)}
        side="there"
      />
    </tr>
  )
}

const SIGNS: Readonly<Record<ComparedStep['kind'], string>> = {
  same: '=',
  differs: '≠',
  only_here: '+',
  only_there: '−',
}

function differencesOf(step: ComparedStep): readonly StepDifference[] {
  return step.kind === 'differs' ? step.differences : []
}

interface SideProps {
  readonly log: LogRecordView | null
  readonly zone: string
  readonly differences: readonly StepDifference[]
  readonly side: 'here' | 'there'
}

function Side({ log, zone, differences, side }: SideProps): ReactElement {
  if (log === null) return <td className={classes.absent}>{words.absent}</td>
  const told = differences.filter((difference) => difference.field !== 'outcome')
  return (
    <td>
      <span className={classes.line}>
        <time dateTime={log.started_at} title={formatFullMoment(log.started_at, zone)} className="numbers">
          {formatClock(log.started_at, zone)}
        </time>
        <span className="mono">{log.action}</span>
        <span className={classes.end}>
          <span className="muted numbers">{formatDuration(log.duration_ms)}</span>
          <StateMark
            glyph={log.ok ? 'check' : 'cross'}
            tone={log.ok ? 'good' : 'bad'}
            word={log.ok ? texts.trace.detail.ok : texts.trace.detail.failedWord}
          />
        </span>
      </span>
      {told.map((difference) => (
        <span key={difference.field} className={classes.difference}>
          {words.fields[difference.field]}: {difference[side] === '' ? words.none : difference[side]}
        </span>
      ))}
    </td>
  )
}
