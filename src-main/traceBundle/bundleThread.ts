import type { Worker } from 'node:worker_threads'
import type { DeskWork } from './bundleDesk.ts'

type Kind = keyof DeskWork

export type ThreadOrder = {
  [Each in Kind]: { readonly kind: Each; readonly id: number; readonly order: DeskWork[Each]['order'] }
}[Kind]

export type ThreadAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: DeskWork[Kind]['reply'] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

interface Waiting {
  readonly resolve: (reply: DeskWork[Kind]['reply']) => void
  readonly reject: (error: Error) => void
  readonly report: (done: number) => void
}

/** The thread is gone: closed by us, out of its memory, or by a fault of ours. */
export class ThreadEnded extends Error {
  override name = 'ThreadEnded'
  readonly why: 'closed' | 'out_of_memory' | 'failed'

  constructor(why: ThreadEnded['why'], cause?: unknown) {
    super(`the thread has ended: ${why}`, cause === undefined ? {} : { cause })
    this.why = why
  }
}

/** A `BundleDesk` at work in another thread. Whoever starts one closes it; closing is also how work is broken off. */
export class BundleThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #ended: ThreadEnded | null = null
  #lastId = 0

  constructor(worker: Worker) {
    this.#worker = worker
    worker.unref()
    worker.on('message', (answer: ThreadAnswer) => this.#take(answer))
    worker.on('error', (cause) =>
      this.#end(new ThreadEnded(isOutOfMemory(cause) ? 'out_of_memory' : 'failed', cause)),
    )
    worker.on('exit', () => this.#end(new ThreadEnded('closed')))
  }

  /** Rejects with `ThreadEnded` when the thread ends before it has answered. */
  ask<Each extends Kind>(
    kind: Each,
    order: DeskWork[Each]['order'],
    options: { readonly transfer?: readonly ArrayBuffer[]; readonly report?: (done: number) => void } = {},
  ): Promise<DeskWork[Each]['reply']> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      // The answer to an order of this kind is of this kind; the map cannot say so.
      const take = resolve as Waiting['resolve']
      this.#waiting.set(id, { resolve: take, reject, report: options.report ?? (() => undefined) })
      this.#worker.postMessage({ kind, id, order }, options.transfer ?? [])
    })
  }

  close(): void {
    this.#end(new ThreadEnded('closed'))
    void this.#worker.terminate()
  }

  #take(answer: ThreadAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    if (!waiting) return
    if (answer.kind === 'progress') {
      waiting.report(answer.done)
      return
    }
    this.#waiting.delete(answer.id)
    if (answer.kind === 'reply') waiting.resolve(answer.reply)
    else waiting.reject(new Error(`the thread could not do it: ${answer.message}`))
  }

  #end(reason: ThreadEnded): void {
    this.#ended ??= reason
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
