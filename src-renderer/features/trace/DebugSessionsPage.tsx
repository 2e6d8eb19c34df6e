import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlayerRecord } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { DebugSessionView } from '../../../src-preload/contract/views/debugSessions.ts'
import { debugSessionsQuery } from '../../api/debugSessions.ts'
import { sessionQuery } from '../../api/session.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import own from './debugSession.module.css'
import { buildSessionColumns } from './debugSessionColumns.tsx'
import { FileTaskStatus } from './FileTaskStatus.tsx'
import { StartSessionDialog } from './StartSessionDialog.tsx'
import { tellSaved } from './tellSaved.ts'
import classes from './trace.module.css'
import { useFileTask } from './useFileTask.ts'

const words = texts.debugSession

/** Stretches of time that support had marked: what records now, and what was recorded. */
export function DebugSessionsPage(): ReactElement {
  const navigate = useNavigate()
  const session = useQuery(sessionQuery)
  const sessions = useInfiniteQuery(debugSessionsQuery)
  const [isStarting, setIsStarting] = useState(false)
  const rows = sessions.data?.pages.flatMap((page) => page.rows) ?? []
  const mayRecord = session.data?.operator !== null && session.data?.operator.role !== 'installer'
  const nowMs = useNow()
  const isRecording = rows.some((row) => isStillRecording(row, nowMs))
  const startButton = mayRecord && (
    <Button
      variant="filled"
      disabled={isRecording || !sessions.isSuccess}
      leftSection={<IconPlayerRecord size={16} stroke={1.75} />}
      onClick={() => setIsStarting(true)}
    >
      {words.start}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={words.title}
        screen={words.title}
        actions={startButton}
        back={{ label: texts.trace.title, onBack: () => void navigate({ to: '/traces' }) }}
      />
      {sessions.isPending && <LedgerSkeleton columns={6} rows={4} />}
      {sessions.isError && (
        <ErrorState error={sessions.error} what={words.failed} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.isSuccess && rows.length === 0 && (
        <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
      )}
      {rows.length > 0 && <SessionTable rows={rows} mayStop={mayRecord} />}
      {sessions.hasNextPage && (
        <div className={classes.more}>
          <Button loading={sessions.isFetchingNextPage} onClick={() => void sessions.fetchNextPage()}>
            {texts.common.loadMore}
          </Button>
        </div>
      )}
      {isStarting && (
        <StartSessionDialog
          lengths={sessions.data?.pages[0]?.lengths ?? []}
          onClose={() => setIsStarting(false)}
        />
      )}
    </>
  )
}

/** The clock ends a session; the list that was read before does not know of it. */
function isStillRecording(row: DebugSessionView, nowMs: number): boolean {
  return row.state === 'recording' && Date.parse(row.endsAt) > nowMs
}

interface SessionTableProps {
  readonly rows: readonly DebugSessionView[]
  readonly mayStop: boolean
}

function SessionTable({ rows, mayStop }: SessionTableProps): ReactElement {
  const navigate = useNavigate()
  const nowMs = useNow()
  const save = useFileTask({
    run: (taskId: string, id: number) =>
      ask(window.lockstep.debugSessions.export({ taskId, session: { kind: 'live', id } })),
    onDone: tellSaved,
  })
  const stop = useMutation({
    mutationFn: (id: number) => ask(window.lockstep.debugSessions.stop({ id })),
    onSuccess: (session) => notifications.show({ message: words.stopped(session.code) }),
    onError: showFailure,
  })
  const show = (row: DebugSessionView): void =>
    void navigate({ to: '/traces', search: { session: row.code } })
  return (
    <>
      <FileTaskStatus taskId={save.runningId} label={words.exporting} />
      <Ledger
        label={words.tableLabel}
        rows={rows}
        columns={buildSessionColumns({
          stateOf: (row) =>
            row.state === 'recording' && !isStillRecording(row, nowMs) ? 'ended' : row.state,
          actions: (row) => (
            <span className={own.rowActions}>
              {mayStop && isStillRecording(row, nowMs) && (
                <Button size="compact-sm" loading={stop.isPending} onClick={() => stop.mutate(row.id)}>
                  {words.stop}
                </Button>
              )}
              <Button size="compact-sm" onClick={() => show(row)}>
                {words.showTraces}
              </Button>
              <Button size="compact-sm" disabled={save.runningId !== null} onClick={() => save.start(row.id)}>
                {words.exportIt}
              </Button>
            </span>
          ),
        })}
        rowId={(row) => String(row.id)}
        rowName={(row) => row.note}
        onOpen={show}
      />
    </>
  )
}
