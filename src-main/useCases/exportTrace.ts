import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { TraceExportFormat, TraceExportReply } from '../../src-preload/contract/views/traces.ts'
import type { FileDialog, FileKind } from '../ports/fileDialog.ts'
import type { Store } from '../ports/store.ts'
import type { BundleHead, DeskWork } from '../traceBundle/bundleDesk.ts'
import { type BundleThread, ThreadEnded } from '../traceBundle/bundleThread.ts'
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
    return await inThread(async () => {
      const collected = await collectTrace(store, request, async (rows, progress) => {
        await task.unlessCancelled(thread.ask('add', { rows }))
        task.report({ step: 'reading', ...progress })
      })
      if (collected === null) throw new RequestError('not_found')
      return write(parts, { ...collected, ...request, thread, place: 0 }, task)
    })
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
  return inThread(() =>
    write(parts, { head: null, correlationId, logCount, secrets: [], thread, place, format }, task),
  )
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
  return saveWritten(parts, written, task, {
    title: 'Export trace',
    suggestedName: `trace-${trace.correlationId.slice(0, 8)}.${ENDINGS[format]}`,
    kinds: [KINDS[format]],
  })
}

/** What a thread wrote, or why it did not: then nobody is asked where to. */
export function saveWritten(
  parts: ExportParts,
  written: DeskWork['write']['reply'],
  task: FileTask,
  asked: Parameters<FileDialog['chooseFileToSave']>[0],
): Promise<TraceExportReply> {
  if (written.kind === 'has_secret') throw hasSecret(written)
  if (written.kind === 'too_large') throw new RequestError('export_too_large')
  return saveBytes(parts.dialog, written.bytes, task, asked)
}

export function hasSecret({ first, count }: Extract<DeskWork['write']['reply'], { kind: 'has_secret' }>) {
  return new RequestError('export_has_secret', { facts: { ...first, count } })
}

/** What does not fit into the thread's memory would fit into no file either. */
export async function inThread<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ThreadEnded && error.why === 'out_of_memory')
      throw new RequestError('export_too_large')
    throw error
  }
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
