import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type ReactElement,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { FoundLines, PlanDoorView, PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import { foundLinesQuery, planLinesQuery } from '../../api/plans.ts'
import { showFailure } from '../../components/showFailure.ts'
import { moveIndex } from '../../lib/keyboard.ts'
import { useScrollElement } from '../../lib/scrollElement.ts'
import { texts } from '../../texts/texts.ts'
import type { KindFilter, LeftOut } from './model/lines.ts'
import { listRows, type PlanListRow } from './model/rows.ts'
import { PlanListRowView, type RowActions } from './PlanListRow.tsx'
import classes from './planList.module.css'
import { usePlanKeys } from './usePlanKeys.ts'

/** What a row has at least: one that is taller is measured, and moves those below it. */
const ROW_PX: Readonly<Record<PlanListRow['kind'], number>> = { door: 63, line: 50, fold: 32, unchanged: 50 }

interface PlanListProps {
  readonly planId: number
  readonly doors: readonly PlanDoorView[]
  readonly filter: KindFilter
  readonly search: string
  /** Null once nothing can be chosen any more. */
  readonly leftOut: LeftOut | null
  readonly onSelect: RowActions['onSelect']
  readonly onFilter: (update: (now: KindFilter) => KindFilter) => void
  readonly onTakenPin: RowActions['onTakenPin']
  /** Lines whose taken PIN was decided about since. */
  readonly decided: ReadonlySet<string>
}

/** The doors of a plan with their lines, like a diff. Only the rows in sight are in the page. */
export function PlanList(props: PlanListProps): ReactElement {
  const { planId, doors, filter, search, leftOut, onSelect, onFilter, onTakenPin, decided } = props
  const [closedDoors, toggleDoor] = useToggledSet<number>()
  const [unfoldedDoors, toggleFold] = useToggledSet<number>()
  const [openLines, toggleWhy] = useToggledSet<string>()
  const found = useFoundLines(planId, search)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const rows = useMemo(
    () => listRows(doors, { filter, search, found, closedDoors, unfoldedDoors }),
    [doors, filter, search, found, closedDoors, unfoldedDoors],
  )
  const lineIndexes = useMemo(
    () => rows.flatMap((row, index) => (row.kind === 'line' ? [index] : [])),
    [rows],
  )
  const firstKey = rows[lineIndexes[0] ?? -1]?.key ?? null
  const listRef = useRef<HTMLUListElement>(null)
  const wantsFocus = useRef(false)
  const scrollElement = useScrollElement()
  const margin = useOffsetTop(listRef, rows.length > 0)
  // The same function while the rows are the same: with another one every place is reckoned anew, on each scroll.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollElement.current,
    estimateSize: (index) => ROW_PX[rows[index]?.kind ?? 'line'],
    overscan: 8,
    scrollMargin: margin,
    // Else a row that is measured while the wheel turns draws the whole list once more in the same frame.
    useFlushSync: false,
    getItemKey,
  })
  const items = virtualizer.getVirtualItems()
  const lineOf = useLinesInSight(
    planId,
    items.map(({ index }) => rows[index]),
  )

  useEffect(() => {
    if (!wantsFocus.current || activeKey === null) return
    const row = listRef.current?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(activeKey)}"]`)
    if (!row) return
    wantsFocus.current = false
    row.focus()
  })

  usePlanKeys({
    onFilter,
    onMove: (key) => {
      const isInside = listRef.current?.contains(document.activeElement) ?? false
      const at = isInside ? lineIndexes.findIndex((index) => rows[index]?.key === activeKey) : -1
      const next = moveIndex(key, at, lineIndexes.length)
      const index = next === null ? undefined : lineIndexes[next]
      if (index === undefined) return false
      wantsFocus.current = true
      virtualizer.scrollToIndex(index)
      setActiveKey(rows[index]?.key ?? null)
      return true
    },
  })

  const onSelectDoor = useSelectDoor(planId, onSelect)
  const actions = useMemo<RowActions>(
    () => ({ onSelect, onSelectDoor, toggleDoor, toggleFold, toggleWhy, onFocus: setActiveKey, onTakenPin }),
    [onSelect, onSelectDoor, toggleDoor, toggleFold, toggleWhy, onTakenPin],
  )
  if (rows.length === 0 && doors.length > 0) return <p className="muted">{texts.plan.nothingFound}</p>
  return (
    <ul
      ref={listRef}
      className={classes.list}
      style={{ height: virtualizer.getTotalSize() }}
      aria-label={texts.plan.linesLabel}
    >
      {items.map(({ key, index, start }) => {
        const row = rows[index]
        if (row === undefined) return null
        const line = lineOf(row)
        const gone = leftOut?.get(row.door.doorId)
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={classes.place}
            style={{ top: start - margin }}
          >
            <PlanListRowView
              row={row}
              line={line}
              isSelected={leftOut === null ? null : !gone?.some(({ lineId }) => lineId === line?.lineId)}
              leftOutOfDoor={leftOut === null ? null : (gone?.length ?? 0)}
              isClosed={closedDoors.has(row.door.doorId)}
              isOpen={row.kind === 'line' && openLines.has(row.key)}
              isDecided={row.kind === 'line' && decided.has(row.key)}
              isInTabOrder={row.key === (activeKey ?? firstKey)}
              actions={actions}
            />
          </li>
        )
      })}
    </ul>
  )
}

