import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan

interface RejectDialogProps {
  readonly plan: PlanView
  readonly onClose: () => void
}

export function RejectDialog({ plan, onClose }: RejectDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const reject = useMutation({
    mutationFn: (reason: string) => ask(window.lockstep.plans.reject({ planId: plan.row.id, reason })),
    onSuccess: (rejected) => {
      queryClient.setQueryData(planKeys.detail(plan.row.id), rejected)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={words.rejectTitle}
      text={words.rejectText}
      action={words.rejectDo}
      isPending={reject.isPending}
      error={reject.error}
      onSubmit={(reason) => reject.mutate(reason)}
      onClose={onClose}
    />
  )
}
