import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { moveIndex } from '../lib/keyboard.ts'
import { useScrollElement } from '../lib/scrollElement.ts'
import { useStoredState } from '../lib/useStoredState.ts'
import { texts } from '../texts/texts.ts'
import classes from './Ledger.module.css'
import { usePressedRow } from './usePressedRow.ts'

export interface LedgerColumn<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** A column without it cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number
  readonly width?: string
  readonly align?: 'end'
  /** Hidden where the window is narrow: `lowest` below 1,440 px already, `low` below 1,080 px. */
  readonly priority?: 'low' | 'lowest'
}

export interface LedgerSelection {
  readonly ids: ReadonlySet<string>
  readonly onChange: (ids: ReadonlySet<string>) => void
}

interface LedgerProps<Row> {
  /** Names the table, and keeps its sort order for when a person comes back. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly LedgerColumn<Row>[]
  readonly rowId: (row: Row) => string
  readonly rowName: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  readonly selection?: LedgerSelection
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

/** Below this every row is in the page; above it only those in sight. */
const VIRTUAL_FROM = 100

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' })
}

function toColumnDefs<Row extends object>(columns: readonly LedgerColumn<Row>[]) {
  return columns.map(
    (column): ColumnDef<typeof features, Row> => ({
      id: column.id,
      accessorFn: column.sortBy ?? (() => ''),
      enableSorting: column.sortBy !== undefined,
      sortFn: (a, b, id) => compareValues(a.getValue(id), b.getValue(id)),
    }),
  )
}

/**
 * The table of the product: ruled rows, sorted by its headings, walked with the arrows, opened with Enter,
 * selected with Space. One row is in the tab order.
 */
