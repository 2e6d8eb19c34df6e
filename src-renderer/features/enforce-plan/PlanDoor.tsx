import { Checkbox } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { PlanDoorView } from '../../../src-preload/contract/views/plans.ts'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { type KindFilter, passesKind, sumLines } from './model/lines.ts'
import { PlanLine } from './PlanLine.tsx'
import classes from './plan.module.css'
import { SumsText } from './SumsText.tsx'

const words = texts.plan

interface PlanDoorProps {
  readonly door: PlanDoorView
  readonly filter: KindFilter
  /** Null once nothing can be chosen any more. */
  readonly selected: ReadonlySet<string> | null
  readonly onSelect: (lineIds: readonly string[], isSelected: boolean) => void
}

/** A door of the plan: its sums in the head, then its lines like a diff; unchanged codes stay folded. */
export function PlanDoor({ door, filter, selected, onSelect }: PlanDoorProps): ReactElement {
  const [isOpen, setOpen] = useState(true)
  const [showsUnchanged, setShowsUnchanged] = useState(false)
  const unchangedLines = door.lines.filter((line) => line.kind === 'unchanged')
  const lines = door.lines.filter((line) => line.kind !== 'unchanged' && passesKind(line, filter))
  const selectable = door.lines.filter((line) => line.isSelectable).map((line) => line.lineId)
  const chosen = selected === null ? [] : selectable.filter((lineId) => selected.has(lineId))
  const isQuiet = door.lines.length === unchangedLines.length && door.state === 'planned'
  return (
    <section className={classes.door} aria-label={door.doorName}>
      <header className={classes.doorHead} data-quiet={isQuiet || undefined}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? texts.trace.detail.collapse : texts.trace.detail.expand} ${door.doorName}`}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
        </button>
        {selected !== null && selectable.length > 0 && (
          <Checkbox
            aria-label={words.selectDoor(door.doorName)}
            checked={chosen.length === selectable.length}
            indeterminate={chosen.length > 0 && chosen.length < selectable.length}
            onChange={(event) => onSelect(selectable, event.currentTarget.checked)}
          />
        )}
        <h2 className={classes.doorName}>
          <Link to="/doors/$doorId" params={{ doorId: String(door.doorId) }}>
            {door.doorName}
          </Link>
        </h2>
        <SumsText sums={sumLines(door.lines)} />
        {door.calls > 0 && !isQuiet && (
          <span className={classes.doorCost}>
            {words.cost(door.calls, formatDuration(door.seconds * 1000))}
          </span>
        )}
      </header>
      {isOpen && (
        <>
          {door.state === 'unreadable' && (
            <p className={classes.doorNote} data-tone="warn">
              ? {door.doorName} {words.unreadable}. {door.unreadableBecause}
            </p>
          )}
          {door.state === 'skipped' && (
            <p className={classes.doorNote} data-tone="warn">
              {door.doorName} {words.skippedDoor}.
            </p>
          )}
          {door.state === 'stale' && (
            <p className={classes.doorNote} data-tone="warn">
              ≠ {door.doorName} {words.staleDoor}.
            </p>
          )}
          {lines.length > 0 && (
            <ul className={classes.lines}>
              {lines.map((line) => (
                <PlanLine
                  key={line.lineId}
                  line={line}
                  doorName={door.doorName}
                  zone={door.timezone}
                  isSelected={selected === null ? null : selected.has(line.lineId)}
                  onSelect={(isSelected) => onSelect([line.lineId], isSelected)}
                />
              ))}
            </ul>
          )}
          {door.unchanged > 0 && filter === 'all' && (
            <>
              <button
                type="button"
                className={classes.unchanged}
                aria-expanded={showsUnchanged}
                aria-label={words.unchangedLabel(door.unchanged, showsUnchanged)}
                disabled={unchangedLines.length === 0}
                onClick={() => setShowsUnchanged(!showsUnchanged)}
              >
                {words.unchanged(door.unchanged)}
              </button>
              {showsUnchanged && (
                <ul className={classes.lines}>
                  {unchangedLines.map((line) => (
                    <PlanLine
                      key={line.lineId}
                      line={line}
                      doorName={door.doorName}
                      zone={door.timezone}
                      isSelected={null}
                      onSelect={() => undefined}
                    />
                  ))}
                </ul>
              )}
            </>
          )}
        </>
      )}
    </section>
  )
}
