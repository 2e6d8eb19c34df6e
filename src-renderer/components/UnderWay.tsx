import type { ReactElement } from 'react'
import classes from './UnderWay.module.css'
import { StateMark } from './ui/StateMark.tsx'

/**
 * What goes on after a click, where it may take seconds. Always in the page: a screen reader tells what comes into a
 * region that it knows.
 */
export function UnderWay({ what }: { readonly what: string | null }): ReactElement {
  return (
    <p role="status" className={classes.underWay}>
      {what !== null && <StateMark glyph="running" tone="accent" word={what} />}
    </p>
  )
}
