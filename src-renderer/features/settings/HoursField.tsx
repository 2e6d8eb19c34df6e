import { Button, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import { WeekHoursRow } from '../../components/WeekHoursRow.tsx'
import type { WeekHours } from '../../lib/weekHours.ts'
import { texts } from '../../texts/texts.ts'
import { NEW_HOURS } from './model/hoursDraft.ts'
import classes from './settings.module.css'

const words = texts.settings.hours
const MOST_ROWS = 7

interface HoursFieldProps {
  /** Null: things may be sent at any time. */
  readonly value: readonly WeekHours[] | null
  readonly onChange: (next: WeekHours[] | null) => void
  readonly disabled: boolean
  readonly zone: string
  /** Sentences by `hours.0.days` and the like. */
  readonly errors: Readonly<Record<string, unknown>>
}

/** When things may be sent to the site's locks: rows of days with a start and an end, on the site's clock. */
export function HoursField({ value, onChange, disabled, zone, errors }: HoursFieldProps): ReactElement {
  const errorAt = (path: string) => (typeof errors[path] === 'string' ? errors[path] : undefined)
  return (
    <fieldset className={classes.rules}>
      <legend>{words.heading}</legend>
      <Switch
        label={words.limit}
        description={words.hint(zone)}
        disabled={disabled}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? [NEW_HOURS] : null)}
      />
      {(value ?? []).map((row, index) => (
        <WeekHoursRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
          key={index}
          value={row}
          disabled={disabled}
          label={words.row(index + 1)}
          removeLabel={words.remove(index + 1)}
          endNote={row.to !== '00:00' && row.to <= row.from ? words.nextDay : undefined}
          errors={{
            days: errorAt(`hours.${index}.days`),
            from: errorAt(`hours.${index}.fromMinute`),
            to: errorAt(`hours.${index}.toMinute`),
          }}
          onChange={(change) =>
            onChange((value ?? []).map((other, at) => (at === index ? { ...other, ...change } : other)))
          }
          onRemove={() => {
            const rest = (value ?? []).filter((_row, at) => at !== index)
            onChange(rest.length === 0 ? null : rest)
          }}
        />
      ))}
      {value !== null && value.length < MOST_ROWS && (
        <div>
          <Button size="compact-sm" disabled={disabled} onClick={() => onChange([...value, NEW_HOURS])}>
            {words.add}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
