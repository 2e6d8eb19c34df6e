import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { TraceImportReply } from '../../src-preload/contract/views/traces.ts'
import type { FileDialog } from '../ports/fileDialog.ts'
import { LARGEST_BUNDLE_BYTES } from '../traceBundle/bundleFile.ts'
import { type BundleThread, ThreadEnded } from '../traceBundle/bundleThread.ts'
import { errorCode } from './exportTrace.ts'
import type { FileTask } from './fileTasks.ts'
import type { ImportedTraces } from './importedTraces.ts'
import { RequestError } from './requestError.ts'

const CHUNK_BYTES = 1_024 * 1_024

export interface ImportParts {
  readonly dialog: FileDialog
  readonly startThread: () => BundleThread
}

/** Asks for a file and reads it. `bundle_refused` says what is wrong with the file. */
export async function importTrace(
  parts: ImportParts,
  imports: ImportedTraces,
  task: FileTask,
): Promise<TraceImportReply> {
  const path = await parts.dialog.chooseFileToOpen({
    title: 'Open a trace file',
    kinds: [{ name: 'Trace or debug session', extensions: ['json'] }],
  })
  if (path === null) return { kind: 'cancelled' }
  task.report({ step: 'reading', done: 0, total: 0 })
  const bytes = await task.unlessCancelled(readBounded(path))
  if (bytes === null) throw refused('not_text', null)
  const thread = parts.startThread()
  try {
    task.report({ step: 'checking', done: 0, total: 0 })
    const opened = await task.unlessCancelled(openIn(thread, bytes))
    return imports.add({ fileName: basename(path), ...opened, thread })
  } catch (error) {
    thread.close()
    throw error
  }
}

async function openIn(thread: BundleThread, bytes: Uint8Array<ArrayBuffer>) {
  try {
    const opened = await thread.ask('open', { bytes }, { transfer: [bytes.buffer] })
    if (opened.kind === 'refused') throw refused(opened.reason, opened.where)
    return opened
  } catch (error) {
    // Small on the disk, large in memory: a list of millions of empty lists, for one.
    if (error instanceof ThreadEnded && error.why === 'out_of_memory') throw refused('too_large', null)
    throw error
  }
}

/** Never more than the limit, however the file grows. Null for what is no ordinary file. */
async function readBounded(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  let file: FileHandle | null = null
  try {
    file = await open(path, 'r')
    const stat = await file.stat()
    if (stat.size > LARGEST_BUNDLE_BYTES) throw refused('too_large', null)
    return stat.isFile() ? await readChunks(file) : null
  } catch (cause) {
    if (cause instanceof RequestError) throw cause
    throw new RequestError('file_not_read', { facts: { reason: errorCode(cause) }, cause })
  } finally {
    await file?.close()
  }
}

async function readChunks(file: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let length = 0
  while (length <= LARGEST_BUNDLE_BYTES) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES))
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    length += bytesRead
  }
  // Not a Buffer, whose memory may be shared with others: it is handed over to the thread.
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

function refused(reason: string, where: string | null): RequestError {
  return new RequestError('bundle_refused', { facts: { reason, where } })
}
