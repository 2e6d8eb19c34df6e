import type { ReactElement } from 'react'
import classes from './RowCheckbox.module.css'

interface RowCheckboxProps {
  readonly label: string
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
}

/** The box of a row in a long list: the page's own, since Mantine's is half of what drawing such a row costs. */
export function RowCheckbox({ label, isChecked, onChange }: RowCheckboxProps): ReactElement {
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={label}
      checked={isChecked}
      tabIndex={-1}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
