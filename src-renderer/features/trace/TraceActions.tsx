import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAppWindow, IconArrowsDiff } from '@tabler/icons-react'
import { type NavigateOptions, useNavigate } from '@tanstack/react-router'
import { type ReactElement, use } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { OwnWindow } from './ownWindow.ts'
import { RehearseButton } from './RehearseButton.tsx'

const words = texts.traceActions

/** What can be done with a trace as a whole. */
export function TraceActions({ source }: { readonly source: TraceSource }): ReactElement {
  const isOwnWindow = use(OwnWindow)
  const navigate = useNavigate()
  return (
    <>
      <Button
        leftSection={<IconArrowsDiff size={16} stroke={1.75} />}
        onClick={() => void navigate(compareOf(source, isOwnWindow))}
      >
        {texts.traceCompare.open}
      </Button>
      {source.kind === 'live' && !isOwnWindow && (
        <Button
          leftSection={<IconAppWindow size={16} stroke={1.75} />}
          onClick={() => void openWindow(source.correlationId)}
        >
          {words.openWindow}
        </Button>
      )}
      <RehearseButton source={source} />
      <ExportMenu source={source} />
    </>
  )
}

function compareOf(source: TraceSource, isOwnWindow: boolean): NavigateOptions {
  if (source.kind === 'imported') {
    return { to: '/traces/imported/$importId/compare', params: { importId: String(source.importId) } }
  }
  const params = { correlationId: source.correlationId }
  return isOwnWindow
    ? { to: '/trace-window/$correlationId/compare', params }
    : { to: '/traces/$correlationId/compare', params }
}

async function openWindow(correlationId: string): Promise<void> {
  try {
    const { opened } = await ask(window.lockstep.traces.openWindow({ correlationId }))
    if (!opened) notifications.show({ message: words.tooManyWindows })
  } catch (error) {
    showFailure(error)
  }
}
