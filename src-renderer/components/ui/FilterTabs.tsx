import type { ReactElement } from 'react'
import classes from './FilterTabs.module.css'

interface FilterTab<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly count?: number | undefined
}

interface FilterTabsProps<Value extends string> {
  readonly label: string
  readonly tabs: readonly FilterTab<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One choice of a few, with how many each holds. */
export function FilterTabs<Value extends string>(props: FilterTabsProps<Value>): ReactElement {
  return (
    <fieldset className={classes.tabs} aria-label={props.label}>
      {props.tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          className={classes.tab}
          aria-pressed={tab.value === props.value}
          onClick={() => props.onChange(tab.value)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count.toLocaleString('en')}</span>}
        </button>
      ))}
    </fieldset>
  )
}
