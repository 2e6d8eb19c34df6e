import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  memo,
  type ReactElement,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { copyText } from '../../components/copyText.ts'
import { moveIndex } from '../../lib/keyboard.ts'
import { formatClock, formatDuration, formatUtc } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { barOf, type TimeScale } from './model/geometry.ts'
import type { TimelineRecord } from './model/normalise.ts'
import type { TimelineRow } from './model/rows.ts'
import type { Selection } from './model/selection.ts'
import { RECORD_PANE_ID } from './RecordDetail.tsx'
import classes from './waterfall.module.css'

const words = texts.trace.detail
const RECORD_HEIGHT = 32
const GAP_HEIGHT = 24
const COLUMNS = 4

interface WaterfallProps {
  readonly rows: readonly TimelineRow[]
  readonly scale: TimeScale
  readonly zone: string
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

/** One row a record, bars to scale. Rows are walked with the arrows; C copies the record. */
export function Waterfall(props: WaterfallProps): ReactElement {
  const { rows, scale, zone, scrollRef, selection, onSelect } = props
  const tableRef = useRef<HTMLTableElement>(null)
  const [margin, setMargin] = useState(0)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => (rows[index]?.kind === 'gap' ? GAP_HEIGHT : RECORD_HEIGHT),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: margin,
  })

  // The sections above it grow and shrink, and move the table with them. Read when they do, not on each scroll.
  useLayoutEffect(() => {
    const measure = (): void => setMargin(tableRef.current?.offsetTop ?? 0)
    const observer = new ResizeObserver(measure)
    for (const section of scrollRef.current?.children ?? []) observer.observe(section)
    measure()
    return () => observer.disconnect()
  }, [scrollRef])

  const selectedId = selection === null ? null : `${selection.kind}:${selection.id}`
  const selectedIndex = rows.findIndex((row) => row.id === selectedId)
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? margin) - margin
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const current = rows[selectedIndex]
    if (event.key === 'c' && !event.ctrlKey && !event.metaKey && current?.kind === 'record') {
      void copyText(JSON.stringify(sourceOf(current.record), null, 2), words.copyRecord)
      return
    }
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      document.getElementById(RECORD_PANE_ID)?.focus()
      return
    }
    const next = nextRecord(rows, event.key, selectedIndex)
    const row = next === null ? undefined : rows[next]
    if (next === null || row?.kind !== 'record') return
    event.preventDefault()
    virtualizer.scrollToIndex(next, { align: 'auto' })
    onSelect(selectionOf(row.record))
  }

  return (
    <table
      ref={tableRef}
      className={classes.waterfall}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked with the arrows
      role="grid"
      aria-label={words.sections.timeline}
      aria-rowcount={rows.length}
      {...(selectedIndex < 0 ? {} : { 'aria-activedescendant': `timeline-${selectedId}` })}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <tbody>
        <Spacer heightPx={before} />
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return row.kind === 'gap' ? (
            <GapRow key={row.id} lengthMs={row.gap.lengthMs} />
          ) : (
            <RecordRow
              key={row.id}
              record={row.record}
              index={item.index}
              scale={scale}
              zone={zone}
              isSelected={item.index === selectedIndex}
              onSelect={onSelect}
            />
          )
        })}
        <Spacer heightPx={after} />
      </tbody>
    </table>
  )
}

function Spacer({ heightPx }: { readonly heightPx: number }): ReactElement | null {
  if (heightPx <= 0) return null
  return (
    <tr>
      <td colSpan={COLUMNS} style={{ height: heightPx, padding: 0, border: 0 }} />
    </tr>
  )
}

function GapRow({ lengthMs }: { readonly lengthMs: number }): ReactElement {
  return (
    <tr className={classes.gap}>
      <td colSpan={COLUMNS}>
        <span>{words.gap(formatDuration(lengthMs))}</span>
      </td>
    </tr>
  )
}

interface RecordRowProps {
  readonly record: TimelineRecord
  readonly index: number
  readonly scale: TimeScale
  readonly zone: string
  readonly isSelected: boolean
  readonly onSelect: (selection: Selection) => void
}

/** Drawn again only when something of its own changed: scrolling draws the table sixty times a second. */
const RecordRow = memo(function RecordRow(props: RecordRowProps): ReactElement {
  const { record, index, scale, zone, isSelected, onSelect } = props
  const iso = new Date(record.startMs).toISOString()
  const clock = formatClock(iso, zone)
  const bar = barOf(scale, record)
  const outcome = record.isOk ? words.ok : words.failedWord
  const length = record.source.kind === 'audit' ? '' : formatDuration(record.durationMs)
  return (
    <tr
      id={`timeline-${record.id}`}
      className={classes.record}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      aria-label={`${clock} ${record.action} ${outcome} ${length}`}
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
      <td className={classes.trackCell}>
        <div className={classes.track}>
          <span
            className={classes.bar}
            data-phase={record.phase}
            data-failed={!record.isOk || undefined}
            style={{ left: `${bar.left * 100}%`, width: `max(3px, ${bar.width * 100}%)` }}
          />
        </div>
      </td>
      <td className={classes.end}>
        {record.isOk ? length : <strong className={classes.failedWord}>{words.failedWord}</strong>}
      </td>
    </tr>
  )
})

function selectionOf(record: TimelineRecord): Selection {
  return record.source.kind === 'audit'
    ? { kind: 'audit', id: record.source.audit.id }
    : { kind: 'log', id: record.source.log.id }
}

function sourceOf(record: TimelineRecord): unknown {
  return record.source.kind === 'audit' ? record.source.audit : record.source.log
}

/** The row a key leads to, stepping over folded stretches; null when the key does not move. */
function nextRecord(rows: readonly TimelineRow[], key: string, current: number): number | null {
  let next = moveIndex(key, current, rows.length)
  if (next === null) return null
  const step = next < current || key === 'End' ? -1 : 1
  while (rows[next]?.kind === 'gap') next += step
  return rows[next] === undefined ? null : next
}
