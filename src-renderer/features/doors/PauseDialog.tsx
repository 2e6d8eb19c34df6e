import { Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.doors.detail
const HOUR_MS = 3_600_000

interface PauseDialogProps {
  readonly door: DoorRow
  readonly onClose: () => void
}

export function PauseDialog({ door, onClose }: PauseDialogProps): ReactElement {
  const [hours, setHours] = useState('24')
  const pause = useMutation({
    mutationFn: (reason: string) =>
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
    <ReasonDialog
      title={words.pauseTitle(door.name)}
      text={words.pauseText}
      action={words.doPause}
      isPending={pause.isPending}
      error={pause.error}
      onSubmit={(reason) => pause.mutate(reason)}
      onClose={onClose}
    >
      <Select
        label={words.pauseFor}
        value={hours}
        data={Object.entries(words.pauseHours).map(([value, label]) => ({ value, label }))}
        onChange={(value) => setHours(value ?? '24')}
      />
    </ReasonDialog>
  )
}
