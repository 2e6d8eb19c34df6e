import { Button, Modal, Tooltip } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { RehearsalResult } from './RehearsalResult.tsx'

const words = texts.rehearsal

/** Decides again what the trace decided; nothing of it touches the profile or a lock. */
export function RehearseButton({ source }: { readonly source: TraceSource }): ReactElement {
  const rehearse = useMutation({ mutationFn: () => ask(window.lockstep.traces.rehearse({ trace: source })) })
  return (
    <>
      <Tooltip label={words.hint}>
        <Button
          loading={rehearse.isPending}
          leftSection={<IconRepeat size={16} stroke={1.75} />}
          onClick={() => rehearse.mutate()}
        >
          {words.open}
        </Button>
      </Tooltip>
      <Modal
        opened={!rehearse.isIdle}
        onClose={rehearse.reset}
        title={words.title}
        size="xl"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {rehearse.isPending && (
          <>
            <p>{words.running}</p>
            <BlockSkeleton lines={3} />
          </>
        )}
        {rehearse.isError && (
          <ErrorState error={rehearse.error} what={words.failed} onRetry={() => rehearse.mutate()} />
        )}
        {rehearse.isSuccess && <RehearsalResult rehearsal={rehearse.data} />}
      </Modal>
    </>
  )
}
