import type { ReactElement } from 'react'
import { texts } from '../texts/texts.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

interface RunNowDialogProps {
  readonly run: {
    readonly isPending: boolean
    readonly error: unknown
    readonly mutate: (reason: string) => void
  }
  readonly onClose: () => void
}

/** Why jobs send outside the enforcement hours. */
export function RunNowDialog({ run, onClose }: RunNowDialogProps): ReactElement {
  return (
    <ReasonDialog
      title={texts.jobs.runNowTitle}
      text={texts.jobs.runNowText}
      action={texts.jobs.runNow}
      isPending={run.isPending}
      error={run.error}
      onSubmit={(reason) => run.mutate(reason)}
      onClose={onClose}
    />
  )
}
