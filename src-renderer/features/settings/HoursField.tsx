import { ActionIcon, Button, Chip, Switch, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import { type HoursDraft, NEW_HOURS } from './model/hoursDraft.ts'
import classes from './settings.module.css'

const words = texts.settings.hours
const MOST_ROWS = 7

interface HoursFieldProps {
  /** Null: things may be sent at any time. */
  readonly value: readonly HoursDraft[] | null
  readonly onChange: (next: HoursDraft[] | null) => void
  readonly disabled: boolean
  readonly zone: string
  /** Sentences by `hours.0.days` and the like. */
  readonly errors: Readonly<Record<string, unknown>>
}

/** When things may be sent to the site's locks: rows of days with a start and an end, on the site's clock. */
export function HoursField({ value, onChange, disabled, zone, errors }: HoursFieldProps): ReactElement {
  const setRow = (index: number, change: Partial<HoursDraft>) =>
    onChange((value ?? []).map((row, at) => (at === index ? { ...row, ...change } : row)))
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
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
        <fieldset className={classes.hoursRow} key={index} aria-label={words.row(index + 1)}>
          <div>
            <Chip.Group multiple value={row.days} onChange={(days) => setRow(index, { days })}>
              <div className={classes.days}>
                {words.days.map((day, at) => (
                  <Chip
                    key={day.long}
                    value={String(at + 1)}
                    size="sm"
                    disabled={disabled}
                    aria-label={day.long}
                  >
                    {day.short}
                  </Chip>
                ))}
              </div>
            </Chip.Group>
            {errorAt(`hours.${index}.days`) !== undefined && (
              <p className={classes.problem}>{errorAt(`hours.${index}.days`)}</p>
            )}
          </div>
          <TextInput
            type="time"
            label={words.from}
            w={120}
            disabled={disabled}
            value={row.from}
            error={errorAt(`hours.${index}.fromMinute`)}
            onChange={(event) => setRow(index, { from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={words.to}
            description={row.to !== '00:00' && row.to <= row.from ? words.nextDay : undefined}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            w={140}
            disabled={disabled}
            value={row.to}
            error={errorAt(`hours.${index}.toMinute`)}
            onChange={(event) => setRow(index, { to: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            mt={24}
            size={36}
            disabled={disabled}
            aria-label={words.remove(index + 1)}
            onClick={() => {
              const rest = (value ?? []).filter((_row, at) => at !== index)
              onChange(rest.length === 0 ? null : rest)
            }}
          >
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        </fieldset>
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
