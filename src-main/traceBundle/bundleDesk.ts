import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { type BundleRefusal, importBundle } from './importBundle.ts'
import type { SecretFinding } from './secretScan.ts'
import { type WriteOrder, writeTrace } from './writeTrace.ts'

export type BundleHead = Omit<TraceBundle, 'integration_logs'>

/** What the desk is asked for and what it answers. Texts go as bytes, which a thread can hand over without copying. */
export interface DeskWork {
  /** Log rows of the trace that will be written, in their order. */
  readonly add: { readonly order: { readonly rows: readonly BundleLog[] }; readonly reply: null }
  /** Writes the rows that were added under `head`; with null the file that was opened. */
  readonly write: {
    readonly order: WriteOrder & { readonly head: BundleHead | null }
    readonly reply:
      | { readonly kind: 'written'; readonly bytes: Uint8Array }
      | { readonly kind: 'has_secret'; readonly first: SecretFinding; readonly count: number }
  }
  readonly open: { readonly order: { readonly bytes: Uint8Array }; readonly reply: OpenedBundle }
  readonly page: {
    readonly order: { readonly from: number; readonly to: number }
    readonly reply: readonly BundleLog[]
  }
}

export type OpenedBundle =
  | { readonly kind: 'read'; readonly head: BundleHead; readonly logCount: number }
  | BundleRefusal

/** One trace on its way out, or one that came in: what takes long is done here, and only pieces are handed on. */
export class BundleDesk {
  readonly #added: BundleLog[] = []
  #opened: TraceBundle | null = null

  add({ rows }: DeskWork['add']['order']): null {
    for (const row of rows) this.#added.push(row)
    return null
  }

  write(order: DeskWork['write']['order'], report: (done: number) => void): DeskWork['write']['reply'] {
    const bundle = order.head === null ? this.#opened : { ...order.head, integration_logs: this.#added }
    if (bundle === null) throw new Error('no file was opened')
    const written = writeTrace(bundle, order, report)
    if (written.kind === 'has_secret') return written
    return { kind: 'written', bytes: new TextEncoder().encode(written.text) }
  }

  open({ bytes }: DeskWork['open']['order']): OpenedBundle {
    const outcome = importBundle(bytes)
    if (outcome.kind === 'refused') return outcome
    this.#opened = outcome.bundle
    const { integration_logs, ...head } = outcome.bundle
    return { kind: 'read', head, logCount: integration_logs.length }
  }

  page({ from, to }: DeskWork['page']['order']): readonly BundleLog[] {
    return this.#opened?.integration_logs.slice(from, to) ?? []
  }
}
