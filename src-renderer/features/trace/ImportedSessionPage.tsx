import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type {
  ImportedSessionView,
  ImportedTraceRow,
} from '../../../src-preload/contract/views/debugSessions.ts'
import { importedSessionQuery } from '../../api/debugSessions.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { FileTaskStatus } from './FileTaskStatus.tsx'
import { ImportedBanner } from './ImportedBanner.tsx'
import { tellSaved } from './tellSaved.ts'
import classes from './trace.module.css'
import { buildTraceColumns } from './traceColumns.tsx'
import { useFileTask } from './useFileTask.ts'

const route = getRouteApi('/shell/traces/sessions/imported/$importId')
const words = texts.debugSession.imported

/** A debug session that somebody sent as a file: its traces, to be read one by one. */
export function ImportedSessionPage(): ReactElement {
  const importId = Number(route.useParams().importId)
  const router = useRouter()
  const session = useQuery(importedSessionQuery(importId))
  const save = useFileTask({
    run: (taskId: string, _nothing: null) =>
      ask(window.lockstep.debugSessions.export({ taskId, session: { kind: 'imported', importId } })),
    onDone: tellSaved,
  })
  return (
    <>
      <PageHeader
        title={session.isSuccess ? words.title(session.data.code) : texts.debugSession.title}
        screen={words.screen}
        back={{
          label: texts.trace.title,
          onBack: () => router.history.push(hrefOfSection('/traces')),
        }}
        actions={
          session.isSuccess && (
            <>
              <FileTaskStatus taskId={save.runningId} label={texts.debugSession.exporting} />
              <Button
                ref={save.startRef}
                loading={save.runningId !== null}
                leftSection={<IconDownload size={16} stroke={1.75} />}
                onClick={() => save.start(null)}
              >
                {texts.debugSession.exportIt}
              </Button>
            </>
          )
        }
        sub={session.isSuccess && <SessionFacts session={session.data} />}
      />
      {session.isPending && <LedgerSkeleton columns={5} rows={6} />}
      {session.isError && <ErrorState error={session.error} what={words.failed} />}
      {session.isSuccess && (
        <>
          <ImportedBanner from={{ ...session.data, origin: 'lockstep' }} />
          <SessionTraces traces={session.data.traces} />
        </>
      )}
    </>
  )
}

function SessionFacts({ session }: { readonly session: ImportedSessionView }): ReactElement {
  const zone = session.traces[0]?.timezone ?? readLocalZone()
  return (
    <span className={classes.identity}>
      <span>{session.note}</span>
      <span>
        {words.span} <DateTime iso={session.startedAt} zone={zone} /> –{' '}
        <DateTime iso={session.stoppedAt ?? session.endsAt} zone={zone} />
      </span>
      <span className="numbers">{words.count(session.traces.length)}</span>
      {session.leftOut > 0 && <span>{words.leftOut(session.leftOut)}</span>}
    </span>
  )
}

function SessionTraces({ traces }: { readonly traces: readonly ImportedTraceRow[] }): ReactElement {
  const navigate = route.useNavigate()
  if (traces.length === 0) return <EmptyState title={words.empty}>{words.emptyText}</EmptyState>
  return (
    <Ledger
      label={words.tableLabel}
      rows={traces}
      columns={buildTraceColumns<ImportedTraceRow>({
        linkOf: (trace) => ({
          to: '/traces/imported/$importId',
          params: { importId: String(trace.importId) },
        }),
      })}
      rowId={(trace) => String(trace.importId)}
      rowName={(trace) => trace.title}
      onOpen={(trace) =>
        void navigate({ to: '/traces/imported/$importId', params: { importId: String(trace.importId) } })
      }
    />
  )
}
