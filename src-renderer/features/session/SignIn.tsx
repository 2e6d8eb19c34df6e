import { Button, NativeSelect, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import type { BeginReply, OperatorView, SessionView } from '../../../src-preload/contract/views/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { GateFrame } from './GateFrame.tsx'
import { Recover } from './Recover.tsx'
import classes from './session.module.css'

interface SignInProps {
  readonly operators: readonly OperatorView[]
  /** Without a keyring nothing opens the vault after a start but a passcode. */
  readonly hasKeyring: boolean
  readonly onSignedIn: (session: SessionView) => void
  readonly onRecovered: (reply: BeginReply) => void
}

const words = texts.session

export function SignIn({ operators, hasKeyring, onSignedIn, onRecovered }: SignInProps): ReactElement {
  const [operatorId, setOperatorId] = useState(String(operators[0]?.id ?? ''))
  const [passcode, setPasscode] = useState('')
  const [isRecovering, setRecovering] = useState(false)
  const passcodeField = useRef<HTMLInputElement>(null)
  const signIn = useMutation({
    mutationFn: () => ask(window.lockstep.session.signIn({ operatorId: Number(operatorId), passcode })),
    onSuccess: onSignedIn,
    onError: () => {
      setPasscode('')
      passcodeField.current?.focus()
    },
  })

  if (isRecovering) {
    return <Recover operators={operators} onRecovered={onRecovered} onBack={() => setRecovering(false)} />
  }
  return (
    <GateFrame>
      <h1>{words.signInTitle}</h1>
      <p className={classes.lead}>{hasKeyring ? words.signInLead : words.signInLeadAfterStart}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <NativeSelect
          label={words.whoAreYou}
          data={operators.map((operator) => ({ value: String(operator.id), label: operator.name }))}
          value={operatorId}
          onChange={(event) => setOperatorId(event.currentTarget.value)}
        />
        <PasswordInput
          ref={passcodeField}
          label={words.passcode}
          autoFocus
          autoComplete="current-password"
          value={passcode}
          onChange={(event) => setPasscode(event.currentTarget.value)}
        />
        <ErrorLine error={signIn.error} />
        <div className={classes.formActions}>
          <Button
            type="submit"
            variant="filled"
            loading={signIn.isPending}
            disabled={passcode === '' || operatorId === ''}
          >
            {words.signIn}
          </Button>
          <Button variant="subtle" onClick={() => setRecovering(true)}>
            {words.forgotten}
          </Button>
        </div>
      </form>
    </GateFrame>
  )
}
