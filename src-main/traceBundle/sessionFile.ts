import {
  DEBUG_SESSION_FORMAT,
  DEBUG_SESSION_VERSION,
  type DebugSessionBundle,
  debugSessionBundleSchema,
  MOST_SESSION_TRACES,
} from '../../src-preload/contract/debugSessionBundle.ts'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { fileText } from './bundleFile.ts'
import { wellFormed } from './redactBundle.ts'

export type SessionHead = Omit<DebugSessionBundle, 'traces'>

/** So that the file can be opened again: its reader refuses more than 128 MiB. */
const MOST_OCTETS = 80 * 1_024 * 1_024

export function sessionHead(facts: Omit<SessionHead, 'format' | 'version'>): SessionHead {
  const session = { ...facts.session, note: wellFormed(facts.session.note) }
  return { format: DEBUG_SESSION_FORMAT, version: DEBUG_SESSION_VERSION, ...facts, session }
}

/** As `writeBundle`, and as that may throw `FileTooLarge`: read and written again it is the same byte for byte. */
export function writeSession(session: DebugSessionBundle): string {
  return fileText(debugSessionBundleSchema.parse(session))
}

/** The traces of a session that is to be written, as many as the file has room for. */
export class SessionDraft {
  readonly #traces: TraceBundle[] = []
  #octets = 0

  get traces(): readonly TraceBundle[] {
    return this.#traces
  }

  /** False when there is no room for it. */
  take(trace: TraceBundle): boolean {
    const octets = Buffer.byteLength(JSON.stringify(trace, null, 2))
    if (this.#traces.length >= MOST_SESSION_TRACES || this.#octets + octets > MOST_OCTETS) {
      return false
    }
    this.#octets += octets
    this.#traces.push(trace)
    return true
  }
}
