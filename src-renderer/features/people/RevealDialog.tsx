import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import type { CredentialView } from '../../../src-preload/contract/views/people.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
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
  const reveal = useMutation({
    mutationFn: (reason: string) =>
      ask(window.lockstep.people.revealPin({ credentialId: credential.id, reason })),
    // The PIN must not outlive the dialog.
    gcTime: 0,
  })
  const title = words.revealTitle(credential.codeName)
  if (reveal.data === undefined) {
    return (
      <ReasonDialog
        title={title}
        text={words.revealText}
        action={words.revealDo}
        isPending={reveal.isPending}
        error={reveal.error}
        onSubmit={(reason) => reveal.mutate(reason)}
        onClose={onClose}
      />
    )
  }
  return (
    <Modal opened onClose={onClose} title={title}>
      <ShownPin pin={reveal.data.pin} onHide={onClose} />
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
