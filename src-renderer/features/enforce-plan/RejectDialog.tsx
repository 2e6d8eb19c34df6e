import { Button, Modal, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './plan.module.css'

const words = texts.plan

interface RejectDialogProps {
  readonly plan: PlanView
  readonly onClose: () => void
}

export function RejectDialog({ plan, onClose }: RejectDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const reject = useMutation({
    mutationFn: () => ask(window.lockstep.plans.reject({ planId: plan.row.id, reason })),
    onSuccess: (rejected) => {
      queryClient.setQueryData(planKeys.detail(plan.row.id), rejected)
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={words.rejectTitle}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          reject.mutate()
        }}
      >
        <p className="muted">{words.rejectText}</p>
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorLine error={reject.error} />
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={reject.isPending} disabled={reason.trim() === ''}>
            {words.rejectDo}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
