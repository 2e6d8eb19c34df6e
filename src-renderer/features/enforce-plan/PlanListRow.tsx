import { useQuery } from '@tanstack/react-query'
import { memo, type ReactElement } from 'react'
import { planLinesQuery } from '../../api/plans.ts'
import type { TakenPin, TakenPinChoice } from '../../api/useTakenPin.ts'
import { texts } from '../../texts/texts.ts'
import type { LeftLine, LeftOut } from './model/lines.ts'
import type { PlanListRow } from './model/rows.ts'
import { PlanDoorHead } from './PlanDoorHead.tsx'
import { PlanLine } from './PlanLine.tsx'
import classes from './plan.module.css'

const words = texts.plan

export interface RowActions {
  readonly onSelect: (doorId: number, lines: readonly LeftLine[], isSelected: boolean) => void
  readonly onSelectDoor: (doorId: number, isSelected: boolean) => void
  readonly toggleDoor: (doorId: number) => void
  readonly toggleFold: (doorId: number) => void
  readonly toggleWhy: (key: string) => void
  readonly onFocus: (key: string) => void
  /** Null where nothing can be decided any more, or by this person. */
  readonly onTakenPin: ((choice: TakenPinChoice, taken: TakenPin) => void) | null
}

interface PlanListRowProps {
  readonly planId: number
  readonly row: PlanListRow
  readonly leftOut: LeftOut | null
  readonly isClosed: boolean
  readonly isOpen: boolean
  readonly isDecided: boolean
  readonly isInTabOrder: boolean
  readonly actions: RowActions
}

export const PlanListRowView = memo(function PlanListRowView(props: PlanListRowProps): ReactElement {
  const { planId, row, leftOut, actions } = props
  switch (row.kind) {
    case 'door':
      return <PlanDoorHead door={row.door} leftOut={leftOut} isOpen={!props.isClosed} actions={actions} />
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
      return <UnchangedRow planId={planId} row={row} />
  }
})

interface LineRowProps extends PlanListRowProps {
  readonly row: Extract<PlanListRow, { kind: 'line' }>
}

function LineRow(props: LineRowProps): ReactElement {
  const { planId, row, leftOut, isOpen, isDecided, isInTabOrder, actions } = props
  const { door } = row
  const lines = useQuery(planLinesQuery(planId, door.doorId, 'lines'))
  const line = lines.data?.[row.index] ?? null
  const isLeftOut = leftOut?.get(door.doorId)?.some((each) => each.lineId === line?.lineId) ?? false
  return (
    <PlanLine
      rowKey={row.key}
      kind={row.lineKind}
      line={line}
      door={door}
      isSelected={leftOut === null ? null : !isLeftOut}
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
  row,
}: {
  readonly planId: number
  readonly row: Extract<PlanListRow, { kind: 'unchanged' }>
}): ReactElement {
  const codes = useQuery(planLinesQuery(planId, row.door.doorId, 'unchanged'))
  return (
    <PlanLine
      rowKey={row.key}
      kind="unchanged"
      line={codes.data?.[row.index] ?? null}
      door={row.door}
      isSelected={null}
      isOpen={false}
      isInTabOrder={false}
      actions={null}
    />
  )
}
