import { Button, Modal, Select, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './debugSession.module.css'

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
  const [note, setNote] = useState('')
  const start = useMutation({
    mutationFn: () => ask(window.lockstep.debugSessions.start({ note, minutes })),
    onSuccess: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={words.startTitle}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          start.mutate()
        }}
      >
        <p className="muted">{words.startText}</p>
        <Textarea
          label={words.note}
          description={words.noteHint}
          value={note}
          maxLength={300}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Select
          label={words.length}
          value={String(minutes)}
          data={lengths.map((length) => ({ value: String(length), label: words.lengthOf(length) }))}
          onChange={(next) => setMinutes(lengths.find((length) => String(length) === next) ?? USUAL_MINUTES)}
        />
        <ErrorLine error={start.error} />
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={start.isPending} disabled={note.trim() === ''}>
            {words.doStart(words.lengthOf(minutes))}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
