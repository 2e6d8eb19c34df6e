import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanLineHead, PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask, RequestFailed } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { sumLines } from './model/lines.ts'
import classes from './plan.module.css'

const words = texts.plan

interface ApproveDialogProps {
  readonly plan: PlanView
  readonly lines: readonly PlanLineHead[]
  readonly doors: number
  readonly onClose: () => void
}

/** Binds the reason to the plan's digest and the selected lines; main judges both again. */
export function ApproveDialog({ plan, lines, doors, onClose }: ApproveDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const sums = sumLines(lines)
  const counted = lines.filter((line) => line.countsTowardLimits).length
  const [isNumberAsked, setNumberAsked] = useState(plan.needsTypedDeletes)
  const mustType = isNumberAsked && counted > 0 ? counted : null
  const isTyped = mustType === null || typed.trim() === String(mustType)
  const approve = useMutation({
    mutationFn: () =>
      ask(
        window.lockstep.plans.approve({
          planId: plan.row.id,
          digest: plan.digest,
          lineIds: lines.map((line) => line.lineId),
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
    <Modal opened onClose={onClose} title={words.approveTitle}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          approve.mutate()
        }}
      >
        <p className="muted">{words.approveWhat({ ...sums, doors })}</p>
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
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
        <ErrorLine error={approve.error} />
        <div className={classes.formActions}>
          <Button
            type="submit"
            variant="filled"
            loading={approve.isPending}
            disabled={reason.trim() === '' || !isTyped}
          >
            {words.approveDo(lines.length)}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
