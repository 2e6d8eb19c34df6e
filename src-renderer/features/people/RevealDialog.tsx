import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import type { CredentialView } from '../../../src-preload/contract/views/people.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { PinDigits } from './PinDigits.tsx'
import classes from './people.module.css'

const words = texts.people
const SHOWN_FOR_S = 20

interface RevealDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

/** Asks for the reason, shows the PIN, and closes itself with it. */
export function RevealDialog({ credential, onClose }: RevealDialogProps): ReactElement {
  const [reason, setReason] = useState('')
  const reveal = useMutation({
    mutationFn: () => ask(window.lockstep.people.revealPin({ credentialId: credential.id, reason })),
    // The PIN must not outlive the dialog.
    gcTime: 0,
  })
  return (
    <Modal opened onClose={onClose} title={words.revealTitle(credential.codeName)}>
      {reveal.data === undefined ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            reveal.mutate()
          }}
        >
          <p className="muted">{words.revealText}</p>
          <TextInput
            label={words.revealReason}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorLine error={reveal.error} />
          <div className={classes.formActions}>
            <Button type="submit" variant="filled" loading={reveal.isPending} disabled={reason.trim() === ''}>
              {words.revealDo}
            </Button>
            <Button variant="subtle" onClick={onClose}>
              {texts.common.cancel}
            </Button>
          </div>
        </form>
      ) : (
        <ShownPin pin={reveal.data.pin} onHide={onClose} />
      )}
    </Modal>
  )
}

function ShownPin({ pin, onHide }: { readonly pin: string; readonly onHide: () => void }): ReactElement {
  const [leftS, setLeftS] = useState(SHOWN_FOR_S)

  useEffect(() => {
    const timer = setInterval(() => setLeftS((left) => left - 1), 1000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (leftS <= 0) onHide()
  }, [leftS, onHide])

  return (
    <div className={classes.form}>
      <PinDigits pin={pin} />
      <div className={classes.formActions}>
        <Button onClick={onHide}>{words.hideNow}</Button>
        <span className="muted numbers">{words.hidesIn(Math.max(0, leftS))}</span>
      </div>
    </div>
  )
}
