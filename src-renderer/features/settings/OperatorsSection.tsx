import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Role } from '../../../src-preload/contract/route.ts'
import { operatorsQuery, sessionKeys, sessionQuery } from '../../api/session.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.operators
const ROLES: readonly Role[] = ['manager', 'installer', 'support']

export function OperatorsSection(): ReactElement {
  const operators = useQuery(operatorsQuery)
  const session = useQuery(sessionQuery)
  if (operators.isPending) return <BlockSkeleton lines={4} />
  if (operators.isError) {
    return <ErrorState error={operators.error} what={words.failed} onRetry={() => void operators.refetch()} />
  }
  return (
    <>
      <p className={classes.lead}>{words.lead}</p>
      <ul className={classes.entries}>
        {operators.data.map((operator) => (
          <li key={operator.id} className={classes.row}>
            <strong>
              {operator.name}
              {operator.id === session.data?.operator?.id && (
                <span className={classes.you}> ({words.you})</span>
              )}
            </strong>
            <span>{words.roles[operator.role]}</span>
            <span className="muted">{words.roleMeaning[operator.role]}</span>
          </li>
        ))}
      </ul>
      {session.data?.operator?.role === 'manager' && <AddOperator />}
    </>
  )
}

interface OperatorDraft {
  name: string
  role: Role
  passcode: string
}

function AddOperator(): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<OperatorDraft>({ initialValues: { name: '', role: 'support', passcode: '' } })
  const add = useMutation({
    mutationFn: (values: OperatorDraft) => ask(window.lockstep.operators.create(values)),
    onSuccess: (operator) => {
      form.reset()
      notifications.show({ message: words.added(operator.name) })
      return queryClient.invalidateQueries({ queryKey: sessionKeys.operators })
    },
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  return (
    <form className={classes.inlineForm} noValidate onSubmit={form.onSubmit((values) => add.mutate(values))}>
      <TextInput label={words.name} w={200} autoComplete="off" {...form.getInputProps('name')} />
      <Select
        label={words.role}
        w={140}
        data={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
        {...form.getInputProps('role')}
      />
      <PasswordInput
        label={words.passcode}
        w={200}
        autoComplete="new-password"
        {...form.getInputProps('passcode')}
      />
      <Button type="submit" loading={add.isPending}>
        {words.addDo}
      </Button>
      <p className={classes.roleHint}>{words.roleMeaning[form.values.role]}</p>
      {add.isError && !isOnlyFieldErrors(add.error) && <ErrorLine error={add.error} />}
    </form>
  )
}
