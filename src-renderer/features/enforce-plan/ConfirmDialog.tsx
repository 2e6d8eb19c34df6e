import { PasswordInput, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { sessionQuery } from '../../api/session.ts'
import { FormDialog } from '../../components/FormDialog.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan

/** The second manager, at the same window, by their own passcode. */
export function ConfirmDialog({
  plan,
  onClose,
}: {
  readonly plan: PlanView
  readonly onClose: () => void
}): ReactElement {
  const queryClient = useQueryClient()
  const session = useQuery(sessionQuery)
  const [operatorId, setOperatorId] = useState<string | null>(null)
  const [passcode, setPasscode] = useState('')
  const others = (session.data?.operators ?? []).filter(
    (operator) => operator.role === 'manager' && operator.name !== plan.approvedBy,
  )
  const confirm = useMutation({
    mutationFn: () =>
      ask(window.lockstep.plans.confirm({ planId: plan.row.id, operatorId: Number(operatorId), passcode })),
    onSuccess: (next) => {
      queryClient.setQueryData(planKeys.detail(plan.row.id), next)
      onClose()
    },
    onError: () => setPasscode(''),
  })
  const errors = readFieldErrors(confirm.error)
  return (
    <FormDialog
      title={words.confirmTitle}
      text={others.length === 0 ? words.confirmNobody : words.confirmText(plan.approvedBy ?? '')}
      action={words.confirmDo}
      isPending={confirm.isPending}
      error={isOnlyFieldErrors(confirm.error) ? null : confirm.error}
      isReady={operatorId !== null && passcode !== ''}
      onSubmit={() => confirm.mutate()}
      onClose={onClose}
    >
      {others.length > 0 && (
        <>
          <Select
            label={words.confirmWho}
            value={operatorId}
            error={errors.operatorId}
            data={others.map((operator) => ({ value: String(operator.id), label: operator.name }))}
            onChange={setOperatorId}
          />
          <PasswordInput
            label={words.confirmPasscode}
            autoComplete="off"
            value={passcode}
            error={errors.passcode}
            onChange={(event) => setPasscode(event.currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  )
}
