import { Textarea } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { texts } from '../texts/texts.ts'
import { FormDialog, type FormDialogProps } from './FormDialog.tsx'

/** What main takes at most. */
const LONGEST_REASON = 500

interface ReasonDialogProps extends Omit<FormDialogProps, 'onSubmit'> {
  /** What the field is called where it is not simply the reason, and what to write there. */
  readonly field?: { readonly label: string; readonly hint: string; readonly longest?: number }
  readonly onSubmit: (reason: string) => void
}

/** Asks for the reason that stands in the audit beside the operator's name; other fields stand before it. */
export function ReasonDialog({
  field,
  isReady,
  children,
  onSubmit,
  ...rest
}: ReasonDialogProps): ReactElement {
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      {...rest}
      isReady={reason.trim() !== '' && isReady !== false}
      onSubmit={() => onSubmit(reason)}
    >
      {children}
      <Textarea
        label={field?.label ?? texts.common.reason}
        description={field?.hint ?? texts.common.reasonHint}
        maxLength={field?.longest ?? LONGEST_REASON}
        autosize
        minRows={2}
        maxRows={8}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
