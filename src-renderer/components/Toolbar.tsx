import type { ReactElement, ReactNode } from 'react'
import classes from './Toolbar.module.css'

/** The line above a table: search and filters, or what can be done with the selected rows. */
export function Toolbar({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={classes.toolbar}>{children}</div>
}

export function SelectionBar({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <section className={classes.selection} aria-label={label}>
      <strong className="numbers" role="status">
        {label}
      </strong>
      {children}
    </section>
  )
}
