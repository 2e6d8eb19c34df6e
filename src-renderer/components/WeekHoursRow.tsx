import { ActionIcon, Chip, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { WeekHours } from '../lib/weekHours.ts'
import { texts } from '../texts/texts.ts'
import classes from './weekHoursRow.module.css'

const words = texts.weekHours

interface WeekHoursRowProps {
  readonly value: WeekHours
  readonly onChange: (change: Partial<WeekHours>) => void
  readonly onRemove: () => void
  readonly disabled: boolean
  readonly label: string
  readonly removeLabel: string
  /** What the end means beside its time, such as the next day. */
  readonly endNote?: string | undefined
  readonly errors: {
    readonly days: string | undefined
    readonly from: string | undefined
    readonly to: string | undefined
  }
}

/** Days, a start and an end: one stretch of a week that comes again. */
export function WeekHoursRow(props: WeekHoursRowProps): ReactElement {
  const { value, onChange, disabled, errors } = props
  return (
    <fieldset className={classes.row} aria-label={props.label}>
      <div>
        <Chip.Group multiple value={value.days} onChange={(days) => onChange({ days })}>
          <div className={classes.days}>
            {words.days.map((day, at) => (
              <Chip key={day.long} value={String(at + 1)} size="sm" disabled={disabled} aria-label={day.long}>
                {day.short}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        {errors.days !== undefined && <p className={classes.problem}>{errors.days}</p>}
      </div>
      <TextInput
        type="time"
        label={words.from}
        w={140}
        disabled={disabled}
        value={value.from}
        error={errors.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={words.to}
        description={props.endNote}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        w={140}
        disabled={disabled}
        value={value.to}
        error={errors.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        mt={24}
        size={36}
        disabled={disabled}
        aria-label={props.removeLabel}
        onClick={props.onRemove}
      >
        <IconTrash size={16} stroke={1.75} />
      </ActionIcon>
    </fieldset>
  )
}
