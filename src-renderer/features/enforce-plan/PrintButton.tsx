import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan

interface PrintButtonProps {
  readonly planId: number
  readonly leftOut: readonly string[]
}

/** The plan as a page that prints well in any browser; where it goes is asked by the system's own dialog. */
export function PrintButton({ planId, leftOut }: PrintButtonProps): ReactElement {
  const save = useMutation({
    mutationFn: () => ask(window.lockstep.plans.savePage({ planId, leftOut: [...leftOut] })),
    onSuccess: (reply) => {
      if (reply.kind === 'cancelled') return
      notifications.show({ title: words.pageSaved(reply.fileName), message: words.pageSavedNext })
    },
    onError: showFailure,
  })
  return (
    <Button
      leftSection={<IconPrinter size={16} stroke={1.75} />}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {words.savePage}
    </Button>
  )
}
