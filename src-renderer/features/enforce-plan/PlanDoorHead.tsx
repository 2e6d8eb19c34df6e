import { IconChevronRight } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { PlanDoorView } from '../../../src-preload/contract/views/plans.ts'
import { RowCheckbox } from '../../components/RowCheckbox.tsx'
import { RowLink } from '../../components/RowLink.tsx'
import { formatDuration, zoneMark } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import { countLines, countSelectable, sumCounts } from './model/lines.ts'
import type { RowActions } from './PlanListRow.tsx'
import classes from './plan.module.css'
import { SumsText } from './SumsText.tsx'

const words = texts.plan

interface PlanDoorHeadProps {
  readonly door: PlanDoorView
  /** How many of its lines a person took out; null once nothing can be chosen any more. */
  readonly leftOut: number | null
  readonly isOpen: boolean
  readonly actions: RowActions
}

/** The head of a door in the plan: its sums, and what keeps it from being planned or sent to. */
export function PlanDoorHead({ door, leftOut, isOpen, actions }: PlanDoorHeadProps): ReactElement {
  const selectable = countSelectable(door)
  const chosen = selectable - (leftOut ?? 0)
  const mark = zoneMark(new Date(useNow()).toISOString(), door.timezone)
  const isQuiet = countLines(door) === 0 && door.state === 'planned'
  return (
    <section className={classes.door} aria-label={door.doorName}>
      <header className={classes.doorHead} data-quiet={isQuiet || undefined}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? texts.trace.detail.collapse : texts.trace.detail.expand} ${door.doorName}`}
          onClick={() => actions.toggleDoor(door.doorId)}
        >
          <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
        </button>
        {leftOut !== null && selectable > 0 && (
          <RowCheckbox
            label={words.selectDoor(door.doorName)}
            isChecked={chosen === selectable}
            isPartly={chosen > 0 && chosen < selectable}
            isTabStop
            onChange={(isWanted) => actions.onSelectDoor(door.doorId, isWanted)}
          />
        )}
        <h2 className={classes.doorName}>
          <RowLink to={`/doors/${door.doorId}`} isTabStop>
            {door.doorName}
          </RowLink>
        </h2>
        {door.state !== 'unreadable' && <SumsText sums={sumCounts([door])} />}
        {mark !== null && !isQuiet && <span className={classes.doorZone}>{words.timesIn(mark)}</span>}
        {door.calls > 0 && !isQuiet && (
          <span className={classes.doorCost}>
            {words.cost(door.calls, formatDuration(door.seconds * 1000))}
          </span>
        )}
      </header>
      {isOpen && door.state === 'unreadable' && (
        <p className={classes.doorNote} data-tone="warn">
          ? {door.doorName} {words.unreadable}. {door.unreadableBecause}
        </p>
      )}
      {isOpen && door.state === 'skipped' && (
        <p className={classes.doorNote} data-tone="warn">
          {door.doorName} {words.skippedDoor(door.leftOutBy)}.
        </p>
      )}
      {isOpen && door.state === 'stale' && (
        <p className={classes.doorNote} data-tone="warn">
          ≠ {door.doorName} {words.staleDoor}.
        </p>
      )}
    </section>
  )
}
