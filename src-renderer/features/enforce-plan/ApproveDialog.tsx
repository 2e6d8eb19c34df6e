import { TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planImpactQuery, planKeys } from '../../api/plans.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask, RequestFailed } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import type { Choice } from './model/lines.ts'
import { ScheduleSentences } from './ScheduleSentences.tsx'

const words = texts.plan

interface ApproveDialogProps {
  readonly plan: PlanView
  readonly choice: Choice
  readonly onClose: () => void
}

/** Binds the reason to the plan's digest and the selected lines; main judges both again. */
export function ApproveDialog({ plan, choice, onClose }: ApproveDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState('')
  const counted = choice.countedDeletes
  const impact = useInfiniteQuery(planImpactQuery(plan, choice.leftOut))
  const [isNumberAsked, setNumberAsked] = useState(plan.needsTypedDeletes)
  const mustType = isNumberAsked && counted > 0 ? counted : null
  const approve = useMutation({
    mutationFn: (reason: string) =>
      ask(
        window.lockstep.plans.approve({
          planId: plan.row.id,
          digest: plan.digest,
          leftOut: [...choice.leftOut],
          reason,
          typedDeletes: mustType === null ? null : Number(typed),
        }),
      ),
    onSuccess: (approved) => {
      queryClient.setQueryData(planKeys.detail(plan.row.id), approved)
      onClose()
    },
    // Codes that went meanwhile count as well: the limit may be passed by now.
    onError: (error) => {
      if (error instanceof RequestFailed && error.code === 'confirmation_needed') setNumberAsked(true)
    },
  })
  return (
    <ReasonDialog
      title={words.approveTitle}
      text={words.approveWhat({ ...choice.sums, schedules: choice.schedules, doors: choice.doors })}
      action={words.approveDo(choice.lines)}
      isPending={approve.isPending}
      error={approve.error}
      isReady={mustType === null || typed.trim() === String(mustType)}
      onSubmit={(reason) => approve.mutate(reason)}
      onClose={onClose}
    >
      <ScheduleSentences impact={impact.data?.pages[0]} />
      {mustType !== null && (
        <TextInput
          label={words.typedLabel(mustType)}
          description={words.typedHint(mustType)}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </ReasonDialog>
  )
}
