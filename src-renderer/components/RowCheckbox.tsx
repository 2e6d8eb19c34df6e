import type { ReactElement } from 'react'
import classes from './RowCheckbox.module.css'

interface RowCheckboxProps {
  readonly label: string
  readonly isChecked: boolean
  /** Some of what it stands for is chosen. */
  readonly isPartly?: boolean
  /** Reached by Tab, where its row is not walked by the arrows. */
  readonly isTabStop?: boolean
  readonly onChange: (isChecked: boolean) => void
}

/** The box of a row in a long list: the page's own, since Mantine's is half of what drawing such a row costs. */
export function RowCheckbox(props: RowCheckboxProps): ReactElement {
  const { label, isChecked, isPartly = false, isTabStop = false, onChange } = props
  return (
    <input
      // There is no attribute for it.
      ref={(box) => {
        if (box) box.indeterminate = isPartly
      }}
      type="checkbox"
      className={classes.box}
      aria-label={label}
      checked={isChecked}
      tabIndex={isTabStop ? 0 : -1}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
