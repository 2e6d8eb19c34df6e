import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { FoundLines, PlanDoorView } from '../../../src-preload/contract/views/plans.ts'
import { foundLinesQuery, planLinesQuery } from '../../api/plans.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { moveIndex } from '../../lib/keyboard.ts'
import { useScrollElement } from '../../lib/scrollElement.ts'
import { texts } from '../../texts/texts.ts'
import type { KindFilter, LeftOut } from './model/lines.ts'
import { listRows } from './model/rows.ts'
import { PlanListRowView, type RowActions } from './PlanListRow.tsx'
import classes from './planList.module.css'
import { useLinesInSight } from './useLinesInSight.ts'
import { usePlanKeys } from './usePlanKeys.ts'
import { useRowPlaces } from './useRowPlaces.ts'

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
    () => listRows(doors, { filter, search, found: found.lines, closedDoors, unfoldedDoors }),
    [doors, filter, search, found.lines, closedDoors, unfoldedDoors],
  )
  const lineIndexes = useMemo(
    () => rows.flatMap((row, index) => (row.kind === 'line' ? [index] : [])),
    [rows],
  )
  const firstKey = rows[lineIndexes[0] ?? -1]?.key ?? null
  const listRef = useRef<HTMLUListElement>(null)
  const wantsFocus = useRef(false)
  const scrollElement = useScrollElement()
  const { offsetTop: margin, rowPx } = useRowPlaces(listRef, rows.length > 0 && found.error === null)
  // The same function while the rows are the same: with another one every place is reckoned anew, on each scroll.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollElement.current,
    estimateSize: (index) => rowPx[rows[index]?.kind ?? 'line'],
    overscan: 8,
    scrollMargin: margin,
    // Else a row that is measured while the wheel turns draws the whole list once more in the same frame.
    useFlushSync: false,
    getItemKey,
  })
  const items = virtualizer.getVirtualItems()
  const sight = useLinesInSight(planId, {
    rows,
    first: items[0]?.index ?? 0,
    last: items.at(-1)?.index ?? -1,
  })

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
  // A search that failed is never shown as one that found nothing.
  if (found.error !== null) {
    return (
      <div className={classes.unread}>
        <ErrorState error={found.error} what={texts.plan.failedSearch} onRetry={found.searchAgain} />
      </div>
    )
  }
  if (rows.length === 0 && doors.length > 0) {
    return found.isSearching ? (
      <BlockSkeleton lines={3} />
    ) : (
      <p className="muted">{texts.plan.nothingFound}</p>
    )
  }
  return (
    <>
      {sight.error !== null && (
        <div className={classes.unread}>
          <ErrorState error={sight.error} what={texts.plan.failedLines} onRetry={sight.readAgain} />
        </div>
      )}
      <ul
        ref={listRef}
        className={classes.list}
        style={{ height: virtualizer.getTotalSize() }}
        aria-label={texts.plan.linesLabel}
      >
        {items.map(({ key, index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const line = sight.lineOf(row)
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
    </>
  )
}

const NONE: readonly FoundLines[] = []

/** Lines by the name of their person or code; while the next letters are looked up, those found before. */
function useFoundLines(planId: number, search: string) {
  const text = search.trim()
  const found = useQuery({
    ...foundLinesQuery(planId, text),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const isAsked = text !== ''
  return {
    lines: (isAsked ? found.data : undefined) ?? NONE,
    isSearching: isAsked && found.isPending,
    error: isAsked && found.isLoadingError ? found.error : null,
    searchAgain: () => void found.refetch(),
  }
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
