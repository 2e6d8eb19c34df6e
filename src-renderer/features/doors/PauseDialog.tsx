import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

const words = texts.doors.detail
const HOUR_MS = 3_600_000

interface PauseDialogProps {
  readonly door: DoorRow
  readonly onClose: () => void
}

export function PauseDialog({ door, onClose }: PauseDialogProps): ReactElement {
  const [hours, setHours] = useState('24')
  const [reason, setReason] = useState('')
  const pause = useMutation({
    mutationFn: () =>
      ask(
        window.lockstep.doors.pause({
          doorId: door.id,
          until: new Date(Date.now() + Number(hours) * HOUR_MS).toISOString(),
          reason,
        }),
      ),
    onSuccess: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={words.pauseTitle(door.name)}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          pause.mutate()
        }}
      >
        <p className="muted">{words.pauseText}</p>
        <Select
          label={words.pauseFor}
          value={hours}
          data={Object.entries(words.pauseHours).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setHours(value ?? '24')}
        />
        <TextInput
          label={words.reason}
          description={words.reasonHint}
          value={reason}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorLine error={pause.error} />
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={pause.isPending} disabled={reason.trim() === ''}>
            {words.doPause(door.name)}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
