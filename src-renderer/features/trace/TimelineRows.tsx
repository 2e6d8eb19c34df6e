import { memo, type ReactElement } from 'react'
import { formatClock, formatDuration, formatUtc } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { barOf, type TimeScale, waitBarOf } from './model/geometry.ts'
import type { TimelineRecord } from './model/normalise.ts'
import type { Selection } from './model/selection.ts'
import classes from './waterfall.module.css'

const words = texts.trace.detail

export type TimelineView = 'bars' | 'table'
/** Time, what, course, took; or the words in columns of their own. */
export const COLUMNS: Readonly<Record<TimelineView, number>> = { bars: 4, table: 7 }

export function TimelineHead(): ReactElement {
  const { time, kind, what, lock, outcome, waited, took } = words.tableColumns
  return (
    <thead>
      <tr className={classes.head}>
        <th scope="col" className={classes.time}>
          {time}
        </th>
        <th scope="col">{what}</th>
        <th scope="col" className={classes.kind}>
          {kind}
        </th>
        <th scope="col" className={classes.kind}>
          {lock}
        </th>
        <th scope="col" className={classes.short}>
          {outcome}
        </th>
        <th scope="col" className={classes.end}>
          {waited}
        </th>
        <th scope="col" className={classes.end}>
          {took}
        </th>
      </tr>
    </thead>
  )
}

export function GapRow({
  lengthMs,
  columns,
}: {
  readonly lengthMs: number
  readonly columns: number
}): ReactElement {
  return (
    <tr className={classes.gap}>
      <td colSpan={columns}>
        <span>{words.gap(formatDuration(lengthMs))}</span>
      </td>
    </tr>
  )
}

interface RecordRowProps {
  readonly record: TimelineRecord
  readonly view: TimelineView
  readonly index: number
  readonly scale: TimeScale
  readonly zone: string
  readonly isSelected: boolean
  /** The search in the timeline has it. */
  readonly isHit: boolean
  readonly onSelect: (selection: Selection) => void
}

/** Drawn again only when something of its own changed: scrolling draws the table sixty times a second. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps): ReactElement {
  const { record, view, index, zone, isSelected, isHit, onSelect } = props
  const iso = new Date(record.startMs).toISOString()
  const clock = formatClock(iso, zone)
  const outcome = record.isOk ? words.ok : words.failedWord
  const took = record.source.kind === 'audit' ? '' : formatDuration(record.durationMs)
  const waited = record.waitedMs === 0 ? '' : formatDuration(record.waitedMs)
  const phase = words.phases[record.phase]
  // In the table the cells are read; the bars are told by the row's name.
  const label = [clock, record.action, phase, outcome, took, waited && words.waitedFor(waited)]
  return (
    <tr
      id={`timeline-${record.id}`}
      className={classes.record}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      data-hit={isHit || undefined}
      {...(view === 'bars' ? { 'aria-label': label.filter((part) => part !== '').join(' ') } : {})}
      tabIndex={-1}
      onClick={() => onSelect(selectionOf(record))}
    >
      <td className={classes.time}>
        <time dateTime={iso} title={formatUtc(iso)}>
          {clock}
        </time>
      </td>
      <td className={classes.action} title={record.action}>
        {record.action}
      </td>
      {view === 'bars' ? (
        <Bars {...props} took={took} />
      ) : (
        <>
          <td title={phase}>{words.tableKinds[record.phase]}</td>
          <td className="mono" title={record.lockKey ?? ''}>
            {record.lockKey?.replace(/^[A-Z_]+:/, '') ?? ''}
          </td>
          <td>{record.isOk ? outcome : <strong className={classes.failedWord}>{outcome}</strong>}</td>
          <td className={classes.end}>{waited}</td>
          <td className={classes.end}>{took}</td>
        </>
      )}
    </tr>
  )
})

function Bars({ record, scale, took }: RecordRowProps & { readonly took: string }): ReactElement {
  const bar = barOf(scale, record)
  const wait = waitBarOf(scale, record)
  return (
    <>
      <td className={classes.trackCell}>
        <div className={classes.track}>
          {wait.width > 0 && (
            <span
              className={classes.bar}
              data-phase="waiting"
              title={words.waitedFor(formatDuration(record.waitedMs))}
              style={{ left: `${wait.left * 100}%`, width: `${wait.width * 100}%` }}
            />
          )}
          <span
            className={classes.bar}
            data-phase={record.phase}
            data-failed={!record.isOk || undefined}
            title={words.phases[record.phase]}
            style={{ left: `${bar.left * 100}%`, width: `max(3px, ${bar.width * 100}%)` }}
          />
        </div>
      </td>
      <td className={classes.end}>
        {record.isOk ? took : <strong className={classes.failedWord}>{words.failedWord}</strong>}
      </td>
    </>
  )
}

export function selectionOf(record: TimelineRecord): Selection {
  return record.source.kind === 'audit'
    ? { kind: 'audit', id: record.source.audit.id }
    : { kind: 'log', id: record.source.log.id }
}
