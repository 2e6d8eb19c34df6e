import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { RequestFailed } from '../lib/ipcClient.ts'
import { formatClock, readLocalZone } from '../lib/time.ts'
import { errorSentence } from '../texts/en/errors.ts'
import { texts } from '../texts/texts.ts'
import classes from './Feedback.module.css'

/** The sentences of a thrown thing. Whatever did not come from main is a fault of our own. */
export function describeError(error: unknown): { readonly what: string; readonly next: string } {
  return error instanceof RequestFailed ? errorSentence(error.code, error.facts) : errorSentence('internal')
}

interface ErrorStateProps {
  readonly error: unknown
  /** What could not be shown, as a sentence. */
  readonly what?: string
  /** What to do now, where the usual step leads nowhere. */
  readonly next?: string
  readonly onRetry?: () => void
}

/** What happened, what it means, what to do now. Takes the place of the data that is missing. */
export function ErrorState({ error, what, next, onRetry }: ErrorStateProps): ReactElement {
  const sentence = { ...describeError(error), ...(next === undefined ? {} : { next }) }
  const [tried, setTried] = useState<{ readonly error: unknown; readonly at: string } | null>(null)
  // It stands while it is asked again: who pressed the button is told that there was an answer.
  const triedAt = tried === null || tried.error === error ? null : tried.at
  return (
    <div className={classes.error} role="alert">
      <IconAlertTriangle size={20} stroke={1.75} aria-hidden="true" className={classes.errorIcon} />
      <div>
        <p className={classes.errorWhat}>{what ?? sentence.what}</p>
        <p className={classes.errorNext}>
          {what === undefined ? sentence.next : `${sentence.what} ${sentence.next}`}
        </p>
        {triedAt !== null && (
          <p className={classes.errorNext}>
            {texts.common.triedAgain(formatClock(triedAt, readLocalZone()).slice(0, 8))}
          </p>
        )}
        {onRetry !== undefined && (
          <Button
            mt={12}
            onClick={() => {
              setTried({ error, at: new Date().toISOString() })
              onRetry()
            }}
          >
            {texts.common.tryAgain}
          </Button>
        )}
      </div>
    </div>
  )
}

/** One line for a failed action, beside the button that failed. */
export function ErrorLine({ error }: { readonly error: unknown }): ReactElement | null {
  if (error === null || error === undefined) return null
  const sentence = describeError(error)
  return (
    <p className={classes.errorLine} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {sentence.what} {sentence.next}
      </span>
    </p>
  )
}

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Sketch of what will stand here. */
  readonly sketch?: ReactNode
}

/** Teaches what will stand here and how it gets there. */
export function EmptyState({ title, children, action, sketch }: EmptyStateProps): ReactElement {
  return (
    <div className={classes.empty}>
      {sketch}
      <h2 className={classes.emptyTitle}>{title}</h2>
      {children !== undefined && <div className={classes.emptyText}>{children}</div>}
      {action !== undefined && <div className={classes.emptyAction}>{action}</div>}
    </div>
  )
}
