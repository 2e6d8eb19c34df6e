import { Button } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { FileTaskStatus } from './FileTaskStatus.tsx'
import { useFileTask } from './useFileTask.ts'

/** Opens a trace file of anybody, to be looked at. */
export function ImportTraceButton(): ReactElement {
  const navigate = useNavigate()
  const { start, runningId, startRef } = useFileTask({
    run: (taskId: string, _nothing: null) => ask(window.lockstep.traces.import({ taskId })),
    onDone: (reply) => {
      if (reply.kind === 'cancelled') return
      const params = { importId: String(reply.importId) }
      const to =
        reply.kind === 'opened' ? '/traces/imported/$importId' : '/traces/sessions/imported/$importId'
      void navigate({ to, params })
    },
  })
  return (
    <>
      <FileTaskStatus taskId={runningId} label={texts.traceActions.opening} />
      <Button
        ref={startRef}
        loading={runningId !== null}
        leftSection={<IconFolderOpen size={16} stroke={1.75} />}
        onClick={() => start(null)}
      >
        {texts.traceActions.importFile}
      </Button>
    </>
  )
}
