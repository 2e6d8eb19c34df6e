import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import type { LogRecordView, TraceView } from '../../src-preload/contract/views/traces.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import type { FileDialog } from '../ports/fileDialog.ts'
import { importBundle, LARGEST_BUNDLE_BYTES } from '../traceBundle/importBundle.ts'
import { errorCode } from './exportTrace.ts'
import { RequestError } from './requestError.ts'

/** A file that was opened, as long as the program runs. */
export interface ImportedTrace {
  readonly importId: number
  readonly fileName: string
  readonly bundle: TraceBundle
}

/** Enough to compare a few; each may be large. */
const MOST_IMPORTS = 6
const PAGE = 200
const CHUNK_BYTES = 1_024 * 1_024

/** Opened files, in memory alone: nothing of them ever enters the database. The oldest gives way to a new one. */
export class ImportedTraces {
  readonly #traces = new Map<number, ImportedTrace>()
  #lastId = 0

  add(file: { readonly fileName: string; readonly bundle: TraceBundle }): ImportedTrace {
    this.#lastId += 1
    const imported = { importId: this.#lastId, ...file }
    this.#traces.set(imported.importId, imported)
    for (const id of this.#traces.keys()) {
      if (this.#traces.size <= MOST_IMPORTS) break
      this.#traces.delete(id)
    }
    return imported
  }

  get(importId: number): ImportedTrace {
    const imported = this.#traces.get(importId)
    if (!imported) throw new RequestError('not_found')
    return imported
  }
}

/** Asks for a file and reads it. Null when the person cancelled; `bundle_refused` says what is wrong with the file. */
export async function importTrace(
  dialog: FileDialog,
  imports: ImportedTraces,
): Promise<ImportedTrace | null> {
  const path = await dialog.chooseFileToOpen({
    title: 'Open a trace file',
    kinds: [{ name: 'Trace', extensions: ['json'] }],
  })
  if (path === null) return null
  const bytes = await readBounded(path)
  if (bytes === null) throw refused('not_text', null)
  const outcome = importBundle(bytes)
  if (outcome.kind === 'refused') throw refused(outcome.reason, outcome.where)
  return imports.add({ fileName: basename(path), bundle: outcome.bundle })
}

/** Never more than the limit, however the file grows. Null for what is no ordinary file. */
async function readBounded(path: string): Promise<Uint8Array | null> {
  let file: FileHandle | null = null
  try {
    file = await open(path, 'r')
    return (await file.stat()).isFile() ? await readChunks(file) : null
  } catch (cause) {
    throw new RequestError('file_not_read', { facts: { reason: errorCode(cause) }, cause })
  } finally {
    await file?.close()
  }
}

async function readChunks(file: FileHandle): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  while (length <= LARGEST_BUNDLE_BYTES) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES))
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    length += bytesRead
  }
  return Buffer.concat(chunks)
}

function refused(reason: string, where: string | null): RequestError {
  return new RequestError('bundle_refused', { facts: { reason, where } })
}

/** The first page, as a live trace has it. */
export function importedView({ fileName, bundle }: ImportedTrace): TraceView {
  const logs = bundle.integration_logs.slice(0, PAGE)
  return {
    correlation_id: bundle.correlation_id,
    phoneCode: phoneCode(bundle.correlation_id),
    outcome: bundle.outcome.sentence,
    outcomeState: bundle.outcome.state,
    timezone: bundle.timezone,
    siteName: bundle.site_name,
    app_audit: bundle.app_audit,
    reconcile_jobs: bundle.reconcile_jobs,
    integration_logs: logs.map(logView),
    logCount: bundle.integration_logs.length,
    nextLogs: bundle.integration_logs.length > PAGE ? String(PAGE) : null,
    planIds: [],
    imported: {
      fileName,
      exportedAt: bundle.exported_at,
      program: `${bundle.program.name} ${bundle.program.version}`,
      origin: bundle.origin,
    },
  }
}

/** `after` counts the records before the page. */
export function importedLogs({ bundle }: ImportedTrace, after: string | null) {
  const from = after === null ? 0 : Number(after)
  const to = from + PAGE
  return {
    rows: bundle.integration_logs.slice(from, to).map(logView),
    next: bundle.integration_logs.length > to ? String(to) : null,
  }
}

/** The screen draws a record without a duration as a moment; its banner says that none were recorded. */
function logView(log: TraceBundle['integration_logs'][number]): LogRecordView {
  return { ...log, duration_ms: log.duration_ms ?? 0 }
}
