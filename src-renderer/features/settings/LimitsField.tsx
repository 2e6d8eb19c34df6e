import { NumberInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { SafeguardLimitsView } from '../../../src-preload/contract/views/sites.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.limits

export type LimitsDraft = { [Name in keyof SafeguardLimitsView]: number | string }

interface LimitsFieldProps {
  readonly value: LimitsDraft
  readonly onChange: (next: LimitsDraft) => void
  readonly disabled: boolean
  /** Sentences by `limits.doorDeletes` and the like. */
  readonly errors: Readonly<Record<string, unknown>>
}

const ROWS = [
  { heading: words.door, count: 'doorDeletes', percent: 'doorPercent', from: 'doorPercentFrom' },
  { heading: words.site, count: 'siteDeletes', percent: 'sitePercent', from: 'sitePercentFrom' },
] as const

/** How many codes may go in 24 hours before a person is asked. */
export function LimitsField({ value, onChange, disabled, errors }: LimitsFieldProps): ReactElement {
  const input = (name: keyof LimitsDraft, label: string, suffix: string) => {
    const error = errors[`limits.${name}`]
    return (
      <NumberInput
        label={label}
        suffix={suffix}
        min={1}
        hideControls
        disabled={disabled}
        value={value[name]}
        error={typeof error === 'string' ? error : undefined}
        onChange={(next) => onChange({ ...value, [name]: next })}
      />
    )
  }
  return (
    <fieldset className={classes.rules}>
      <legend>{words.heading}</legend>
      <p className="muted">{words.hint}</p>
      {ROWS.map((row) => (
        <fieldset className={classes.limitsRow} key={row.count} aria-label={row.heading}>
          <span className={classes.limitsName}>{row.heading}</span>
          {input(row.count, words.count, words.codes)}
          {input(row.percent, words.percent, ' %')}
          {input(row.from, words.from, words.codes)}
        </fieldset>
      ))}
    </fieldset>
  )
}
