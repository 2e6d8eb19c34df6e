import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorCodeRow } from '../../../src-preload/contract/views/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { copyText } from '../../components/copyText.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

const words = texts.takenPin

type Choice = 'adopt' | 'newPin' | 'remove'
const CHOICES: readonly Choice[] = ['adopt', 'newPin', 'remove']

interface TakenPinChoiceProps {
  readonly code: DoorCodeRow
  readonly doorId: number
  /** New digits, to be shown by what outlives this row: it goes as soon as the door is read again. */
  readonly onPin: (pin: string) => void
}

/** A code that is not ours holds this person's PIN: three ways on, for a manager. */
export function TakenPinChoice({ code, doorId, onPin }: TakenPinChoiceProps): ReactElement | null {
  const session = useQuery(sessionQuery)
  const [choice, setChoice] = useState<Choice | null>(null)
  const { takenBy: vendorPinId, credentialId } = code
  if (vendorPinId === null || credentialId === null || session.data?.operator?.role !== 'manager') return null
  return (
    <p className={classes.choices}>
      {CHOICES.map((kind) => (
        <Button key={kind} size="compact-sm" onClick={() => setChoice(kind)}>
          {words[kind]}
        </Button>
      ))}
      {choice !== null && (
        <ChoiceDialog
          choice={choice}
          person={code.personName ?? words.somebody}
          taken={{ doorId, credentialId, vendorPinId }}
          onPin={onPin}
          onClose={() => setChoice(null)}
        />
      )}
    </p>
  )
}

interface ChoiceDialogProps {
  readonly choice: Choice
  readonly person: string
  readonly taken: { readonly doorId: number; readonly credentialId: number; readonly vendorPinId: string }
  readonly onPin: (pin: string) => void
  readonly onClose: () => void
}

function ChoiceDialog({ choice, person, taken, onPin, onClose }: ChoiceDialogProps): ReactElement {
  const { codes } = window.lockstep
  const decide = useMutation({
    mutationFn: async () => {
      // Said here and not on success: the row may be gone before the answer is.
      if (choice === 'newPin') onPin((await ask(codes.newPin(taken))).pin)
      else {
        await ask(choice === 'adopt' ? codes.adopt(taken) : codes.remove(taken))
        const title = choice === 'adopt' ? words.done.adopt(person) : words.done.remove
        notifications.show({ title, message: words.next })
      }
      onClose()
    },
  })
  const title = choice === 'remove' ? words.titles.remove : words.titles[choice](person)
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className={classes.form}>
        <p>{words.explain[choice]}</p>
        <ErrorLine error={decide.error} />
        <div className={classes.formActions}>
          <Button
            variant="filled"
            {...(choice === 'remove' && { color: 'red' })}
            loading={decide.isPending}
            onClick={() => decide.mutate()}
          >
            {words[choice]}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

/** The only time the new digits are on screen without a reason. */
export function NewPinDialog({
  pin,
  onClose,
}: {
  readonly pin: string
  readonly onClose: () => void
}): ReactElement {
  return (
    <Modal opened onClose={onClose} title={words.pinTitle} closeOnClickOutside={false}>
      <div className={classes.form}>
        <p className="muted">{words.pinOnce}</p>
        <p className="mono">{pin}</p>
        <div className={classes.formActions}>
          <Button variant="filled" onClick={() => void copyText(pin, words.copied)}>
            {words.copy}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.people.pinCard.close}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
