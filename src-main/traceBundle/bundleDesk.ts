import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { answerFacts, shortAnswer } from '../domain/trace/shortAnswer.ts'
import { FileTooLarge } from './bundleFile.ts'
import { type BundleRefusal, importBundle } from './importBundle.ts'
import { listedTrace, type OpenedTrace } from './openedTrace.ts'
import { redactBundle } from './redactBundle.ts'
import { type SecretFinding, scanForSecrets } from './secretScan.ts'
import { SessionDraft, type SessionHead, writeSession } from './sessionFile.ts'
import { type WriteOrder, writeTrace } from './writeTrace.ts'

export type BundleHead = Omit<TraceBundle, 'integration_logs'>

type HasSecret = { readonly kind: 'has_secret'; readonly first: SecretFinding; readonly count: number }
type Written = { readonly kind: 'written'; readonly bytes: Uint8Array }
/** The program could not open the file again. */
type TooLarge = { readonly kind: 'too_large' }

/** What the desk is asked for and what it answers. Texts go as bytes, which a thread can hand over without copying. */
export interface DeskWork {
  /** Log rows of the trace that will be written, in their order. */
  readonly add: { readonly order: { readonly rows: readonly BundleLog[] }; readonly reply: null }
  /** Writes the rows that were added under `head`; with null the trace at `place` of the file that was opened. */
  readonly write: {
    readonly order: WriteOrder & { readonly head: BundleHead | null; readonly place: number }
    readonly reply: Written | HasSecret | TooLarge
  }
  /** Takes the rows that were added, under `head`, as one trace of a debug session. */
  readonly endTrace: {
    readonly order: { readonly head: BundleHead; readonly secrets: readonly string[] }
    readonly reply: { readonly kind: 'taken' | 'no_room' } | HasSecret
  }
  /** Writes the traces that were taken under `head`; with null the session that was opened. */
  readonly writeSession: {
    readonly order: { readonly head: SessionHead | null }
    readonly reply: Written | HasSecret | TooLarge
  }
  readonly open: { readonly order: { readonly bytes: Uint8Array }; readonly reply: OpenedFile }
  readonly page: {
    /** As `listLogs` of the store: at most so many rows and octets, longer bodies stay behind. */
    readonly order: {
      readonly place: number
      readonly from: number
      readonly rows: number
      readonly octets: number
      readonly body: number
    }
    readonly reply: readonly (BundleLog & { readonly shortened: boolean })[]
  }
  readonly record: {
    readonly order: { readonly place: number; readonly id: number }
    readonly reply: BundleLog | null
  }
}

export type OpenedFile =
  | {
      readonly kind: 'read'
      readonly traces: readonly OpenedTrace[]
      /** Null for the file of one trace. */
      readonly session: SessionHead | null
    }
  | BundleRefusal

/** Traces on their way out, or a file that came in: what takes long is done here, and only pieces are handed on. */
export class BundleDesk {
  readonly #draft = new SessionDraft()
  #added: BundleLog[] = []
  #opened: readonly TraceBundle[] = []
  #session: SessionHead | null = null

  add({ rows }: DeskWork['add']['order']): null {
    for (const row of rows) this.#added.push(row)
    return null
  }

  write(order: DeskWork['write']['order'], report: (done: number) => void): DeskWork['write']['reply'] {
    const bundle =
      order.head === null ? this.#opened[order.place] : { ...order.head, integration_logs: this.#added }
    if (bundle === undefined) throw new Error('no such trace was opened')
    const written = writeTrace(bundle, order, report)
    return written.kind === 'written' ? asBytes(written.text) : written
  }

  endTrace({ head, secrets }: DeskWork['endTrace']['order']): DeskWork['endTrace']['reply'] {
    const safe = redactBundle({ ...head, integration_logs: this.#added }, secrets)
    this.#added = []
    const found = findSecrets(safe, secrets)
    if (found !== null) return found
    return { kind: this.#draft.take(safe) ? 'taken' : 'no_room' }
  }

  writeSession({ head }: DeskWork['writeSession']['order']): DeskWork['writeSession']['reply'] {
    const session = head ?? this.#session
    if (session === null) throw new Error('no session was opened')
    const traces = head === null ? this.#opened : this.#draft.traces
    // Those that were taken were looked through one by one; their secrets are not known here.
    for (const trace of head === null ? traces : []) {
      const found = findSecrets(trace, [])
      if (found !== null) return found
    }
    try {
      return asBytes(writeSession({ ...session, traces: [...traces] }))
    } catch (error) {
      if (error instanceof FileTooLarge) return { kind: 'too_large' }
      throw error
    }
  }

  open({ bytes }: DeskWork['open']['order']): OpenedFile {
    const outcome = importBundle(bytes)
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'read') {
      this.#opened = [outcome.bundle]
    } else {
      const { traces, ...session } = outcome.session
      this.#opened = traces
      this.#session = session
    }
    return { kind: 'read', traces: this.#opened.map(listedTrace), session: this.#session }
  }

  page({ place, from, rows, octets, body }: DeskWork['page']['order']): DeskWork['page']['reply'] {
    const page: (BundleLog & { readonly shortened: boolean })[] = []
    let left = octets
    for (const log of this.#opened[place]?.integration_logs.slice(from, from + rows) ?? []) {
      const listed = listedLog(log, body)
      left -= octetsOf(listed)
      if (left < 0 && page.length > 0) break
      page.push(listed)
    }
    return page
  }

  record({ place, id }: DeskWork['record']['order']): DeskWork['record']['reply'] {
    return this.#opened[place]?.integration_logs.find((log) => log.id === id) ?? null
  }
}

function listedLog(log: BundleLog, body: number): BundleLog & { readonly shortened: boolean } {
  const isLong = (value: unknown): boolean => value !== null && octetsOf(value) > body
  const [request, response] = [isLong(log.request_json), isLong(log.response_json)]
  return {
    ...log,
    ...(request && { request_json: null }),
    ...(response && { response_json: shortAnswer(answerFacts(log.response_json)) }),
    shortened: request || response,
  }
}

function octetsOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '')
}

/** One of many traces: the place names it. */
function findSecrets(trace: TraceBundle, secrets: readonly string[]): HasSecret | null {
  const findings = scanForSecrets(trace, secrets)
  const [first] = findings
  if (first === undefined) return null
  const where = `${trace.correlation_id} ${first.where}`
  return { kind: 'has_secret', first: { ...first, where }, count: findings.length }
}

function asBytes(text: string): Written {
  return { kind: 'written', bytes: new TextEncoder().encode(text) }
}
