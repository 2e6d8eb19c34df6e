import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconChevronRight, IconPlugConnected, IconTestPipe } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import type { BackupView } from '../../../src-preload/contract/views/data.ts'
import type { BeginReply, SessionView } from '../../../src-preload/contract/views/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { GateFrame } from './GateFrame.tsx'
import classes from './session.module.css'

export type StartChoice = 'connect' | 'simulated'

interface WelcomeProps {
  /** The newest backup of a profile whose database is empty. */
  readonly restorable: BackupView | null
  readonly onRestored: (session: SessionView) => void
  readonly onBegun: (reply: BeginReply, choice: StartChoice) => void
}

const words = texts.session
/** Few ever see it, and it reads calendars: the first start does not load it. */
const FoundBackup = lazy(async () => ({ default: (await import('./FoundBackup.tsx')).FoundBackup }))

/** First start of a profile: who works here, then real or simulated locks. */
export function Welcome({ restorable, onRestored, onBegun }: WelcomeProps): ReactElement {
  const [step, setStep] = useState<1 | 2>(1)
  const form = useForm({
    initialValues: { name: '', passcode: '', repeat: '' },
    validate: {
      name: (name) => (name.trim() === '' ? words.nameNeeded : null),
      passcode: (passcode) => (passcode.length < 6 ? words.passcodeShort : null),
      repeat: (repeat, values) => (repeat === values.passcode ? null : words.repeatDiffers),
    },
  })
  const begin = useMutation({
    mutationFn: (choice: StartChoice) =>
      ask(window.lockstep.session.begin({ name: form.values.name, passcode: form.values.passcode, choice })),
    onSuccess: (reply, choice) => onBegun(reply, choice),
    onError: (error) => {
      form.setErrors(readFieldErrors(error))
      if (isOnlyFieldErrors(error)) setStep(1)
    },
  })

  return (
    <GateFrame aside={<Promises />}>
      <p className={classes.step}>{words.stepOf(step, 2)}</p>
      {step === 1 ? (
        <>
          <h1 className={classes.title}>{words.operatorTitle}</h1>
          <p className={classes.lead}>{words.operatorLead}</p>
          {restorable !== null && (
            <Suspense>
              <FoundBackup backup={restorable} onRestored={onRestored} />
            </Suspense>
          )}
          <form className={classes.form} onSubmit={form.onSubmit(() => setStep(2))} noValidate>
            <TextInput label={words.yourName} autoFocus autoComplete="name" {...form.getInputProps('name')} />
            <PasswordInput
              label={words.passcode}
              description={words.passcodeHint}
              autoComplete="new-password"
              {...form.getInputProps('passcode')}
            />
            <PasswordInput
              label={words.repeat}
              autoComplete="new-password"
              {...form.getInputProps('repeat')}
            />
            <div className={classes.formActions}>
              <Button type="submit" variant="filled">
                {words.next}
              </Button>
            </div>
          </form>
        </>
      ) : (
        <>
          <h1 className={classes.title}>{words.chooseTitle}</h1>
          <div className={classes.choices}>
            <Choice
              name={words.connect}
              text={words.connectMeaning}
              icon={<IconPlugConnected size={20} stroke={1.75} />}
              isBusy={begin.isPending}
              onChoose={() => begin.mutate('connect')}
            />
            <Choice
              name={words.simulated}
              text={words.simulatedMeaning}
              icon={<IconTestPipe size={20} stroke={1.75} />}
              isBusy={begin.isPending}
              onChoose={() => begin.mutate('simulated')}
            />
          </div>
          <div className={classes.form}>
            {begin.isError && !isOnlyFieldErrors(begin.error) && <ErrorLine error={begin.error} />}
            <div>
              <Button variant="subtle" onClick={() => setStep(1)} disabled={begin.isPending}>
                {texts.common.back}
              </Button>
            </div>
          </div>
        </>
      )}
    </GateFrame>
  )
}

function Promises(): ReactElement {
  return (
    <>
      <p className={classes.asideTitle}>{words.welcome}</p>
      <p className={classes.lead}>{words.welcomeLead}</p>
      <dl className={classes.promises}>
        {words.promises.map(([name, text]) => (
          <div key={name} className={classes.promise}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly text: string
  readonly icon: ReactElement
  readonly isBusy: boolean
  readonly onChoose: () => void
}

function Choice({ name, text, icon, isBusy, onChoose }: ChoiceProps): ReactElement {
  return (
    <button
      type="button"
      className={classes.choice}
      disabled={isBusy}
      onClick={onChoose}
      aria-label={name}
      aria-description={text}
    >
      <span className={classes.choiceIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.choiceName}>{name}</span>
      <span className={classes.choiceText}>{text}</span>
      <IconChevronRight className={classes.choiceArrow ?? ''} size={16} stroke={1.75} aria-hidden="true" />
    </button>
  )
}
