import { Button, Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { texts } from '../texts/texts.ts'
import { copyText } from './copyText.ts'
import form from './FormDialog.module.css'
import { FormDialog } from './FormDialog.tsx'
import classes from './TakenPin.module.css'

const words = texts.takenPin

const CHOICES = ['adopt', 'newPin', 'remove'] as const
type Choice = (typeof CHOICES)[number]

interface TakenPinButtonsProps {
  /** Whose PIN it is, and at which door: several rows have the same three buttons. */
  readonly about: string
  readonly onChoose: (choice: Choice) => void
}

/** A code that is not ours holds somebody's PIN: three ways on. */
export function TakenPinButtons({ about, onChoose }: TakenPinButtonsProps): ReactElement {
  return (
    <span className={classes.choices}>
      {CHOICES.map((choice) => (
        <Button key={choice} size="compact-sm" aria-description={about} onClick={() => onChoose(choice)}>
          {words[choice]}
        </Button>
      ))}
    </span>
  )
}

interface TakenPinDialogsProps {
  readonly state: {
    readonly asked: { readonly choice: Choice; readonly taken: { readonly person: string } } | null
    readonly newPin: string | null
    readonly isPending: boolean
    readonly error: unknown
    readonly confirm: () => void
    readonly close: () => void
    readonly forgetPin: () => void
  }
}

/** Stands beside the rows and not in one: the row goes as soon as its door is read again. */
export function TakenPinDialogs({ state }: TakenPinDialogsProps): ReactElement | null {
  if (state.newPin !== null) return <NewPinDialog pin={state.newPin} onClose={state.forgetPin} />
  if (state.asked === null) return null
  const { choice, taken } = state.asked
  return (
    <FormDialog
      title={choice === 'remove' ? words.titles.remove : words.titles[choice](taken.person)}
      text={words.explain[choice]}
      action={words[choice]}
      isDangerous={choice === 'remove'}
      isPending={state.isPending}
      error={state.error}
      onSubmit={state.confirm}
      onClose={state.close}
    />
  )
}

/** The only time the new digits are on screen without a reason. */
function NewPinDialog({
  pin,
  onClose,
}: {
  readonly pin: string
  readonly onClose: () => void
}): ReactElement {
  return (
    <Modal opened onClose={onClose} title={words.pinTitle} closeOnClickOutside={false}>
      <div className={form.form}>
        <p className="muted">{words.pinOnce}</p>
        <p className="mono">{pin}</p>
        <div className={form.actions}>
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
