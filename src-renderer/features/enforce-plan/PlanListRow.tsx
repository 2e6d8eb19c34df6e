import { memo, type ReactElement } from 'react'
import type { PlanLineView } from '../../../src-preload/contract/views/plans.ts'
import type { TakenPin, TakenPinChoice } from '../../api/useTakenPin.ts'
import { texts } from '../../texts/texts.ts'
import type { LeftLine } from './model/lines.ts'
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
  readonly row: PlanListRow
  /** What a row of a line or code says; null until it was read. */
  readonly line: PlanLineView | null
  /** Null where nothing can be chosen. */
  readonly isSelected: boolean | null
  /** Lines of the row's door that a person took out; null once nothing can be chosen any more. */
  readonly leftOutOfDoor: number | null
  readonly isClosed: boolean
  readonly isOpen: boolean
  readonly isDecided: boolean
  readonly isInTabOrder: boolean
  readonly actions: RowActions
}

/** Drawn anew only when something of its own changed: the list is, at each turn of the wheel. */
export const PlanListRowView = memo(function PlanListRowView(props: PlanListRowProps): ReactElement {
  const { row, line, actions } = props
  switch (row.kind) {
    case 'door':
      return (
        <PlanDoorHead
          door={row.door}
          leftOut={props.leftOutOfDoor}
          isOpen={!props.isClosed}
          actions={actions}
        />
      )
    case 'line':
      return (
        <PlanLine
          rowKey={row.key}
          kind={row.lineKind}
          line={line}
          door={row.door}
          isSelected={props.isSelected}
          isOpen={props.isOpen}
          isDecided={props.isDecided}
          isInTabOrder={props.isInTabOrder}
          actions={actions}
        />
      )
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
      return (
        <PlanLine
          rowKey={row.key}
          kind="unchanged"
          line={line}
          door={row.door}
          isSelected={null}
          isOpen={false}
          isInTabOrder={false}
          actions={null}
        />
      )
  }
})
