import { Button, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import { WeekHoursRow } from '../WeekHoursRow.tsx'
import classes from './openScheduleField.module.css'
import { NEW_ROW, SCHEDULE_CHOICES, type ScheduleDraft } from './scheduleDraft.ts'

const words = texts.openSchedule
const MOST_ROWS = 5

interface OpenScheduleFieldProps {
  readonly value: ScheduleDraft
  readonly onChange: (next: ScheduleDraft) => void
  /** Why it cannot be chosen; null where it can. */
  readonly disabledBecause: string | null
  /** True while nothing was decided for the door: later on never is a decision, too. */
  readonly mayLeaveAlone: boolean
  /** Name of the site's zone; null while no site is chosen. */
  readonly zone: string | null
  /** Sentences by `openSchedule` and `openSchedule.0.weekDays` and the like. */
  readonly errors: Readonly<Record<string, unknown>>
}

/** When a door stands open: left alone, never, or rows of days with a start and an end. */
export function OpenScheduleField(props: OpenScheduleFieldProps): ReactElement {
  const { value, onChange, disabledBecause, zone, errors } = props
  const isDisabled = disabledBecause !== null
  const choice = isDisabled ? 'alone' : value.choice
  const setRow = (index: number, change: Partial<(typeof value.rows)[number]>) =>
    onChange({ ...value, rows: value.rows.map((row, at) => (at === index ? { ...row, ...change } : row)) })
  const errorAt = (path: string) => (typeof errors[path] === 'string' ? errors[path] : undefined)
  const hint = choice === 'weekly' ? words.hint.weekly(zone) : words.hint[choice]
  const choices = SCHEDULE_CHOICES.filter((one) => one !== 'alone' || props.mayLeaveAlone || isDisabled)
  return (
    <div className={classes.field}>
      <Select
        label={words.label}
        description={disabledBecause ?? hint}
        disabled={isDisabled}
        allowDeselect={false}
        value={choice}
        data={choices.map((one) => ({ value: one, label: words.choice[one] }))}
        error={errorAt('openSchedule')}
        onChange={(next) => {
          const chosen = SCHEDULE_CHOICES.find((one) => one === next)
          if (chosen) onChange({ ...value, choice: chosen })
        }}
      />
      {choice === 'weekly' && (
        <div className={classes.rows}>
          {value.rows.map((row, index) => (
            <WeekHoursRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
              key={index}
              value={row}
              disabled={false}
              label={words.row(index + 1)}
              removeLabel={words.remove(index + 1)}
              errors={{
                days: errorAt(`openSchedule.${index}.weekDays`),
                from: errorAt(`openSchedule.${index}.startMinute`),
                to: errorAt(`openSchedule.${index}.endMinute`),
              }}
              onChange={(change) => setRow(index, change)}
              onRemove={() => {
                const rows = value.rows.filter((_row, at) => at !== index)
                onChange(rows.length === 0 ? { choice: 'never', rows: [NEW_ROW] } : { ...value, rows })
              }}
            />
          ))}
          <div>
            {value.rows.length < MOST_ROWS ? (
              <Button
                size="compact-sm"
                onClick={() => onChange({ ...value, rows: [...value.rows, { ...NEW_ROW, days: [] }] })}
              >
                {words.add}
              </Button>
            ) : (
              <span className="muted">{words.most}</span>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
