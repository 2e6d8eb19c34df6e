import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { BeginReply, OperatorView } from '../../../src-preload/contract/views/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { GateFrame } from './GateFrame.tsx'
import classes from './session.module.css'

interface RecoverProps {
  readonly operators: readonly OperatorView[]
  readonly onRecovered: (reply: BeginReply) => void
  readonly onBack: () => void
}

const words = texts.session

export function Recover({ operators, onRecovered, onBack }: RecoverProps): ReactElement {
  const managers = operators.filter((operator) => operator.role === 'manager')
  const form = useForm({
    initialValues: { operatorId: String(managers[0]?.id ?? ''), recoveryKey: '', newPasscode: '' },
    validate: { newPasscode: (passcode) => (passcode.length < 6 ? words.passcodeShort : null) },
  })
  const recover = useMutation({
    mutationFn: (values: typeof form.values) =>
      ask(window.lockstep.session.recover({ ...values, operatorId: Number(values.operatorId) })),
    onSuccess: onRecovered,
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  return (
    <GateFrame>
      <h1>{words.recoverTitle}</h1>
      <p className={classes.lead}>{words.recoverLead}</p>
      <form className={classes.form} onSubmit={form.onSubmit((values) => recover.mutate(values))} noValidate>
        <NativeSelect
          label={words.whoAreYou}
          data={managers.map((operator) => ({ value: String(operator.id), label: operator.name }))}
          {...form.getInputProps('operatorId')}
        />
        <TextInput
          label={words.recoveryKeyField}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('recoveryKey')}
        />
        <PasswordInput
          label={words.newPasscode}
          description={words.passcodeHint}
          autoComplete="new-password"
          {...form.getInputProps('newPasscode')}
        />
        {!isOnlyFieldErrors(recover.error) && <ErrorLine error={recover.error} />}
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={recover.isPending}>
            {words.setPasscode}
          </Button>
          <Button variant="subtle" onClick={onBack}>
            {words.backToSignIn}
          </Button>
        </div>
      </form>
    </GateFrame>
  )
}