export function Ledger<Row extends object>(props: LedgerProps<Row>): ReactElement {
  const { label, columns, rowId, onOpen, selection } = props
  const [sorting, setSorting] = useStoredState<SortingState>(`sort:${label}`, [])
  const columnDefs = useMemo(() => toColumnDefs(columns), [columns])
  const data = useMemo(() => [...props.rows], [props.rows])
  const table = useTable({
    features,
    columns: columnDefs,
    data,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: (update) => setSorting(typeof update === 'function' ? update(sorting) : update),
  })
  const rows = table.getRowModel().rows
  const [activeId, setActiveId] = useState<string | null>(null)
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  )
  const bodyRef = useRef<HTMLTableSectionElement>(null)
  const wantsFocus = useRef(false)
  const { press, meant } = usePressedRow()
  const scrollElement = useScrollElement()
  const isVirtual = rows.length > VIRTUAL_FROM
  const rowHeight = document.documentElement.dataset.density === 'compact' ? 32 : 40
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scrollElement.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: bodyRef.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtualizer.getVirtualItems()
  const firstItem = items[0]
  const lastItem = items.at(-1)
  const margin = virtualizer.options.scrollMargin
  const shown = isVirtual
    ? items.map((item) => ({ index: item.index, row: rows[item.index] }))
    : rows.map((row, index) => ({ index, row }))

  // The row that the arrows reached takes the focus once it is in the page.
  useEffect(() => {
    if (!wantsFocus.current || activeId === null) return
    const element = bodyRef.current?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(activeId)}"]`)
    if (element === null || element === undefined) return
    wantsFocus.current = false
    element.focus()
  })

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>): void => {
    const isOnRow = event.target instanceof HTMLTableRowElement
    const row = rows[activeIndex]
    if (!isOnRow || row === undefined) return
    if (event.key === 'Enter' && onOpen !== undefined) {
      event.preventDefault()
      onOpen(row.original)
    } else if (event.key === ' ' && selection !== undefined) {
      event.preventDefault()
      selection.onChange(toggle(selection.ids, row.id))
    } else {
      const next = moveIndex(event.key, activeIndex, rows.length)
      if (next === null) return
      event.preventDefault()
      wantsFocus.current = true
      if (isVirtual) virtualizer.scrollToIndex(next)
      setActiveId(rows[next]?.id ?? null)
    }
  }

  const openMovedRow = (event: MouseEvent<HTMLTableSectionElement>): void => {
    const id = meant(event)
    const row = rows.find((one) => one.id === id)
    if (row !== undefined) onOpen?.(row.original)
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked with the arrows
    <table className={classes.ledger} role="grid" aria-label={label} aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          {selection !== undefined && (
            <th className={classes.checkCell} scope="col">
              <Checkbox
                aria-label={texts.common.selectAll}
                checked={rows.length > 0 && rows.every((row) => selection.ids.has(row.id))}
                indeterminate={
                  rows.some((row) => selection.ids.has(row.id)) &&
                  !rows.every((row) => selection.ids.has(row.id))
                }
                onChange={(event) =>
                  selection.onChange(new Set(event.currentTarget.checked ? rows.map((row) => row.id) : []))
                }
              />
            </th>
          )}
          {columns.map((column) => {
            const tableColumn = table.getColumn(column.id)
            return (
              <HeaderCell
                key={column.id}
                column={column}
                sorted={tableColumn?.getIsSorted() ?? false}
                onSort={() => tableColumn?.toggleSorting()}
              />
            )
          })}
        </tr>
      </thead>
      <tbody ref={bodyRef} onKeyDown={onKeyDown} onClick={openMovedRow}>
        {isVirtual && firstItem !== undefined && <Spacer heightPx={firstItem.start - margin} />}
        {shown.map(({ index, row }) => {
          if (row === undefined) return null
          const isSelected = selection?.ids.has(row.id) ?? false
          return (
            <tr
              key={row.id}
              data-row-id={row.id}
              data-opens={onOpen !== undefined || undefined}
              aria-rowindex={index + 2}
              {...(selection === undefined ? {} : { 'aria-selected': isSelected })}
              tabIndex={index === activeIndex ? 0 : -1}
              onFocus={() => setActiveId(row.id)}
              onMouseDown={(event) => press(event, isOnControl(event) ? null : row.id)}
              onClick={(event) => {
                if (onOpen !== undefined && !isOnControl(event)) onOpen(row.original)
              }}
            >
              {selection !== undefined && (
                <td className={classes.checkCell}>
                  <Checkbox
                    aria-label={texts.common.selectRow(props.rowName(row.original))}
                    checked={isSelected}
                    onChange={() => selection.onChange(toggle(selection.ids, row.id))}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td key={column.id} data-align={column.align} data-priority={column.priority}>
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          )
        })}
        {isVirtual && lastItem !== undefined && (
          <Spacer heightPx={virtualizer.getTotalSize() - (lastItem.end - margin)} />
        )}
      </tbody>
    </table>
  )
}

interface HeaderCellProps<Row> {
  readonly column: LedgerColumn<Row>
  readonly sorted: false | 'asc' | 'desc'
  readonly onSort: () => void
}

function HeaderCell<Row>({ column, sorted, onSort }: HeaderCellProps<Row>): ReactElement {
  const ariaSort = sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'
  return (
    <th
      scope="col"
      data-align={column.align}
      data-priority={column.priority}
      style={column.width === undefined ? {} : { width: column.width }}
      {...(column.sortBy === undefined ? {} : { 'aria-sort': ariaSort })}
    >
      {column.sortBy === undefined ? (
        column.header
      ) : (
        <button type="button" className={classes.sortButton} onClick={onSort}>
          {column.header}
          {sorted === 'asc' && <IconArrowUp size={12} stroke={2} aria-hidden="true" />}
          {sorted === 'desc' && <IconArrowDown size={12} stroke={2} aria-hidden="true" />}
        </button>
      )}
    </th>
  )
}

function Spacer({ heightPx }: { readonly heightPx: number }): ReactElement | null {
  const style: CSSProperties = { height: heightPx, padding: 0, border: 0 }
  if (heightPx <= 0) return null
  return (
    <tr className={classes.spacer}>
      <td style={style} />
    </tr>
  )
}

function toggle(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

/** A click on a link, button or check box inside a row is not a click on the row. */
function isOnControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest('a, button, input, label') !== null
}
