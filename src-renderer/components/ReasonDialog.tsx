import { Button, Modal, Textarea } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { texts } from '../texts/texts.ts'
import { ErrorLine } from './Feedback.tsx'
import classes from './ReasonDialog.module.css'

interface ReasonDialogProps {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly isPending: boolean
  readonly error: unknown
  readonly onSubmit: (reason: string) => void
  readonly onClose: () => void
}

/** Asks for the reason that stands in the audit beside the operator's name. */
export function ReasonDialog(props: ReasonDialogProps): ReactElement {
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          props.onSubmit(reason)
        }}
      >
        <p className="muted">{props.text}</p>
        <Textarea
          label={texts.plan.reason}
          description={texts.plan.reasonHint}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorLine error={props.error} />
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={props.isPending} disabled={reason.trim() === ''}>
            {props.action}
          </Button>
          <Button variant="subtle" onClick={props.onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
