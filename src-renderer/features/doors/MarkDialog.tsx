import { Button, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { DateTimeField } from '../../components/DateTimeField.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { wallTimeInDays, wallTimeToInstant } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

const words = texts.codeDecision

export type SettableMark = 'never_delete' | 'confirm_delete' | 'tolerated'

interface MarkDialogProps {
  readonly mark: SettableMark
  readonly code: { readonly doorId: number; readonly vendorPinId: string; readonly name: string }
  readonly zone: string
  readonly onClose: () => void
}

/** Asks why, and for a tolerated code until when. */
export function MarkDialog({ mark, code, zone, onClose }: MarkDialogProps): ReactElement {
  const [reason, setReason] = useState('')
  const [end, setEnd] = useState<string | null>(wallTimeInDays(Date.now(), zone, { days: 7, hour: 11 }))
  const isTimed = mark === 'tolerated'
  const until = isTimed && end !== null ? wallTimeToInstant(end, zone) : null
  const save = useMutation({
    mutationFn: () => {
      const { doorId, vendorPinId } = code
      return ask(window.lockstep.codes.mark({ doorId, vendorPinId, mark, until, reason }))
    },
    onSuccess: () => {
      notifications.show({ title: words.marked, message: words.next })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={words.titles[mark](code.name)}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <p className="muted">
          {words.explain[mark]} {isTimed && words.zone(zone)}
        </p>
        {isTimed && (
          <DateTimeField
            label={words.until}
            placeholder={words.untilPlaceholder}
            value={end}
            zone={zone}
            error={readFieldErrors(save.error).until}
            hasPresets
            onChange={setEnd}
          />
        )}
        <TextInput
          label={words.reason}
          description={words.reasonHint}
          value={reason}
          maxLength={200}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {save.isError && !isOnlyFieldErrors(save.error) && <ErrorLine error={save.error} />}
        <div className={classes.formActions}>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={reason.trim() === '' || (isTimed && until === null)}
          >
            {words.save[mark]}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
