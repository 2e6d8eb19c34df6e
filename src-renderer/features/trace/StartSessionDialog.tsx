import { Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.debugSession
/** Long enough to try something twice, short enough to be read. */
const USUAL_MINUTES = 30

interface StartSessionDialogProps {
  /** Minutes to choose from. */
  readonly lengths: readonly number[]
  readonly onClose: () => void
}

export function StartSessionDialog({ lengths, onClose }: StartSessionDialogProps): ReactElement {
  const [minutes, setMinutes] = useState(USUAL_MINUTES)
  const start = useMutation({
    mutationFn: (note: string) => ask(window.lockstep.debugSessions.start({ note, minutes })),
    onSuccess: onClose,
  })
  return (
    <ReasonDialog
      title={words.startTitle}
      text={words.startText}
      action={words.doStart(words.lengthOf(minutes))}
      field={{ label: words.note, hint: words.noteHint, longest: 300 }}
      isPending={start.isPending}
      error={start.error}
      onSubmit={(note) => start.mutate(note)}
      onClose={onClose}
    >
      <Select
        label={words.length}
        value={String(minutes)}
        data={lengths.map((length) => ({ value: String(length), label: words.lengthOf(length) }))}
        onChange={(next) => setMinutes(lengths.find((length) => String(length) === next) ?? USUAL_MINUTES)}
      />
    </ReasonDialog>
  )
}
