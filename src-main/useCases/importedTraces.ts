import type { BundleThread } from '../traceBundle/bundleThread.ts'
import type { OpenedTrace } from '../traceBundle/openedTrace.ts'
import type { SessionHead } from '../traceBundle/sessionFile.ts'
import { RequestError } from './requestError.ts'

/** A trace of a file that was opened, as long as the program runs. Its rows stay in the file's thread. */
export interface ImportedTrace extends OpenedTrace {
  readonly importId: number
  readonly fileName: string
  readonly thread: BundleThread
  /** Among the traces of the file. */
  readonly place: number
  /** Set when the file is a debug session. */
  readonly session: { readonly importId: number; readonly code: string } | null
}

export interface ImportedSession {
  readonly importId: number
  readonly fileName: string
  readonly head: SessionHead
  readonly thread: BundleThread
  readonly traces: readonly ImportedTrace[]
}

interface OpenFile {
  readonly thread: BundleThread
  readonly session: ImportedSession | null
  readonly traces: readonly ImportedTrace[]
}

/** Enough to compare a few; each may be large. */
const MOST_FILES = 6

/** Opened files, in memory alone: nothing of them ever enters the database. The oldest gives way to a new one. */
export class ImportedTraces {
  #files: readonly OpenFile[] = []
  #lastId = 0

  /** Returns what the file is shown by: its session, or its one trace. */
  add(opened: {
    readonly fileName: string
    readonly thread: BundleThread
    readonly traces: readonly OpenedTrace[]
    readonly session: SessionHead | null
  }): { readonly kind: 'opened' | 'opened_session'; readonly importId: number } {
    const { fileName, thread, session: head } = opened
    const importId = this.#nextId()
    const session = head === null ? null : { importId, code: head.session.id }
    const traces = opened.traces.map((trace, place) => ({
      ...trace,
      ...{ fileName, thread, place, session },
      importId: session === null ? importId : this.#nextId(),
    }))
    this.#keep({ thread, traces, session: head && { importId, fileName, head, thread, traces } })
    return { kind: session === null ? 'opened' : 'opened_session', importId }
  }

  trace(importId: number): ImportedTrace {
    const found = this.all().find((trace) => trace.importId === importId)
    if (!found) throw new RequestError('not_found')
    return found
  }

  session(importId: number): ImportedSession {
    const found = this.#files.find((file) => file.session?.importId === importId)?.session
    if (!found) throw new RequestError('not_found')
    return found
  }

  all(): readonly ImportedTrace[] {
    return this.#files.flatMap((file) => file.traces)
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  #keep(file: OpenFile): void {
    const files = [...this.#files, file]
    for (const { thread } of files.slice(0, -MOST_FILES)) thread.close()
    this.#files = files.slice(-MOST_FILES)
  }
}
