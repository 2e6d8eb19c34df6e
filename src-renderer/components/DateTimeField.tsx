import '@mantine/dates/styles.layer.css'
import { DateTimePicker } from '@mantine/dates'
import type { ReactElement, ReactNode } from 'react'
import { wallTimeInDays } from '../lib/time.ts'
import { texts } from '../texts/texts.ts'
import classes from './DateTimeField.module.css'

const words = texts.people.give

interface DateTimeFieldProps {
  readonly label: string
  readonly placeholder: string
  /** The clock on the wall at the site, `YYYY-MM-DD HH:mm:ss`. */
  readonly value: string | null
  readonly zone: string
  readonly error?: ReactNode
  readonly hasPresets?: boolean
  readonly onChange: (value: string | null) => void
}

/** A date and time as the clock at the site shows it; the zone is named beside it by the form. */
export function DateTimeField(props: DateTimeFieldProps): ReactElement {
  const nowMs = Date.now()
  const preset = (label: string, days: number) => ({
    label,
    value: wallTimeInDays(nowMs, props.zone, { days, hour: 11 }),
  })
  return (
    <DateTimePicker
      label={props.label}
      placeholder={props.placeholder}
      valueFormat="ddd D MMM YYYY HH:mm"
      clearable
      hideOutsideDates
      ariaLabels={words.calendar}
      popoverProps={{ withRoles: false }}
      timePickerProps={{ hoursInputLabel: words.hours, minutesInputLabel: words.minutes }}
      submitButtonProps={{ 'aria-label': words.setDate, variant: 'filled' }}
      classNames={{ day: classes.day ?? '' }}
      clearButtonProps={{ 'aria-label': words.clearDate }}
      value={props.value}
      error={props.error}
      defaultTimeValue="11:00"
      {...(props.hasPresets === true
        ? {
            presets: [
              preset(words.presets.tomorrow, 1),
              preset(words.presets.days3, 3),
              preset(words.presets.week, 7),
            ],
          }
        : {})}
      onChange={props.onChange}
    />
  )
}
