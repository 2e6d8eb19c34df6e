import { ActionIcon, Checkbox, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type ReactElement, useMemo, useState } from 'react'
import { SearchField } from '../../components/SearchField.tsx'
import { texts } from '../../texts/texts.ts'
import type { TimeScale } from './model/geometry.ts'
import type { TimelineRecord } from './model/normalise.ts'
import { buildRows, findRows, nextHit, type TimelineFilter } from './model/rows.ts'
import type { Selection } from './model/selection.ts'
import { selectionOf } from './TimelineRows.tsx'
import classes from './trace.module.css'

const words = texts.trace.detail
const TYPING_MS = 150

interface FindInput {
  readonly records: readonly TimelineRecord[]
  readonly scale: TimeScale
  readonly filter: Omit<TimelineFilter, 'text'>
}

/** The rows of the timeline, which of them the text is found in, and going from one to the next. */
export function useFind({ records, scale, filter }: FindInput) {
  const [typed, setTyped] = useState('')
  const [onlyMatches, setOnlyMatches] = useState(false)
  const [shown, setShown] = useState<{ readonly index: number } | null>(null)
  const [text] = useDebouncedValue(typed, TYPING_MS)
  const rows = useMemo(
    () => buildRows(records, scale, { ...filter, text: onlyMatches ? text : '' }),
    [records, scale, filter, text, onlyMatches],
  )
  const places = useMemo(() => findRows(rows, text), [rows, text])
  const hits = useMemo(() => new Set(places), [places])

  const go = (step: 1 | -1, onSelect: (selection: Selection) => void): void => {
    // Enter may come before the typing has settled.
    const found = typed === text ? places : findRows(rows, typed)
    const index = nextHit(found, shown?.index ?? (step === 1 ? -1 : rows.length), step)
    const row = index === null ? undefined : rows[index]
    if (index === null || row?.kind !== 'record') return
    setShown({ index })
    onSelect(selectionOf(row.record))
  }
  return { typed, setTyped, text, onlyMatches, setOnlyMatches, rows, places, hits, shown, go }
}

interface FindBarProps {
  readonly find: ReturnType<typeof useFind>
  readonly onSelect: (selection: Selection) => void
}

/** Type, then Enter for the next match and Shift+Enter for the one before. */
export function FindBar({ find, onSelect }: FindBarProps): ReactElement {
  const { places, shown, go } = find
  const place = shown === null ? 0 : places.indexOf(shown.index) + 1
  return (
    <search
      className={classes.find}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
        if (event.target.type === 'checkbox') return
        event.preventDefault()
        go(event.shiftKey ? -1 : 1, onSelect)
      }}
    >
      <SearchField label={words.filterText} width={200} value={find.typed} onChange={find.setTyped} />
      {find.text.trim() !== '' && (
        <>
          <span className={`${classes.findCount} numbers`} role="status">
            {words.findCount(place, places.length)}
          </span>
          <Step label={words.findPrevious} isOff={places.length === 0} onClick={() => go(-1, onSelect)}>
            <IconChevronUp size={16} stroke={1.75} />
          </Step>
          <Step label={words.findNext} isOff={places.length === 0} onClick={() => go(1, onSelect)}>
            <IconChevronDown size={16} stroke={1.75} />
          </Step>
          <Checkbox
            size="sm"
            label={words.onlyMatches}
            checked={find.onlyMatches}
            onChange={(event) => find.setOnlyMatches(event.currentTarget.checked)}
          />
        </>
      )}
    </search>
  )
}

interface StepProps {
  readonly label: string
  readonly isOff: boolean
  readonly onClick: () => void
  readonly children: ReactElement
}

function Step({ label, isOff, onClick, children }: StepProps): ReactElement {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} disabled={isOff} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