/**
 * How far below the top the list stands. What is above it comes and goes: progress, holds, safeguards. To ask for it at each
 * render would lay the page out anew at each turn of the wheel.
 */
function useOffsetTop(ref: RefObject<HTMLElement | null>, isShown: boolean): number {
  const [offsetTop, setOffsetTop] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!isShown || !element?.parentElement) return
    const measure = (): void => setOffsetTop(element.offsetTop)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element.parentElement)
    return () => observer.disconnect()
  }, [ref, isShown])
  return offsetTop
}

type ReadLines = (row: PlanListRow) => PlanLineView | null

/** The lines of the doors in sight, asked for once a door and not by each of its rows. */
function useLinesInSight(planId: number, rows: readonly (PlanListRow | undefined)[]): ReadLines {
  const wanted = new Map<string, readonly [doorId: number, of: 'lines' | 'unchanged']>()
  for (const row of rows) {
    const of = row === undefined ? null : partOf(row)
    if (row !== undefined && of !== null) wanted.set(`${row.door.doorId} ${of}`, [row.door.doorId, of])
  }
  const answers = useQueries({
    queries: [...wanted.values()].map(([doorId, of]) => planLinesQuery(planId, doorId, of)),
  })
  const places = new Map([...wanted.keys()].map((key, index) => [key, index]))
  return (row) => {
    if (row.kind !== 'line' && row.kind !== 'unchanged') return null
    const place = places.get(`${row.door.doorId} ${partOf(row)}`) ?? -1
    return answers[place]?.data?.[row.index] ?? null
  }
}

function partOf(row: PlanListRow): 'lines' | 'unchanged' | null {
  if (row.kind === 'line') return 'lines'
  return row.kind === 'unchanged' ? 'unchanged' : null
}

const NONE: readonly FoundLines[] = []

/** Lines by the name of their person or code; while the next letters are looked up, those found before. */
function useFoundLines(planId: number, search: string): readonly FoundLines[] {
  const text = search.trim()
  const found = useQuery({
    ...foundLinesQuery(planId, text),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  return text === '' ? NONE : (found.data ?? NONE)
}

/** All lines of a door at once, which may not have been read yet. */
function useSelectDoor(planId: number, onSelect: RowActions['onSelect']): RowActions['onSelectDoor'] {
  const queryClient = useQueryClient()
  return useCallback(
    (doorId, isSelected) => {
      queryClient.ensureQueryData(planLinesQuery(planId, doorId, 'lines')).then(
        (lines) =>
          onSelect(
            doorId,
            lines.filter((line) => line.isSelectable),
            isSelected,
          ),
        showFailure,
      )
    },
    [queryClient, planId, onSelect],
  )
}

function useToggledSet<T>(): [ReadonlySet<T>, (value: T) => void] {
  const [values, setValues] = useState<ReadonlySet<T>>(new Set())
  const toggle = useCallback((value: T) => {
    setValues((now) => {
      const next = new Set(now)
      if (!next.delete(value)) next.add(value)
      return next
    })
  }, [])
  return [values, toggle]
}
