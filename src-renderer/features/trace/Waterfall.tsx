import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { moveIndex } from '../../lib/keyboard.ts'
import { texts } from '../../texts/texts.ts'
import type { TimeScale } from './model/geometry.ts'
import type { TimelineRecord } from './model/normalise.ts'
import type { TimelineRow } from './model/rows.ts'
import type { Selection } from './model/selection.ts'
import { RECORD_PANE_ID } from './RecordDetail.tsx'
import { COLUMNS, GapRow, RecordRow, selectionOf, TimelineHead, type TimelineView } from './TimelineRows.tsx'
import classes from './waterfall.module.css'

const words = texts.trace.detail
const RECORD_HEIGHT = 32
const GAP_HEIGHT = 24
/** Rows beyond the edge: enough for a turn of the wheel, few enough for a fast scroll. */
const OVERSCAN = 6
const NO_HITS: ReadonlySet<number> = new Set()

interface WaterfallProps {
  readonly rows: readonly TimelineRow[]
  readonly scale: TimeScale
  readonly zone: string
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
  readonly view: TimelineView
  /** Places of rows that the search has. */
  readonly hits?: ReadonlySet<number>
  /** Brought into sight when it changes. */
  readonly shown: { readonly index: number } | null
  /** N and Shift+N go to the next hit and the one before. */
  readonly onNextHit: (step: 1 | -1) => void
  readonly onCopy: (record: TimelineRecord) => void
}

/** One row a record, bars to scale or words in columns. Rows are walked with the arrows; C copies the record. */
export function Waterfall(props: WaterfallProps): ReactElement {
  const { rows, scale, zone, scrollRef, selection, onSelect, view, shown, onNextHit, onCopy } = props
  const hits = props.hits ?? NO_HITS
  const tableRef = useRef<HTMLTableElement>(null)
  const [margin, setMargin] = useState(0)
  // The same function while the rows are the same: with another one every row is measured anew, on each scroll.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => (rows[index]?.kind === 'gap' ? GAP_HEIGHT : RECORD_HEIGHT),
    getItemKey,
    overscan: OVERSCAN,
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

  // After the rows were drawn: only then their places are known.
  useEffect(() => {
    if (shown !== null) virtualizer.scrollToIndex(shown.index, { align: 'center' })
  }, [shown, virtualizer])

  const selectedId = selection === null ? null : `${selection.kind}:${selection.id}`
  const selectedIndex = useMemo(() => rows.findIndex((row) => row.id === selectedId), [rows, selectedId])
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? margin) - margin
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const current = rows[selectedIndex]
    if (event.key === 'c' && !event.ctrlKey && !event.metaKey && current?.kind === 'record') {
      onCopy(current.record)
      return
    }
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      document.getElementById(RECORD_PANE_ID)?.focus()
      return
    }
    if (event.key.toLowerCase() === 'n' && !event.ctrlKey && !event.metaKey) {
      onNextHit(event.shiftKey ? -1 : 1)
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
      data-view={view}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked with the arrows
      role="grid"
      aria-label={words.sections.timeline}
      aria-rowcount={rows.length}
      {...(selectedIndex < 0 ? {} : { 'aria-activedescendant': `timeline-${selectedId}` })}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {view === 'table' && <TimelineHead />}
      <tbody>
        <Spacer heightPx={before} columns={COLUMNS[view]} />
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return row.kind === 'gap' ? (
            <GapRow key={row.id} lengthMs={row.gap.lengthMs} columns={COLUMNS[view]} />
          ) : (
            <RecordRow
              key={row.id}
              record={row.record}
              view={view}
              isHit={hits.has(item.index)}
              index={item.index}
              scale={scale}
              zone={zone}
              isSelected={item.index === selectedIndex}
              onSelect={onSelect}
            />
          )
        })}
        <Spacer heightPx={after} columns={COLUMNS[view]} />
      </tbody>
    </table>
  )
}

function Spacer({
  heightPx,
  columns,
}: {
  readonly heightPx: number
  readonly columns: number
}): ReactElement | null {
  if (heightPx <= 0) return null
  return (
    <tr>
      <td colSpan={columns} style={{ height: heightPx, padding: 0, border: 0 }} />
    </tr>
  )
}

/** The row a key leads to, stepping over folded stretches; null when the key does not move. */
function nextRecord(rows: readonly TimelineRow[], key: string, current: number): number | null {
  let next = moveIndex(key, current, rows.length)
  if (next === null) return null
  const step = next < current || key === 'End' ? -1 : 1
  while (rows[next]?.kind === 'gap') next += step
  return rows[next] === undefined ? null : next
}
