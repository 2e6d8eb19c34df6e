import type { ReactElement, ReactNode } from 'react'
import { Wordmark } from '../../components/Wordmark.tsx'
import classes from './session.module.css'

/** The frame of everything that comes before sign-in: what Lockstep is on the left, the task on the right. */
export function GateFrame({
  aside,
  children,
}: {
  readonly aside?: ReactNode
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={classes.frame} data-single={aside === undefined || undefined}>
      {aside !== undefined && (
        <aside className={classes.aside}>
          <Wordmark />
          {aside}
        </aside>
      )}
      <main className={classes.task}>
        <div className={classes.taskInner}>
          {aside === undefined && (
            <div className={classes.mark}>
              <Wordmark />
            </div>
          )}
          {children}
        </div>
      </main>
    </div>
  )
}
