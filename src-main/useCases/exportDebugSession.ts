import type { TraceExportReply } from '../../src-preload/contract/views/traces.ts'
import type { CorrelationId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { redactText } from '../domain/redaction/redact.ts'
import type { Store } from '../ports/store.ts'
import type { DebugSessionRecord } from '../ports/stores/debugSessionStore.ts'
import type { TraceFilter } from '../ports/stores/traceStore.ts'
import type { BundleThread } from '../traceBundle/bundleThread.ts'
import { type SessionHead, sessionHead } from '../traceBundle/sessionFile.ts'
import { collectTrace } from './collectTrace.ts'
import { type ExportParts, hasSecret, inThread, saveWritten } from './exportTrace.ts'
import type { FileTask } from './fileTasks.ts'
import { hideTyped } from './hideTyped.ts'
import type { ImportedSession } from './importedTraces.ts'

const PAGE = 200

/**
 * The session with all its traces in one file, newest first, each redacted once more and looked through for what
 * redaction should have caught. What there is no room for is counted in the file.
 */
export async function exportDebugSession(
  parts: ExportParts,
  store: Store,
  session: DebugSessionRecord,
  program: { readonly nowMs: number; readonly programVersion: string },
  task: FileTask,
): Promise<TraceExportReply> {
  const thread = parts.startThread()
  try {
    const total = store.debugSessions.traceCount(session.code)
    let done = 0
    let leftOut = 0
    for (const correlationId of tracesOf(store, session.code)) {
      task.report({ step: 'reading', done, total: Math.max(done, total) })
      // Older ones wait for no room: the file has no gaps.
      const isTaken =
        leftOut === 0 && (await inThread(() => takeTrace(thread, store, { correlationId, ...program }, task)))
      if (!isTaken) leftOut += 1
      done += 1
    }
    const head = sessionHead({
      exported_at: toIso(program.nowMs),
      program: { name: 'Lockstep', version: program.programVersion },
      session: {
        id: session.code,
        note: redactText(hideTyped(store, session.note), { secrets: [] }),
        started_by: `Operator #${session.operatorId}`,
        started_at: session.startedAt,
        ends_at: session.endsAt,
        stopped_at: session.stoppedAt,
      },
      left_out: leftOut,
    })
    return await write(parts, { thread, head, code: session.code }, task)
  } finally {
    thread.close()
  }
}

/** The file stays open: it may be wanted once more. */
export function exportImportedSession(
  parts: ExportParts,
  { head, thread }: ImportedSession,
  task: FileTask,
): Promise<TraceExportReply> {
  return write(parts, { thread, head: null, code: head.session.id }, task)
}

async function takeTrace(
  thread: BundleThread,
  store: Store,
  request: Parameters<typeof collectTrace>[1],
  task: FileTask,
): Promise<boolean> {
  const collected = await collectTrace(store, request, async (rows) => {
    await task.unlessCancelled(thread.ask('add', { rows }))
  })
  // Gone since it was listed.
  if (collected === null) return true
  const { head, secrets } = collected
  const ended = await task.unlessCancelled(thread.ask('endTrace', { head, secrets }))
  if (ended.kind === 'has_secret') throw hasSecret(ended)
  return ended.kind === 'taken'
}

async function write(
  parts: ExportParts,
  order: { readonly thread: BundleThread; readonly head: SessionHead | null; readonly code: string },
  task: FileTask,
): Promise<TraceExportReply> {
  const { thread, head, code } = order
  const written = await inThread(() => task.unlessCancelled(thread.ask('writeSession', { head })))
  return saveWritten(parts, written, task, {
    title: 'Export debug session',
    suggestedName: `debug-session-${code}.lockstep-session.json`,
    kinds: [{ name: 'Lockstep debug session', extensions: ['lockstep-session.json', 'json'] }],
  })
}

/** Newest first, page by page. */
function* tracesOf(store: Store, code: string): Generator<CorrelationId> {
  const filter = { text: '', doorId: null, outcome: 'all', debugSession: code, from: null, to: null } as const
  let after: TraceFilter['after'] = null
  for (;;) {
    const page = store.traces.search({ ...filter, after, limit: PAGE })
    for (const trace of page) yield trace.correlationId
    after = page.at(-1) ?? null
    if (page.length < PAGE) return
  }
}
