import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { TraceExportFormat, TraceExportReply } from '../../src-preload/contract/views/traces.ts'
import type { FileDialog, FileKind } from '../ports/fileDialog.ts'
import type { Store } from '../ports/store.ts'
import type { BundleHead } from '../traceBundle/bundleDesk.ts'
import type { BundleThread } from '../traceBundle/bundleThread.ts'
import { type CollectRequest, collectTrace } from './collectTrace.ts'
import type { FileTask } from './fileTasks.ts'
import type { ImportedTrace } from './importedTraces.ts'
import { RequestError } from './requestError.ts'

const ENDINGS: Readonly<Record<TraceExportFormat, string>> = {
  bundle: 'lockstep-trace.json',
  html: 'html',
  jsonl: 'jsonl',
  har: 'har',
  otlp: 'otlp.json',
}
const KINDS: Readonly<Record<TraceExportFormat, FileKind>> = {
  bundle: { name: 'Lockstep trace', extensions: ['lockstep-trace.json', 'json'] },
  html: { name: 'Web page', extensions: ['html'] },
  jsonl: { name: 'JSON Lines', extensions: ['jsonl'] },
  har: { name: 'HTTP Archive', extensions: ['har'] },
  otlp: { name: 'OpenTelemetry traces', extensions: ['json'] },
}
const OWNER_ONLY = 0o600

export interface ExportParts {
  readonly dialog: FileDialog
  /** The style sheet of the exported page. */
  readonly readPageStyle: () => Promise<string>
  readonly startThread: () => BundleThread
}

/**
 * Redacts the trace once more, looks through it for what redaction should have caught, and only then asks where to.
 * Throws `export_has_secret` (with the place, never the value) before anything was written.
 */
export async function exportStoredTrace(
  parts: ExportParts,
  store: Store,
  request: CollectRequest & { readonly format: TraceExportFormat },
  task: FileTask,
): Promise<TraceExportReply> {
  const thread = parts.startThread()
  try {
    const collected = await collectTrace(store, request, async (rows, progress) => {
      await task.unlessCancelled(thread.ask('add', { rows }))
      task.report({ step: 'reading', ...progress })
    })
    if (collected === null) throw new RequestError('not_found')
    return await write(parts, { ...collected, ...request, thread, place: 0 }, task)
  } finally {
    thread.close()
  }
}

/** The file stays open: another format, or the same once more, may be wanted. */
export function exportImportedTrace(
  parts: ExportParts,
  { head, logCount, thread, place }: ImportedTrace,
  format: TraceExportFormat,
  task: FileTask,
): Promise<TraceExportReply> {
  const { correlation_id: correlationId } = head
  return write(parts, { head: null, correlationId, logCount, secrets: [], thread, place, format }, task)
}

interface TraceToWrite {
  readonly thread: BundleThread
  /** Null when the thread itself opened the trace. */
  readonly head: BundleHead | null
  /** Which of those it opened. */
  readonly place: number
  readonly correlationId: string
  readonly logCount: number
  readonly secrets: readonly string[]
  readonly format: TraceExportFormat
}

async function write(parts: ExportParts, trace: TraceToWrite, task: FileTask): Promise<TraceExportReply> {
  const { thread, head, place, secrets, format } = trace
  const pageStyle = await parts.readPageStyle()
  const report = (done: number): void => task.report({ step: 'checking', done, total: trace.logCount })
  const written = await task.unlessCancelled(
    thread.ask('write', { head, place, secrets, format, pageStyle }, { report }),
  )
  if (written.kind === 'has_secret') {
    throw new RequestError('export_has_secret', { facts: { ...written.first, count: written.count } })
  }
  return saveBytes(parts.dialog, written.bytes, task, {
    title: 'Export trace',
    suggestedName: `trace-${trace.correlationId.slice(0, 8)}.${ENDINGS[format]}`,
    kinds: [KINDS[format]],
  })
}

/** Asks where to, and writes. */
export async function saveBytes(
  dialog: FileDialog,
  bytes: Uint8Array,
  task: FileTask,
  asked: Parameters<FileDialog['chooseFileToSave']>[0],
): Promise<TraceExportReply> {
  task.report(null)
  const path = await dialog.chooseFileToSave(asked)
  if (path === null) return { kind: 'cancelled' }
  await save(path, bytes, task.signal)
  return { kind: 'saved', fileName: basename(path), bytes: bytes.byteLength }
}

/** Beside its place first, so that a full disk or a change of mind leaves no half file under the chosen name. */
async function save(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const beside = `${path}.part`
  try {
    await writeFile(beside, bytes, { mode: OWNER_ONLY, signal })
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw new RequestError('file_not_written', { facts: { reason: errorCode(cause) }, cause })
  }
}

export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown'
}
