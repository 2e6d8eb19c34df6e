import type {
  DebugSessionView,
  ImportedSessionView,
} from '../../../src-preload/contract/views/debugSessions.ts'
import type { DebugSessionId } from '../../domain/ids.ts'
import { toIso } from '../../domain/instant.ts'
import { DEBUG_SESSION_MINUTES, debugSessionState } from '../../domain/trace/debugSession.ts'
import type { DebugSessionRecord } from '../../ports/stores/debugSessionStore.ts'
import { startDebugSession, stopDebugSession } from '../../useCases/debugSessions.ts'
import { exportDebugSession, exportImportedSession } from '../../useCases/exportDebugSession.ts'
import type { ImportedSession } from '../../useCases/importedTraces.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { importedTraceRow } from '../present/importedTraceRow.ts'
import type { FileDesk, TraceFiles } from './traceFiles.ts'

const PAGE = 50

type Routes =
  | 'debugSessions.list'
  | 'debugSessions.start'
  | 'debugSessions.stop'
  | 'debugSessions.export'
  | 'debugSessions.getImported'
  | 'debugSessions.current'

export function debugSessionHandlers(
  profile: () => OpenProfile,
  files: TraceFiles,
  { imports, tasks }: FileDesk,
): Pick<Handlers, Routes> {
  return {
    'debugSessions.list': ({ before }) => {
      const open = profile()
      const records = open.store.debugSessions.list({
        beforeId: before as DebugSessionId | null,
        limit: PAGE,
      })
      return {
        rows: records.map((record) => sessionView(open, record)),
        next: records.length === PAGE ? (records.at(-1)?.id ?? null) : null,
        lengths: DEBUG_SESSION_MINUTES,
      }
    },
    'debugSessions.start': (request, context) =>
      sessionView(profile(), startDebugSession(profile().useCases, actorOf(context), request)),
    'debugSessions.stop': ({ id }, context) =>
      sessionView(profile(), stopDebugSession(profile().useCases, actorOf(context), id as DebugSessionId)),
    'debugSessions.export': ({ taskId, session }) =>
      tasks.run(taskId, (task) => {
        if (session.kind === 'imported') {
          return exportImportedSession(files, imports.session(session.importId), task)
        }
        const { store, clock } = profile()
        const record = store.debugSessions.get(session.id as DebugSessionId)
        if (!record) throw new RequestError('not_found')
        const program = { nowMs: clock.nowMs(), programVersion: files.programVersion }
        return exportDebugSession(files, store, record, program, task)
      }),
    'debugSessions.getImported': ({ importId }) => importedSessionView(imports.session(importId)),
    'debugSessions.current': () => {
      const open = profile()
      const code = open.store.debugSessions.codeAt(toIso(open.clock.nowMs()))
      const record = code === null ? null : open.store.debugSessions.byCode(code)
      return record && sessionView(open, record)
    },
  }
}

function sessionView({ store, clock }: OpenProfile, record: DebugSessionRecord): DebugSessionView {
  return {
    id: record.id,
    code: record.code,
    note: record.note,
    startedBy: store.operators.nameOf(record.operatorId),
    startedAt: record.startedAt,
    endsAt: record.endsAt,
    stoppedAt: record.stoppedAt,
    state: debugSessionState(record, toIso(clock.nowMs())),
    traceCount: store.debugSessions.traceCount(record.code),
  }
}

function importedSessionView({ fileName, head, traces }: ImportedSession): ImportedSessionView {
  const { session, program } = head
  return {
    fileName,
    exportedAt: head.exported_at,
    program: `${program.name} ${program.version}`,
    code: session.id,
    note: session.note,
    startedAt: session.started_at,
    endsAt: session.ends_at,
    stoppedAt: session.stopped_at,
    leftOut: head.left_out,
    traces: traces.map(importedTraceRow),
  }
}
