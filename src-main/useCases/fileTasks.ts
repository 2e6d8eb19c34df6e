import type { FileProgress } from '../../src-preload/contract/views/traces.ts'
import { RequestError } from './requestError.ts'

/** What work on a file is handed: where to say how far it is, and whether it is still wanted. */
export interface FileTask {
  readonly signal: AbortSignal
  /** Null while it is the person who is waited for. */
  report(progress: FileProgress | null): void
  /** The same result, unless the person cancels before it is there: then it rejects. */
  unlessCancelled<T>(work: Promise<T>): Promise<T>
}

interface RunningTask {
  readonly abort: AbortController
  progress: FileProgress | null
}

/** Each may hold a whole trace in memory. */
const MOST_TASKS = 4

/** Exports and imports under way, by the name that the page gave each. */
export class FileTasks {
  readonly #running = new Map<string, RunningTask>()

  /** Resolves to a cancelled reply when the person cancelled, whatever the work had come to. */
  async run<T>(
    taskId: string,
    work: (task: FileTask) => Promise<T>,
  ): Promise<T | { readonly kind: 'cancelled' }> {
    if (this.#running.has(taskId) || this.#running.size >= MOST_TASKS) {
      throw new RequestError('too_many_requests')
    }
    const running: RunningTask = { abort: new AbortController(), progress: null }
    this.#running.set(taskId, running)
    const { signal } = running.abort
    const cancelled = rejectOnAbort(signal)
    try {
      return await work({
        signal,
        report: (progress) => {
          running.progress = progress
        },
        unlessCancelled: (promise) => Promise.race([promise, cancelled]),
      })
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' }
      throw error
    } finally {
      this.#running.delete(taskId)
    }
  }

  /** Null for a task that has not said anything yet, has ended, or never was. */
  progressOf(taskId: string): FileProgress | null {
    return this.#running.get(taskId)?.progress ?? null
  }

  cancel(taskId: string): void {
    this.#running.get(taskId)?.abort.abort()
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const cancelled = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true })
  })
  // Nobody may be waiting when the person cancels.
  cancelled.catch(() => undefined)
  return cancelled
}
