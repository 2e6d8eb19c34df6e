import { type ReactElement, use } from 'react'
import { ErrorState } from '../../components/Feedback.tsx'
import { RequestFailed } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { OwnWindow } from './ownWindow.ts'

interface TraceUnreadProps {
  readonly error: unknown
  readonly what: string
  readonly onRetry: () => void
}

/** A trace or a part of it could not be read. A window of its own has no list to go back to. */
export function TraceUnread(props: TraceUnreadProps): ReactElement {
  const isOwnWindow = use(OwnWindow)
  const isGone = props.error instanceof RequestFailed && props.error.code === 'not_found'
  return <ErrorState {...props} {...(isOwnWindow && isGone ? { next: texts.trace.detail.goneNext } : {})} />
}
