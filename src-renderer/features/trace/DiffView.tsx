import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import { isRecord, listChanges } from './model/json.ts'
import classes from './trace.module.css'

const words = texts.trace.detail

interface DiffViewProps {
  readonly before: unknown
  readonly after: unknown
}

/** Only the fields that changed; a new record shows its fields as added. */
export function DiffView({ before, after }: DiffViewProps): ReactElement {
  const changes = listChanges(before, after)
  if (changes.length === 0) return <p className="muted">{words.noDiff}</p>
  // A record that was made or went away has one side only.
  const hasBefore = isRecord(before)
  const hasAfter = isRecord(after)
  return (
    <table className={classes.diff}>
      <thead>
        <tr>
          <th scope="col">{words.diffField}</th>
          {hasBefore && <th scope="col">{words.diffBefore}</th>}
          {hasAfter && <th scope="col">{words.diffAfter}</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.field}</th>
            {hasBefore && <DiffCell value={change.before} side="before" />}
            {hasAfter && <DiffCell value={change.after} side="after" />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface DiffCellProps {
  readonly value: unknown
  readonly side: 'before' | 'after'
}

function DiffCell({ value, side }: DiffCellProps): ReactElement {
  if (value === undefined) return <td className={classes.absent}>{words.absent}</td>
  return (
    <td data-side={side} data-null={value === null || undefined}>
      {formatValue(value)}
    </td>
  )
}

/** A list of plain values reads as a list; everything else, an empty one too, as the JSON it is. */
function formatValue(value: unknown): string {
  if (typeof value === 'string') return value
  const isPlainList =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'string' || typeof item === 'number')
  return isPlainList ? value.join(', ') : (JSON.stringify(value) ?? '')
}
