import type { TraceSource } from '../../../../src-preload/contract/views/traces.ts'

const CORRELATION_ID = /^[0-9a-f]{32}$/
const FILE = /^file-(\d{1,9})$/

/** A trace as a piece of an address: its correlation id, or `file-3` for an opened file. */
export function nameOfSource(source: TraceSource): string {
  return source.kind === 'live' ? source.correlationId : `file-${source.importId}`
}

/** Null for a text that names no trace. */
export function readSourceName(name: string | undefined): TraceSource | null {
  if (name === undefined) return null
  if (CORRELATION_ID.test(name)) return { kind: 'live', correlationId: name }
  const file = FILE.exec(name)?.[1]
  return file === undefined ? null : { kind: 'imported', importId: Number(file) }
}
