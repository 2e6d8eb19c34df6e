import { useQuery } from '@tanstack/react-query'
import { memo, type ReactElement } from 'react'
import type { PlanDoorView } from '../../../src-preload/contract/views/plans.ts'
import { planLinesQuery } from '../../api/plans.ts'
import type { TakenPin, TakenPinChoice } from '../../api/useTakenPin.ts'
import { texts } from '../../texts/texts.ts'
import type { KindFilter } from './model/lines.ts'
import type { PlanListRow } from './model/rows.ts'
import { PlanDoorHead } from './PlanDoorHead.tsx'
import { PlanLine } from './PlanLine.tsx'
import classes from './plan.module.css'

const words = texts.plan

export interface RowActions {
  readonly onSelect: (lineIds: readonly string[], isSelected: boolean) => void
  readonly toggleDoor: (doorId: number) => void
  readonly toggleFold: (doorId: number) => void
  readonly toggleWhy: (lineId: string) => void
  readonly onFocus: (key: string) => void
  /** Null where nothing can be decided any more, or by this person. */
  readonly onTakenPin: ((choice: TakenPinChoice, taken: TakenPin) => void) | null
}

interface PlanListRowProps {
  readonly planId: number
  readonly row: PlanListRow
  readonly filter: KindFilter
  readonly selected: ReadonlySet<string> | null
  readonly isClosed: boolean
  readonly isOpen: boolean
  readonly isDecided: boolean
  readonly isInTabOrder: boolean
  readonly actions: RowActions
}

export const PlanListRowView = memo(function PlanListRowView(props: PlanListRowProps): ReactElement {
  const { planId, row, selected, actions } = props
  switch (row.kind) {
    case 'door':
      return <PlanDoorHead door={row.door} selected={selected} isOpen={!props.isClosed} actions={actions} />
    case 'line':
      return <LineRow {...props} row={row} />
    case 'fold':
      return (
        <button
          type="button"
          className={classes.unchanged}
          aria-expanded={row.isOpen}
          aria-label={words.unchangedLabel(row.door.unchanged, row.isOpen)}
          onClick={() => actions.toggleFold(row.door.doorId)}
        >
          {words.unchanged(row.door.unchanged)}
        </button>
      )
    case 'unchanged':
      return <UnchangedRow planId={planId} door={row.door} index={row.index} />
  }
})

interface LineRowProps extends PlanListRowProps {
  readonly row: Extract<PlanListRow, { kind: 'line' }>
}

function LineRow(props: LineRowProps): ReactElement {
  const { planId, row, selected, isOpen, isDecided, isInTabOrder, actions } = props
  const { door, line } = row
  const lines = useQuery(planLinesQuery(planId, door.doorId, 'lines'))
  return (
    <PlanLine
      line={line}
      detail={lines.data?.find((each) => each.lineId === line.lineId) ?? null}
      door={door}
      isSelected={selected === null ? null : selected.has(line.lineId)}
      isOpen={isOpen}
      isDecided={isDecided}
      isInTabOrder={isInTabOrder}
      actions={actions}
    />
  )
}

/** A code that needs nothing: read with the others of its door when they are unfolded. */
function UnchangedRow({
  planId,
  door,
  index,
}: {
  readonly planId: number
  readonly door: PlanDoorView
  readonly index: number
}): ReactElement {
  const codes = useQuery(planLinesQuery(planId, door.doorId, 'unchanged'))
  const line = codes.data?.[index]
  if (line === undefined) return <div className={classes.line} data-kind="unchanged" />
  return (
    <PlanLine
      line={line}
      detail={line}
      door={door}
      isSelected={null}
      isOpen={false}
      isInTabOrder={false}
      actions={null}
    />
  )
}
