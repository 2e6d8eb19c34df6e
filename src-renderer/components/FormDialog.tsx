import { Button, Modal } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { ErrorLine } from './Feedback.tsx'
import classes from './FormDialog.module.css'

export interface FormDialogProps {
  /** Names what it is about. */
  readonly title: string
  /** What the action does, before anybody takes it. */
  readonly text: ReactNode
  readonly action: string
  readonly isPending: boolean
  readonly error: unknown
  /** False while something is missing. */
  readonly isReady?: boolean
  /** For what takes something away. */
  readonly isDangerous?: boolean
  readonly children?: ReactNode
  readonly onSubmit: () => void
  readonly onClose: () => void
}

/** A question with its fields, what went wrong, and two ways out. */
export function FormDialog(props: FormDialogProps): ReactElement {
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          props.onSubmit()
        }}
      >
        <p className="muted">{props.text}</p>
        {props.children}
        <ErrorLine error={props.error} />
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="filled"
            {...(props.isDangerous === true && { color: 'red' })}
            loading={props.isPending}
            disabled={props.isReady === false}
          >
            {props.action}
          </Button>
          <Button
            variant="subtle"
            {...(props.isDangerous === true && { 'data-autofocus': true })}
            onClick={props.onClose}
          >
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
