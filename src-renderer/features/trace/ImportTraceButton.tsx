import { Button } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

/** Opens a trace file of anybody, to be looked at. */
export function ImportTraceButton(): ReactElement {
  const navigate = useNavigate()
  const open = useMutation({
    mutationFn: () => ask(window.lockstep.traces.import({})),
    onSuccess: (reply) => {
      if (reply.kind === 'cancelled') return
      void navigate({ to: '/traces/imported/$importId', params: { importId: String(reply.importId) } })
    },
    onError: showFailure,
  })
  return (
    <Button
      loading={open.isPending}
      leftSection={<IconFolderOpen size={16} stroke={1.75} />}
      onClick={() => open.mutate()}
    >
      {texts.traceActions.importFile}
    </Button>
  )
}
