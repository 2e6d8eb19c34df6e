import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAppWindow, IconArrowsDiff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { TraceSource } from '../../api/traces.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { ExportMenu } from './ExportMenu.tsx'

const words = texts.traceActions

interface TraceActionsProps {
  readonly source: TraceSource
  /** True where the trace already has a window to itself. */
  readonly isOwnWindow: boolean
}

/** What can be done with a trace as a whole. */
export function TraceActions({ source, isOwnWindow }: TraceActionsProps): ReactElement {
  const navigate = useNavigate()
  return (
    <>
      {source.kind === 'live' && !isOwnWindow && (
        <Button
          onClick={() =>
            void navigate({
              to: '/traces/$correlationId/compare',
              params: { correlationId: source.correlationId },
            })
          }
          leftSection={<IconArrowsDiff size={16} stroke={1.75} />}
        >
          {texts.traceCompare.open}
        </Button>
      )}
      {source.kind === 'live' && !isOwnWindow && (
        <Button
          leftSection={<IconAppWindow size={16} stroke={1.75} />}
          onClick={() => void openWindow(source.correlationId)}
        >
          {words.openWindow}
        </Button>
      )}
      <ExportMenu source={source} />
    </>
  )
}

async function openWindow(correlationId: string): Promise<void> {
  try {
    const { opened } = await ask(window.lockstep.traces.openWindow({ correlationId }))
    if (!opened) notifications.show({ message: words.tooManyWindows })
  } catch (error) {
    showFailure(error)
  }
}
